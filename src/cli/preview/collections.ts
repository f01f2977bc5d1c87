import { stat } from "node:fs/promises";
import path from "node:path";
import { docsRepo } from "../../../connectors/docs-repo/index.ts";
import type { Config, SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { DocumentEntry, Gap } from "../../connector-kit/listing.ts";
import { createHttp } from "../../http/http.ts";
import type { Log } from "../../log/log.ts";
import type { Collection, Entry } from "../../preview/collection.ts";
import { memoryCache } from "../../sync/list/io.ts";
import { rulesOf } from "../../sync/list/rules.ts";
import { underRulesOf } from "../../sync/plan/page.ts";
import { UsageError } from "../fail.ts";
import { type Input, isAddress } from "./inputs.ts";
import { isNamed } from "./source-inputs.ts";

/** A file or an address on its own. */
export function inputCollection(input: Input): Collection {
  const local = !isAddress(input.name);
  return {
    name: input.name,
    local,
    async *list() {
      const found = local ? await stat(input.name).catch(() => undefined) : undefined;
      yield {
        kind: "document",
        key: input.name,
        version: found && `${found.mtimeMs} ${found.size} ${found.ino}`,
        url: input.url,
        load: () => input.load(),
      };
    },
  };
}

/**
 * The documents of a folder as a docs-repo source with `path` lists them.
 *
 * @param options.prefixed whether the folder is part of the documents' names, because there are several folders
 * @param options.url where readers find them: a template with {slug} or {path}, or the address above them
 * @throws UsageError when that is not an address
 */
export function folderCollection(
  folder: string,
  { url, prefixed, log }: { url: string | undefined; prefixed: boolean; log: Log },
): Collection {
  const template =
    url === undefined || /\{(?:slug|path)\}/.test(url) ? url : `${url.replace(/\/+$/, "")}/{slug}`;
  const parsed = docsRepo.options.safeParse({ path: folder, ...(template ? { page_url: template } : {}) });
  if (!parsed.success)
    throw new UsageError(`--url ${url}: ${parsed.error.issues.map(({ message }) => message).join("; ")}`);
  // Reading a folder makes no request; the client opens no connection before the first.
  const io: Omit<Io, "signal"> = {
    log,
    cache: memoryCache(),
    audienceOf: () => "customers",
    baseDir: process.cwd(),
    cacheDir: path.join(process.cwd(), ".fin-ingest", "cache"),
    http: createHttp({ addresses: "public" }),
  };
  const place = path.normalize(folder).split(path.sep).join("/").replace(/\/$/, "");
  const name = place === "." ? path.basename(process.cwd()) : place;
  return {
    name,
    local: true,
    note: url === undefined ? noAddresses : undefined,
    async *list(signal) {
      for await (const entry of docsRepo.list(parsed.data, { ...io, signal })) {
        const displayed = displayedEntry(entry);
        if (displayed === undefined) continue;
        const keepsName = displayed.kind === "gap" || !prefixed;
        yield keepsName ? displayed : { ...displayed, key: `${place}/${displayed.key}` };
      }
    },
  };
}

const noAddresses = "Links between them lead nowhere yet: --url says where readers find these documents.";

/** A configured source, or the named ones of its documents. */
export function sourceCollection(
  config: Config,
  source: SourceConfig,
  names: readonly string[],
  io: Io,
): Collection {
  const verdictOf = rulesOf(source);
  return {
    name: source.name,
    local: readsFolder(source),
    secrets: { allowed: source.allowedSecrets ?? [], own: config.secrets },
    async *list(signal) {
      for await (const entry of source.connector.list(source.options, { ...io, signal })) {
        if (entry.kind !== "gap" && entry.kind !== "total" && !isNamed(entry, names)) continue;
        const displayed = displayedEntry(entry);
        if (displayed?.kind !== "document" || entry.kind !== "document") {
          if (displayed) yield displayed;
          continue;
        }
        const verdict = verdictOf(entry);
        const load = async (signal: AbortSignal) => underRulesOf(source, await entry.load(signal));
        if (verdict.kind === "visible") yield { ...displayed, load, visibleTo: verdict.to };
        else yield { ...named(entry), kind: "not-sent", state: "excluded", reason: verdict.why };
      }
    },
  };
}

/** Whether listing again is cheap: a folder of this machine, not a remote system. */
function readsFolder({ connector, publicOptions }: SourceConfig): boolean {
  return (
    connector.type === docsRepo.type &&
    typeof publicOptions === "object" &&
    publicOptions !== null &&
    "path" in publicOptions &&
    publicOptions.path !== undefined
  );
}

/** What a listing yields, as the preview displays it; a stated total is not displayed. */
function displayedEntry(entry: DocumentEntry | Gap | { readonly kind: "total" }): Entry | Gap | undefined {
  if (entry.kind === "total") return undefined;
  if (entry.kind === "gap") return entry;
  if (entry.kind !== "document")
    return { ...named(entry), kind: "not-sent", state: entry.kind, reason: entry.reason };
  const { url, version } = entry;
  return {
    ...named(entry),
    kind: "document",
    url,
    version,
    load: (signal) => entry.load(signal),
  };
}

function named(entry: DocumentEntry): Pick<Entry, "key" | "title"> {
  const own = "path" in entry ? entry.path : undefined;
  const title = "title" in entry ? entry.title : undefined;
  return { key: own ?? entry.externalId, title };
}
