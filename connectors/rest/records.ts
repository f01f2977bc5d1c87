import { hash } from "node:crypto";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { FinIngestError } from "../../src/errors.ts";
import { displayUrl } from "../../src/http/url.ts";
import { type Ask, questionFor } from "./client.ts";
import { MissingValueError } from "./expression.ts";
import { isMembers, type Parent, withChildren } from "./members.ts";
import { totalOf } from "./next-page.ts";
import type { ListRequest } from "./options.ts";
import { pagesOf, SliceError } from "./pages.ts";

/** A document's record, with its name in messages. In a list inside another, its member `parent` is the record above. */
export interface FoundRecord {
  readonly kind: "record";
  readonly record: unknown;
  readonly name: string;
}

/** What a list and the lists inside it give, in order. */
export type Found =
  | FoundRecord
  /** A part that cannot be had: what else there is stands. */
  | { readonly kind: "failed"; readonly name: string; readonly error: FinIngestError }
  /** The end of one list of documents, with how many it states to have. */
  | { readonly kind: "end"; readonly total: number | undefined };

interface Asking {
  readonly ask: Ask;
  readonly signal: AbortSignal;
}

/** The option of the next list inward: `list` → `list.each[0]` → `list.each[1]`. */
function below(option: string): string {
  const [, outer = option, index = "-1"] = /^(.*)\.each\[(\d+)\]$/.exec(option) ?? [];
  return `${outer}.each[${Number(index) + 1}]`;
}

const nameOf = ({ name, url }: ListRequest): string => name ?? displayUrl(url);

const recordName = (request: ListRequest, page: number, index: number): string =>
  `record ${index + 1} on page ${page} of ${nameOf(request)}`;

/**
 * The records of a list's documents. With `each`, every record of the list is the parent of a list of its own, down to
 * the last, whose records are the documents. A list that fails takes nothing of the others with it.
 * @throws FinIngestError for what concerns the whole source: refused credentials, and an only list without the expected
 *   structure
 */
export async function* recordsOf(
  request: ListRequest,
  option: string,
  asking: Asking,
  parent?: Parent,
): AsyncGenerator<Found> {
  const [each, ...deeper] = request.each ?? [];
  const parents = new Set<string>();
  let total: number | FinIngestError | undefined;
  let count = 0;
  try {
    for await (const { records, answer, number } of pagesOf(request, option, asking.ask, asking.signal)) {
      for (const [index, own] of records.entries()) {
        const name = recordName(request, number, index);
        count += 1;
        for (const record of withChildren(own, request, parent)) {
          if (record instanceof FinIngestError) yield { kind: "failed", name, error: record };
          else if (each === undefined) yield { kind: "record", record, name };
          else if (isNew(record, parents))
            yield* recordsBelow({ ...each, each: deeper }, below(option), { record, name }, asking);
        }
      }
      if (answer) total = statedTotal(request, answer, option);
    }
  } catch (error) {
    if (!(error instanceof SliceError)) throw error;
    yield { kind: "failed", name: nameOf(request), error };
  }
  if (total instanceof FinIngestError) yield { kind: "failed", name: nameOf(request), error: total };
  else if (each === undefined) yield { kind: "end", total };
  else if (total !== undefined && total !== count)
    yield { kind: "failed", name: nameOf(request), error: otherTotal(option, total, count) };
}

/** A parent that moves during the listing comes twice; its list is asked for once. */
function isNew(record: unknown, parents: Set<string>): boolean {
  const before = parents.size;
  return parents.add(hash("sha256", JSON.stringify(record), "base64")).size > before;
}

/** What came stands, whatever the list states to have. */
function statedTotal(...asked: Parameters<typeof totalOf>): number | FinIngestError | undefined {
  try {
    return totalOf(...asked);
  } catch (error) {
    if (error instanceof FinIngestError) return error;
    throw error;
  }
}

/** Of several lists, one that cannot be read takes nothing of the others with it. @param name what messages call it */
export async function* oneOfSeveral(records: AsyncIterable<Found>, name: string): AsyncGenerator<Found> {
  try {
    yield* records;
  } catch (error) {
    if (!isAboutOneObject(error)) throw error;
    yield { kind: "failed", name, error };
  }
}

async function* recordsBelow(
  each: ListRequest,
  option: string,
  { record: parent, name }: Pick<FoundRecord, "record" | "name">,
  asking: Asking,
): AsyncGenerator<Found> {
  const request = requestOf(each, option, parent);
  if (request instanceof MissingValueError) {
    yield { kind: "failed", name, error: request };
    return;
  }
  yield* oneOfSeveral(recordsOf(request, option, asking, { record: parent }), nameOf(request));
}

/** One parent's list: its address and JSON with the parent's values, and its name with the address. */
function requestOf(each: ListRequest, option: string, parent: unknown): ListRequest | MissingValueError {
  try {
    const { url, json } = questionFor(each, { parent }, option);
    const name = each.name === undefined ? undefined : `${each.name} (${displayUrl(url)})`;
    return { ...each, url: url.href, json: isMembers(json) ? json : undefined, name };
  } catch (error) {
    if (error instanceof MissingValueError) return error;
    throw error;
  }
}

function otherTotal(option: string, total: number, count: number): FinIngestError {
  return new FinIngestError(`${option}.total: the list states ${total} records, and ${count} came`);
}

/** The first records of a list's documents: the first page, and with `each` the list of the first parent that has any. */
export async function firstRecords(
  request: ListRequest,
  option: string,
  asking: Asking,
  parent?: Parent,
): Promise<readonly FoundRecord[]> {
  const { value: page } = await pagesOf(request, option, asking.ask, asking.signal).next();
  const records = (page?.records ?? []).flatMap((own: unknown, index: number) =>
    [...withChildren(own, request, parent)].map((record): FoundRecord => {
      if (record instanceof FinIngestError) throw record;
      return { kind: "record", record, name: recordName(request, 1, index) };
    }),
  );
  const [each, ...deeper] = request.each ?? [];
  if (each === undefined) return records;
  for (const { record } of records) {
    const inner = requestOf({ ...each, each: deeper }, below(option), record);
    if (inner instanceof MissingValueError) throw inner;
    const found = await firstRecords(inner, below(option), asking, { record });
    if (found.length > 0) return found;
  }
  return [];
}
