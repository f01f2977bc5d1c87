import { createHash } from "node:crypto";
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
export async function* pagesOf(
  request: ListRequest,
  option: string,
  ask: Ask,
  signal: AbortSignal,
): AsyncGenerator<RecordPage> {
  const most = request.pagination?.max_pages ?? 1;
  const asked = new Set<string>();
  const pages = new Set<string>();
  let question: Question | undefined = firstQuestion(request);
  let count = 0;
  for (let number = 1; question !== undefined; number += 1) {
    if (number > most)
      throw new FinIngestError(`${option}: there are more than ${most} pages`, {
        hint: `Raise ${option}.pagination.max_pages, if the system really has that many.`,
      });
    refuseAgain(asked, `${question.url.href} ${JSON.stringify(question.json)}`, option, question);
    const answer = await ask(question, option, signal);
    const records = recordsOf(request, answer, option);
    if (records.length > 0) refuseAgain(pages, digest(records), option, question);
    count += records.length;
    yield { records, answer, number };
    question = nextQuestion(request, { answer, number, records: records.length, count }, option);
  }
}

function recordsOf({ records: path, empty_if }: ListRequest, answer: Answer, option: string) {
  const records = recordsAt(path, answer.json);
  if (records) return records;
  if (empty_if && holds({ ...empty_if, when_missing: "no-match" }, answer.json)) return [];
  throw new FinIngestError(
    `${option}.records: ${path} leads to no list in the answer of ${displayUrl(answer.http.url)}`,
    {
      hint: `The answer ${outline(answer.json)}. Mend the path, or name the system's errors with \`error\`.`,
    },
  );
}

/** What an answer is built of, without its values. */
function outline(json: unknown): string {
  if (Array.isArray(json)) return "is a list";
  if (typeof json !== "object" || json === null) return `is a ${typeof json}`;
  const keys = Object.keys(json).slice(0, 10);
  return keys.length === 0 ? "is empty" : `holds ${keys.map((key) => key.slice(0, 40)).join(", ")}`;
}

/** A system that ignores the parameter gives its first page again and again. */
function refuseAgain(seen: Set<string>, key: string, option: string, { url }: Question): void {
  if (seen.has(key))
    throw new FinIngestError(
      `${option}.pagination leads in a circle: ${displayUrl(url)} gave a page that came before`,
      {
        hint: "Check kind, parameter and cursor against the system's documentation: it may not know the parameter.",
      },
    );
  seen.add(key);
}

const digest = (records: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(records)).digest("base64");
