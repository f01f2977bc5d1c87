import type { Cached } from "../../src/connector-kit/cached.ts";
import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { type Document, isBinaryType } from "../../src/normalize/index.ts";
import type { Client } from "./client.ts";
import { documentHtml, type Unsaid, unsaidIn } from "./document/index.ts";
import type { Format } from "./formats.ts";
import { chipsOf, type Names, targetsOf, withheldLinks, withheldTargets } from "./links.ts";
import type { Shown } from "./schema.ts";

type Load = Listed["load"];
/** The `load` of a format. */
export type Loader = (format: Format) => Load;

type Loaded = Omit<Listed, "load" | "kind">;

interface Context {
  readonly client: Client;
  readonly io: Io;
  /** All files of the listing, once it ended. */
  readonly names: Names;
  readonly shown: Cached<Shown>;
}

/** An answer of the Docs API says each word with its style: it may be so many times as large as the text. */
const JSON_PER_TEXT = 10;

/** One function for all files of a format, so that nothing is kept for each. */
export function loaderOf(context: Context): Loader {
  const known = new Map<string, Load>();
  return (format) => {
    const key = JSON.stringify(format);
    const load = known.get(key) ?? loadOf(format, context);
    known.set(key, load);
    return load;
  };
}

function loadOf(format: Format, context: Context): Load {
  const { client, io } = context;
  if (format.kind === "document")
    return async function load(this: Loaded, signal) {
      signal.throwIfAborted();
      return loadDocument(this, context, signal);
    };
  return async function load(this: Loaded, signal) {
    signal.throwIfAborted();
    const { externalId, title, path, url } = this;
    const limit = documentLimit(io);
    const { mediaType } = format;
    const bytes =
      format.kind === "export"
        ? await client.exported(externalId, mediaType, signal, limit)
        : await client.media(externalId, signal, limit);
    if (bytes.byteLength === 0) throw new FinIngestError(`${path} is empty`);
    const body = isBinaryType(mediaType) ? bytes : Buffer.from(bytes);
    return { body, mediaType, name: nameOf(path), title: titleFor(mediaType, title), url };
  };
}

const nameOf = (path: string | undefined): string => path?.split("/").at(-1) || "document";

/** A text that states its own title knows it better than its file's name does. */
const titleFor = (mediaType: Document["mediaType"], title: string | undefined): string | undefined =>
  /^text\/(?:markdown|mdx|html|asciidoc|x-rst)$/.test(mediaType) ? undefined : title;

/** A document of Google Docs, without suggestions and comments. */
async function loadDocument(
  { externalId, title, path, labels, visibleTo, url, version = "" }: Loaded,
  { client, io, names, shown }: Context,
  signal: AbortSignal,
): Promise<Document> {
  const limit = documentLimit(io);
  const document = await client.document(externalId, signal, limit * JSON_PER_TEXT);
  const audience = io.audienceOf({ path, labels, visibleTo });
  const included = new IncludedDocuments(audience);
  const body = documentHtml(document, chipsOf(names, included));
  const unsaid = unsaidIn(document);
  if (document.tabs.every(({ documentTab }) => !documentTab) || (body === "" && unsaid.unknown > 0))
    throw new FinIngestError(`the Docs API answered without the text of ${path}`);
  if (Buffer.byteLength(body) > limit)
    throw new FinIngestError(`${path} is larger than max_document_bytes (${limit})`);
  const withheld = withheldLinks(document, names, included);
  const targets = targetsOf(document);
  shown.set(externalId, { targets, withheld: withheldTargets(targets, names, audience), version });
  return {
    body: body === "" ? "<p></p>" : body,
    mediaType: "text/html",
    name: nameOf(path),
    title,
    url,
    withheld,
    warnings: warningsOf(unsaid, included),
  };
}

function warningsOf({ formulas, unknown }: Unsaid, included: IncludedDocuments): Document["warnings"] {
  const left = [
    [formulas, "formula-left-out", "formulas are left out: Google Docs does not say what they are."],
    [unknown, "element-left-out", "parts are left out: Google Docs does not say what they are."],
  ] as const;
  const warnings = left.flatMap(([count, code, what]) =>
    count === 0 ? [] : [{ code, message: `${count} ${what}` }],
  );
  return warnings.length === 0 ? included.warnings : [...(included.warnings ?? []), ...warnings];
}
