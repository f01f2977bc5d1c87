import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { loadPipeline } from "../../src/normalize/index.ts";

/** The least `ci` can cost: git's difference of two commits, and both sides of the one document normalised. */
const exec = promisify(execFile);
const [folder = ""] = process.argv.slice(2);
const git = async (...args: string[]) =>
  (await exec("git", args, { cwd: folder, maxBuffer: 2 ** 30 })).stdout;

const { normalize } = await loadPipeline();
const changed = (await git("diff", "--raw", "-z", "--no-renames", "HEAD~1", "HEAD")).split("\0");
for (const file of changed.filter((part) => part !== "" && !part.startsWith(":"))) {
  for (const commit of ["HEAD~1", "HEAD"]) {
    const body = await git("show", `${commit}:${file}`);
    const { html } = await normalize({ body, mediaType: "text/markdown", name: file });
    process.stdout.write(`${html.length}\n`);
  }
}
