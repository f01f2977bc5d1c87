import type { Stretch } from "../log/escapes.ts";
import { secretFinder } from "../log/redact.ts";
import { labelledHits } from "./labelled.ts";
import type { Mapped } from "./mapped.ts";
import { beginsToken, formHits, longWords, type Word } from "./match.ts";
import { type Hit, secretlintHits } from "./secretlint.ts";
import { decodedOf, piecedOf, plainOf, unbroken } from "./views.ts";

/** A document as it is looked through. */
export interface SecretTexts {
  /** What of the source an author could mean to publish, in the places where the source has it. */
  readonly raw: string;
  /** What would be sent, see `pageText`. */
  readonly page: string;
  /** What of the source nobody publishes and somebody wrote all the same, in its places; absent: nothing. */
  readonly comments?: string;
}

/** A secret in a document, without the secret. */
export interface Finding {
  /** The kind of secret: `aws-access-key-id`. */
  readonly rule: string;
  /** `line 12, column 5` of the document, or the heading of the page under which it stands. */
  readonly where: string;
  /** The secret as rules name its beginning and end, the finding's own first; never to be shown. */
  readonly values: readonly string[];
}

/** Findings, and how the secrets are taken out of a text that is to be shown. */
export interface Findings {
  readonly findings: readonly Finding[];
  /** Those that stand in comments alone. */
  readonly commented: readonly Finding[];
  readonly conceal: (text: string) => string;
}

/** Places that are looked up at most: a document full of secrets is held by the first of them. */
export const MAX_FINDINGS = 50;

/** Secrets in a document, each once. `own` are the configured ones, found however they are written. */
export async function searchSecrets(texts: SecretTexts, own: readonly string[]): Promise<Findings> {
  const { raw, page, comments = "" } = texts;
  const configured = finderOf(own);
  const known = new Set<string>();
  const shown = new Set<string>();
  const look = async (text: string, place: (at: number, conceal: Conceal) => string): Promise<Finding[]> => {
    const found: Finding[] = [];
    const hits = await hitsIn(text, configured);
    for (const { start, end, written = text.slice(start, end) } of hits) shown.add(written);
    const conceal = concealer(shown);
    for (const { rule, start, values } of hits) {
      const [first = ""] = values.map(bare);
      if (known.has(first) || known.size >= MAX_FINDINGS) continue;
      for (const value of values) known.add(bare(value));
      found.push({ rule, where: place(start, conceal), values });
    }
    return found;
  };
  const inRaw = await look(raw, (at) => lineAndColumn(raw, at));
  const onPage = await look(page, (at, conceal) => headingAbove(page, at, conceal));
  const commented = await look(comments, (at) => lineAndColumn(comments, at));
  return { findings: [...inRaw, ...onPage], commented, conceal: concealer(shown) };
}

/** A configuration's secrets are the same list for every document of a run; their pattern is long. */
const finders = new WeakMap<readonly string[], ReturnType<typeof secretFinder>>();

function finderOf(own: readonly string[]): ReturnType<typeof secretFinder> {
  const known = finders.get(own) ?? secretFinder(own);
  finders.set(own, known);
  return known;
}

/** A hit with the text it was found as, which may be an encoded one's decoding. */
interface Found extends Hit {
  /** All that it was decoded from, which may be more than `start` and `end`; absent: what stands between these. */
  readonly written?: string;
  readonly values: readonly string[];
}

async function hitsIn(text: string, configured: (text: string) => Stretch[]): Promise<Found[]> {
  if (text === "") return [];
  const plain = plainOf(text);
  const shown = plain?.text ?? text;
  const toText = (at: number) => plain?.origin(at) ?? at;
  const own = configured(text).map((stretch) => ({ rule: "configured-secret", ...stretch }));
  const words = longWords(shown);
  const read = [...formHits(shown, words), ...labelledHits(shown, words)];
  const linted = await secretlintHits(shown);
  const inPlain = (hit: Hit): Found => ({
    ...hit,
    start: toText(hit.start),
    end: toText(hit.end - 1) + 1,
    values: [shown.slice(hit.start, hit.end)],
  });
  const ownFound = own.map((hit): Found => ({ ...hit, values: [text.slice(hit.start, hit.end)] }));
  const direct = apart([...ownFound, ...read.map(inPlain)], linted.map(inPlain));
  const written = (start: number, end: number) => text.slice(toText(start), toText(end - 1) + 1);
  return apart(direct, derivedHits(shown, words, toText, written));
}

