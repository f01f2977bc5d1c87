import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { paginate } from "../../src/connector-kit/paginate.ts";
import { FinIngestError } from "../../src/errors.ts";
import { displayUrl } from "../../src/http/url.ts";
import { type Answer, type Ask, type Question, statusOf } from "./client.ts";
import { holds } from "./condition.ts";
import { recordsAt, valueAt } from "./jsonpath.ts";
import { firstQuestion, isProbe, nextQuestion } from "./next-page.ts";
import type { ListRequest } from "./options.ts";

/** One page of a list. */
export interface RecordPage {
  readonly records: readonly unknown[];
  /** Undefined: there is no such page; it was asked for to see whether the one before was the last. */
  readonly answer: Answer | undefined;
  /** 1 for the first. */
  readonly number: number;
}

/** One page of a list cannot be had: what came before it stands. */
export class SliceError extends FinIngestError {
  override readonly name = "SliceError";
  constructor(cause: FinIngestError) {
    super(cause.message, { hint: cause.hint, cause, exitCode: cause.exitCode });
  }
}

/**
 * A list's pages, one by one, to the last one. Once two pages came, the options fit the system: what is wrong after them is
 * wrong with that page.
 * @throws SliceError for a page that cannot be had, and for what is wrong with a later page; FinIngestError for a first page
 *   without what the options expect, one or a request that comes twice, and too many pages
 */
export async function* pagesOf(...request: Parameters<typeof readPages>): AsyncGenerator<RecordPage> {
  let came = 0;
  try {
    for await (const page of readPages(...request)) {
      came += 1;
      yield page;
    }
  } catch (error) {
    const isLater = came > 1 && isAboutOneObject(error) && !(error instanceof SliceError);
    throw isLater ? new SliceError(error) : error;
  }
}

function readPages(
  request: ListRequest,
  option: string,
  ask: Ask,
  signal: AbortSignal,
): AsyncGenerator<RecordPage> {
  let pages = 0;
  let count = 0;
  let probing = false;
  async function read(question: Question) {
    const answer = await ask(question, option, signal);
    return { answer, records: recordsOf(request, answer, option) };
  }
  return paginate<RecordPage, Question>({
    what: `${option}.pagination`,
    hint: "Check kind, parameter and cursor against the system's documentation: it may ignore the parameter.",
    first: firstQuestion(request),
    displayOf: ({ url }) => displayUrl(url),
    async read(question) {
      const page = await read(question).catch((error: unknown) => {
        if (probing && [400, 404, 410, 416].includes(statusOf(error) ?? 0))
          return { records: [], answer: undefined };
        throw isAboutOneObject(error) ? new SliceError(error) : error;
      });
      pages += 1;
      count += page.records.length;
      return { ...page, number: pages };
    },
    // A system that ignores the parameter answers its first page again and again.
    itemsOf: ({ records }) => records,
    next({ answer, records, number }) {
      if (answer === undefined) return undefined;
      const read = { answer, number, records: records.length, count };
      probing = isProbe(request, read);
      const next = nextQuestion(request, read, option);
      if (next !== undefined) refuseTooMany(request, number + 1, option);
      return next;
    },
  });
}

function refuseTooMany({ pagination }: ListRequest, number: number, option: string): void {
  const max = pagination?.max_pages ?? 1;
  if (number <= max) return;
  throw new FinIngestError(
    `${option}: there are more than ${max} pages; raise ${option}.pagination.max_pages, if the system really has that many`,
  );
}

function recordsOf({ records: path, single, empty_if }: ListRequest, answer: Answer, option: string) {
  const records = single ? singleAt(path, answer.json) : recordsAt(path, answer.json);
  if (records) return records;
  if (empty_if && holds({ ...empty_if, when_missing: "no-match" }, answer.json)) return [];
  throw new FinIngestError(
    `${option}.records: ${path} does not lead to a ${single ? "record" : "list"} in the answer of ${displayUrl(answer.http.url)}`,
    {
      hint: `The answer ${outline(answer.json)}. Correct the path, or describe the system's errors with \`error\`.`,
    },
  );
}

/** The one record of an answer; undefined where there is no mapping. */
function singleAt(path: string, json: unknown): readonly unknown[] | undefined {
  const record = valueAt(path, json);
  return typeof record === "object" && record !== null && !Array.isArray(record) ? [record] : undefined;
}

/** An answer's structure, without its values. */
function outline(json: unknown): string {
  if (Array.isArray(json)) return "is a list";
  if (typeof json !== "object" || json === null) return `is a ${typeof json}`;
  const keys = Object.keys(json).slice(0, 10);
  return keys.length === 0 ? "is empty" : `holds ${keys.map((key) => key.slice(0, 40)).join(", ")}`;
}
