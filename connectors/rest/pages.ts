import { paginate } from "../../src/connector-kit/paginate.ts";
import { FinIngestError } from "../../src/errors.ts";
import { displayUrl } from "../../src/http/url.ts";
import type { Answer, Ask, Question } from "./client.ts";
import { holds } from "./condition.ts";
import { recordsAt } from "./jsonpath.ts";
import { firstQuestion, nextQuestion } from "./next-page.ts";
import type { ListRequest } from "./options.ts";

/** One page of a list. */
export interface RecordPage {
  readonly records: readonly unknown[];
  readonly answer: Answer;
  /** 1 for the first. */
  readonly number: number;
}

/**
 * A list's pages, one by one, to the last one.
 * @throws FinIngestError for an answer without records, a page or request that comes twice, and too many pages
 */
export function pagesOf(
  request: ListRequest,
  option: string,
  ask: Ask,
  signal: AbortSignal,
): AsyncGenerator<RecordPage> {
  let pages = 0;
  let count = 0;
  return paginate<RecordPage, Question>({
    what: `${option}.pagination`,
    hint: "Check kind, parameter and cursor against the system's documentation: it may ignore the parameter.",
    first: firstQuestion(request),
    displayOf: ({ url }) => displayUrl(url),
    async read(question) {
      const answer = await ask(question, option, signal);
      const records = recordsOf(request, answer, option);
      pages += 1;
      count += records.length;
      return { records, answer, number: pages };
    },
    // A system that ignores the parameter answers its first page again and again.
    itemsOf: ({ records }) => records,
    next({ answer, records, number }) {
      const next = nextQuestion(request, { answer, number, records: records.length, count }, option);
      if (next !== undefined) refuseTooMany(request, number + 1, option);
      return next;
    },
  });
}

function refuseTooMany({ pagination }: ListRequest, number: number, option: string): void {
  const max = pagination?.max_pages ?? 1;
  if (number <= max) return;
  throw new FinIngestError(`${option}: there are more than ${max} pages`, {
    hint: `Raise ${option}.pagination.max_pages, if the system really has that many.`,
  });
}

function recordsOf({ records: path, empty_if }: ListRequest, answer: Answer, option: string) {
  const records = recordsAt(path, answer.json);
  if (records) return records;
  if (empty_if && holds({ ...empty_if, when_missing: "no-match" }, answer.json)) return [];
  throw new FinIngestError(
    `${option}.records: ${path} does not lead to a list in the answer of ${displayUrl(answer.http.url)}`,
    {
      hint: `The answer ${outline(answer.json)}. Correct the path, or describe the system's errors with \`error\`.`,
    },
  );
}

/** An answer's structure, without its values. */
function outline(json: unknown): string {
  if (Array.isArray(json)) return "is a list";
  if (typeof json !== "object" || json === null) return `is a ${typeof json}`;
  const keys = Object.keys(json).slice(0, 10);
  return keys.length === 0 ? "is empty" : `holds ${keys.map((key) => key.slice(0, 40)).join(", ")}`;
}