/** Secrets that can be read out of a text by decoding it and putting together what stands apart. */
function derivedHits(
  shown: string,
  words: readonly Word[],
  toText: (at: number) => number,
  written: (start: number, end: number) => string,
): Found[] {
  const hits: Found[] = [];
  const look = (
    view: Mapped,
    labelled: boolean,
    toShown = (at: number) => at,
    endOf = (at: number) => at + 1,
  ) => {
    if (view.size === 0) return;
    const { text } = view;
    const own = longWords(text);
    const found = [...formHits(text, own), ...(labelled ? labelledHits(text, own) : [])];
    for (const { rule, start, end } of found) {
      const from = toText(toShown(view.origin(start)));
      const to = toText(toShown(view.origin(end - 1))) + 1;
      hits.push({
        rule,
        start: from,
        end: Math.max(to, from + 1),
        values: [text.slice(start, end)],
        written: written(toShown(view.origin(start)), endOf(view.originEnd(end - 1) - 1)),
      });
    }
  };
  const decoded = decodedOf(shown, words);
  look(decoded, true);
  look(
    decodedOf(decoded.text, longWords(decoded.text)),
    true,
    (at) => decoded.origin(at),
    (at) => decoded.originEnd(at),
  );
  look(unbroken(shown), true);
  look(piecedOf(shown, beginsToken), false);
  return hits;
}

type Conceal = (text: string) => string;

function concealer(values: ReadonlySet<string>): Conceal {
  const longestFirst = [...values].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((shown, value) => shown.replaceAll(value, "[secret]"), text);
}

/** All of the first hits, and those of the others that overlap none of them: our own rules name a secret best. */
function apart(first: readonly Found[], others: readonly Found[]): Found[] {
  const kept = withoutOverlaps(first.toSorted(byStart));
  let next = 0;
  const rest: Found[] = [];
  for (const hit of others.toSorted(byStart)) {
    while ((kept[next]?.end ?? Number.POSITIVE_INFINITY) <= hit.start) next += 1;
    const over = kept[next];
    if (!over || hit.end <= over.start) {
      if (hit.dependent !== true) rest.push(hit);
    } else kept[next] = { ...over, values: [...over.values, ...hit.values] };
  }
  return [...kept, ...withoutOverlaps(rest)].sort(byStart);
}

const byStart = (a: Hit, b: Hit) => a.start - b.start || b.end - a.end;

function withoutOverlaps(sorted: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const hit of sorted) {
    const last = kept.at(-1);
    if (!last || hit.start >= last.end) kept.push(hit);
    else kept[kept.length - 1] = { ...last, values: [...last.values, ...hit.values] };
  }
  return kept;
}

/** Line ends, escapes and indentation do not make another secret of it. */
export const bare = (secret: string): string => secret.replaceAll(/\\[nr]|\s+/g, "");

function lineAndColumn(text: string, at: number): string {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let end = before.indexOf("\n"); end >= 0; end = before.indexOf("\n", end + 1)) line += 1;
  return `line ${line}, column ${at - lineStart + 1}`;
}

const MAX_HEADING_LENGTH = 80;

function headingAbove(page: string, at: number, conceal: Conceal): string {
  const start = `\n${page.slice(0, at)}`.lastIndexOf("\n# ");
  const heading = start < 0 ? undefined : page.slice(start).split("\n", 1)[0];
  if (heading === undefined) return "the page's title, address or beginning";
  return `under the heading "${conceal(heading.slice(2)).trim().slice(0, MAX_HEADING_LENGTH)}"`;
}
