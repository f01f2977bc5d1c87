import { type Checklist, checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import { classify } from "./classify.ts";
import { type Client, createClient } from "./client.ts";
import { type Container, containerIds, openContainer } from "./containers.ts";
import { documentHtml } from "./document/index.ts";
import { folderType, formatOf } from "./formats.ts";
import type { GoogleDriveOptions } from "./options.ts";
import { loginHint, shareHint } from "./refusals.ts";
import { type Found, walk } from "./walk.ts";

/** So many files of each drive and folder are looked at. */
const SAMPLE = 200;

/** Checks the login, each drive and folder, and whether a document and a file can be read. */
export async function check(options: GoogleDriveOptions, io: Io): Promise<CheckResult[]> {
  const checks = checklist(io.signal);
  const { attempt, ok, results } = checks;
  const client = createClient(options, io);
  const me = await attempt("login", loginHint(options), () => client.about(io.signal));
  if (me === undefined) return results;
  ok("login", `as ${me.user?.emailAddress || me.user?.displayName || "an account without a name"}`);
  const found: Found[] = [];
  for (const { kind, id } of containerIds(options)) {
    const what = `${kind} ${id}`;
    await attempt(what, shareHint(options), async () => {
      const container = await openContainer(options, client, { kind, id }, io.signal);
      const sample = await sampleOf(container, client, io);
      found.push(...sample);
      checkContainer(checks, options, { what, name: container.name, sample });
    });
  }
  await checkReading(checks, options, { client, io, found });
  return results;
}

async function sampleOf(container: Container, client: Client, io: Io): Promise<Found[]> {
  const found: Found[] = [];
  for await (const step of walk(container, client, io)) {
    if (step.kind === "found" && step.item.mimeType !== folderType) found.push(step);
    if (found.length >= SAMPLE) break;
  }
  return found;
}

function checkContainer(
  { results }: Checklist,
  options: GoogleDriveOptions,
  { what, name, sample }: { readonly what: string; readonly name: string; readonly sample: readonly Found[] },
): void {
  const verdicts = sample.map(({ item, place }) => classify(item, place, options).kind);
  const count = (kind: string) => verdicts.filter((one) => one === kind).length;
  const detail = `"${name}": of the first ${sample.length} files ${count("content")} are content, ${count("unpublished")} restricted, ${count("other")} of other kinds`;
  results.push({ what, result: count("content") > 0 ? "ok" : "unknown", detail });
}

interface Sample {
  readonly client: Client;
  readonly io: Io;
  readonly found: readonly Found[];
}

/** The Docs API is enabled apart from the Drive API, so a document is read by each. */
async function checkReading(
  { attempt, ok, results }: Checklist,
  options: GoogleDriveOptions,
  { client, io, found }: Sample,
): Promise<void> {
  const content = found.filter(({ item, place }) => classify(item, place, options).kind === "content");
  const document = content.find(({ item }) => formatOf(item)?.kind === "document");
  const limit = documentLimit(io);
  if (document)
    await attempt("Docs API", docsHint, async () => {
      const read = await client.document(document.item.id, io.signal, 10 * limit);
      ok("Docs API", `"${document.item.name}": ${documentHtml(read, () => "").length} characters`);
    });
  else results.push({ what: "Docs API", result: "unknown", detail: "no document of Google Docs was seen" });
  const file = content.find(({ item }) => formatOf(item)?.kind === "file");
  if (!file) return;
  await attempt("files", shareHint(options), async () => {
    const { byteLength } = await client.media(file.item.id, io.signal, limit);
    ok("files", `"${file.item.name}": ${byteLength} bytes`);
  });
}

const docsHint =
  "Enable the Google Docs API in the service account's project: console.cloud.google.com → APIs & Services → Library.";
