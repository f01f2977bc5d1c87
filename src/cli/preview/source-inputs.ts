import path from "node:path";
import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { DocumentEntry } from "../../connector-kit/listing.ts";
import { exitCode, FinIngestError } from "../../errors.ts";
import { underRulesOf } from "../../sync/plan/page.ts";
import { UsageError } from "../fail.ts";
import type { Input } from "./inputs.ts";

/**
 * Documents as a configured source yields them: with its includes, links and addresses. They are named by id, by path
 * in the source, by file or by address.
 *
 * @throws UsageError when the source lists no such document, or does not send it
 */
export async function sourceInputs(names: readonly string[], source: SourceConfig, io: Io): Promise<Input[]> {
  const found = new Map<string, DocumentEntry>();
  for await (const entry of source.connector.list(source.options, io)) {
    if (entry.kind === "gap" || entry.kind === "total") continue;
    for (const name of names) {
      const before = found.get(name);
      if (matches(entry, name) && !(before && matchedLength(before) >= matchedLength(entry)))
        found.set(name, entry);
    }
  }
  return names.map((name) => inputOf(name, found.get(name), source, io));
}

/** Whether a document is one of those named; without names, every one is. */
export const isNamed = (entry: DocumentEntry, names: readonly string[]): boolean =>
  names.length === 0 || names.some((name) => matches(entry, name));

function matches(entry: DocumentEntry, name: string): boolean {
  if (entry.externalId === name) return true;
  if (entry.kind === "document" && entry.url === name) return true;
  const own = "path" in entry ? entry.path : undefined;
  if (own === undefined) return false;
  const file = path.resolve(name).split(path.sep).join("/");
  return own === name || file.endsWith(`/${own}`);
}

/** Of two documents whose paths end a file's path, the longer one is meant. */
function matchedLength(entry: DocumentEntry): number {
  return "path" in entry ? (entry.path?.length ?? 0) : 0;
}

function inputOf(name: string, entry: DocumentEntry | undefined, source: SourceConfig, io: Io): Input {
  if (!entry)
    throw new UsageError(
      `the source ${source.name} has no document ${name}`,
      `Its selection (include, exclude) may not match it; fin-ingest plan --source ${source.name} shows what it has.`,
    );
  if (entry.kind !== "document")
    throw new FinIngestError(`${name} is not sent: ${entry.reason}`, { exitCode: exitCode.usage });
  const { url } = entry;
  return {
    name,
    allowedSecrets: source.allowedSecrets ?? [],
    url,
    audience: io.audienceOf(entry),
    load: async () => underRulesOf(source, await entry.load(io.signal)),
  };
}
