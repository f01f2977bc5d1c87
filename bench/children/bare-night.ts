import { execFile } from "node:child_process";
import { openDatabase } from "../../src/ledger/database.ts";

/** The least a night can cost: git's listing of a commit, and the ledger's rows in a bare loop, joined by path. */
const [folder = "", ledger = ""] = process.argv.slice(2);

const listing = await new Promise<string>((resolve, reject) =>
  execFile("git", ["ls-tree", "-r", "-z", "HEAD"], { cwd: folder, maxBuffer: 2 ** 30 }, (error, stdout) =>
    error ? reject(error) : resolve(stdout),
  ),
);
const blobs = new Map<string, string>();
for (const record of listing.split("\0")) {
  const tab = record.indexOf("\t");
  blobs.set(record.slice(tab + 1), record.slice(record.lastIndexOf(" ", tab) + 1, tab));
}
const db = openDatabase(ledger, { readOnly: true });
let same = 0;
for (const { external_id: id, version } of db.each("SELECT * FROM pages")) {
  const blob = typeof id === "string" ? blobs.get(id) : undefined;
  if (blob !== undefined && String(version).startsWith(blob)) same += 1;
}
db.close();
process.stdout.write(`${same}\n`);
