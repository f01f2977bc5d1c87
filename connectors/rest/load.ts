import { textFormatTypes } from "../../src/connector-kit/formats.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { DocumentEntry } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import type { Document } from "../../src/normalize/index.ts";
import { type Answer, type Client, type Question, questionFor } from "./client.ts";
import { firstThatHolds, lenient } from "./condition.ts";
import { MissingValueError } from "./expression.ts";
import {
  bodyIn,
  externalIdOf,
  type Mapped,
  mapFields,
  type TextOfHtml,
  titleIfAny,
  titleIn,
} from "./fields.ts";
import { downloaded, finished } from "./job.ts";
import type { RestOptions } from "./options.ts";
import type { Detail } from "./options-detail.ts";

/** Makes a listing entry from a record, undefined for what is no document; `where` names the record in errors. */
export type ToEntry = (record: unknown, where: string) => DocumentEntry | undefined;

/** Nobody can tell which document the record is. */
export class RecordWithoutIdError extends FinIngestError {
  override readonly name = "RecordWithoutIdError";
}

/** A record that lacks something is unreadable; its entry cannot be made without an id (RecordWithoutIdError). */
export async function createToEntry(options: RestOptions, io: Io, client: Client): Promise<ToEntry> {
  const { fields } = options;
  const textOfHtml = fields.title_format === "html" ? await titleReader() : (text: string) => text;
  return (record, where) => {
    if (isIgnored(options, record)) return undefined;
    const externalId = idOf(options, record, where);
    const title = titleIfAny(fields, record, textOfHtml);
    const name = { externalId, title: title || undefined };
    try {
      const gone = firstThatHolds([options.gone ?? []].flat(), record);
      if (gone !== undefined) return { kind: "gone", externalId, reason: `the system says so: ${gone}` };
      const unpublished = firstThatHolds([options.withheld ?? []].flat(), record);
      if (unpublished !== undefined)
        return { kind: "unpublished", ...name, reason: `withheld: ${unpublished}` };
      const mapped = mapFields(fields, record, textOfHtml);
      const isForTeam = firstThatHolds([options.teammates_only ?? []].flat(), record) !== undefined;
      return {
        kind: "document",
        externalId,
        ...mapped,
        ...(isForTeam && forTeam(mapped.version)),
        ...(options.audience !== undefined && { atMost: options.audience }),
        load: loader(options, io, client, { externalId, mapped, record, textOfHtml }),
      };
    } catch (error) {
      if (!(error instanceof MissingValueError)) throw error;
      return { kind: "unreadable", externalId, reason: `${where}: ${error.message}` };
    }
  };
}

/** A record that does not tell is not passed over in silence. */
function isIgnored({ ignored }: RestOptions, record: unknown): boolean {
  return firstThatHolds(lenient(ignored), record) !== undefined;
}

/** Whom it is for belongs to the version: a record that becomes public is another one. */
const forTeam = (version: string | undefined) => ({
  visibleTo: "teammates" as const,
  ...(version !== undefined && { version: `${version} teammates` }),
});

function idOf({ fields }: RestOptions, record: unknown, where: string): string {
  try {
    return externalIdOf(fields, record);
  } catch (error) {
    if (!(error instanceof MissingValueError)) throw error;
    throw new RecordWithoutIdError(`${where}: ${error.message}`, {
      hint: "Every record needs an id. Correct fields.id, or let `records` lead to the documents only.",
    });
  }
}

interface Found {
  readonly externalId: string;
  readonly mapped: Mapped;
  readonly record: unknown;
  readonly textOfHtml: TextOfHtml;
}

/** Keeps what loading needs, not the record. */
function loader(
  { fields, detail }: RestOptions,
  { maxDocumentBytes }: Io,
  client: Client,
  { externalId, mapped: { title, url }, record, textOfHtml }: Found,
): (signal: AbortSignal) => Promise<Document> {
  const question = detail && questionFor(detail, record, "detail");
  const inlineBody = fields.body && bodyIn(fields.body, "fields.body", record);
  const about = {
    mediaType: textFormatTypes[detail?.body_format ?? fields.body_format],
    name: externalId,
    url,
  };
  return async (signal) => {
    signal.throwIfAborted();
    if (!detail || !question) return { body: inlineBody ?? "", title, ...about };
    const { body, answer } = await textOf(detail, question, client, signal, maxDocumentBytes);
    const own = detail.title === undefined ? title : titleIn(fields, detail.title, answer.json, textOfHtml);
    return { body, title: own, ...about };
  };
}

/** A document's text, and the answer that it is from or that named it. */
async function textOf(
  detail: Detail,
  question: Question,
  client: Client,
  signal: AbortSignal,
  maxDocumentBytes: number | undefined,
): Promise<{ readonly body: string; readonly answer: Answer }> {
  // JSON may write a character of two bytes as six.
  const maxBytes = maxDocumentBytes === undefined ? undefined : 3 * maxDocumentBytes + 65_536;
  const { body: place, job } = detail;
  const first = await client.ask(question, "detail", signal, maxBytes);
  const answer = job === undefined ? first : await finished(job, first, client, signal);
  const body =
    job?.download === undefined
      ? bodyIn(place ?? "$", "detail.body", answer.json)
      : await downloaded(job.download, answer, client, signal, maxDocumentBytes);
  return { body, answer };
}

async function titleReader(): Promise<TextOfHtml> {
  const [{ parseHtml }, { textOf }] = await Promise.all([
    import("../../src/html/parse.ts"),
    import("../../src/html/dom.ts"),
  ]);
  return (html) => textOf(parseHtml(html).tree);
}
