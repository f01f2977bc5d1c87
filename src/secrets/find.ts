import { createHash } from "node:crypto";
import type { Stretch } from "../log/escapes.ts";
import { secretFinder } from "../log/redact.ts";
import { ownRules } from "./rules.ts";
import { type Hit, secretlintHits } from "./secretlint.ts";

/** A document as it is looked through. */
export interface SecretTexts {
  /** As it stands in the source, with what it includes. */
  readonly raw: string;
  /** What would be sent, see `pageText`. */
  readonly page: string;
}

/** A secret in a document, without the secret. */
export interface Finding {
  /** The kind of secret: `aws-access-key-id`. */
  readonly rule: string;
  /** `line 12, column 5` of the document, or the heading of the page under which it stands. */
  readonly where: string;
  /** The beginning of the secret's sha256: the same secret has the same one everywhere. */
  readonly fingerprint: string;
}

/** Findings, and how the secrets are taken out of a text that is to be shown. */
export interface Findings {
  readonly findings: readonly Finding[];
  readonly conceal: (text: string) => string;
}

/** Places that are looked up at most: a document full of secrets is held by the first of them. */
const mostFindings = 50;

/** Hexadecimal digits of a fingerprint: enough that no two secrets of a company share one. */
const fingerprintLength = 16;

/** Secrets in a document, each once. `own` are the configured ones, found however they are written. */
export async function findSecrets(texts: SecretTexts, own: readonly string[]): Promise<Finding[]> {
  const { findings } = await searchSecrets(texts, own);
  return [...findings];
}

/** As `findSecrets`, for callers that go on to show names from the document. */
export async function searchSecrets({ raw, page }: SecretTexts, own: readonly string[]): Promise<Findings> {
  const configured = finderOf(own);
  const found = new Map<string, Finding>();
  const values = new Set<string>();
  const look = async (text: string, onPage: boolean, place: (at: number, conceal: Conceal) => string) => {
    const hits = apart(ownHits(text, configured(text), onPage), await secretlintHits(text));
    for (const { start, end } of hits) values.add(text.slice(start, end));
    const conceal = concealer(values);
    for (const { rule, start, end } of hits) {
      const fingerprint = fingerprintOf(text.slice(start, end));
      if (found.size < mostFindings && !found.has(fingerprint))
        found.set(fingerprint, { rule, where: place(start, conceal), fingerprint });
    }
  };
  await look(raw, false, (at) => lineAndColumn(raw, at));
  await look(page, true, (at, conceal) => headingAbove(page, at, conceal));
  return { findings: [...found.values()], conceal: concealer(values) };
}

/** A configuration's secrets are the same list for every document of a run; their pattern is long. */
const finders = new WeakMap<readonly string[], ReturnType<typeof secretFinder>>();

function finderOf(own: readonly string[]): ReturnType<typeof secretFinder> {
  const known = finders.get(own) ?? secretFinder(own);
  finders.set(own, known);
  return known;
}

type Conceal = (text: string) => string;

function concealer(values: ReadonlySet<string>): Conceal {
  const longestFirst = [...values].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((shown, value) => shown.replaceAll(value, "[secret]"), text);
}

function ownHits(text: string, configured: readonly Stretch[], onPage: boolean): Hit[] {
  const hits: Hit[] = configured.map((stretch) => ({ rule: "configured-secret", ...stretch }));
  for (const { name, pattern, counts, onPageOnly } of ownRules) {
    if (onPageOnly && !onPage) continue;
    for (const { 0: match, index } of text.matchAll(pattern)) {
      if (counts?.(match) ?? true) hits.push({ rule: name, start: index, end: index + match.length });
    }
  }
  return hits;
}

/** All of the first hits, and those of the others that overlap none of them: our own rules name a secret best. */
function apart(first: readonly Hit[], others: readonly Hit[]): Hit[] {
  const byStart = (a: Hit, b: Hit) => a.start - b.start;
  const kept = withoutOverlaps(first.toSorted(byStart));
  let next = 0;
  const rest = others.toSorted(byStart).filter(({ start, end }) => {
    while ((kept[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    return end <= (kept[next]?.start ?? Number.POSITIVE_INFINITY);
  });
  return [...kept, ...withoutOverlaps(rest)].sort(byStart);
}

function withoutOverlaps(sorted: readonly Hit[]): Hit[] {
  const kept: Hit[] = [];
  for (const hit of sorted) if (hit.start >= (kept.at(-1)?.end ?? 0)) kept.push(hit);
  return kept;
}

/** Line ends, escapes and indentation do not make another secret of it. */
function fingerprintOf(secret: string): string {
  const same = secret.replaceAll(/\\[nr]|\s+/g, "");
  return createHash("sha256").update(same).digest("hex").slice(0, fingerprintLength);
}

function lineAndColumn(text: string, at: number): string {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let end = before.indexOf("\n"); end >= 0; end = before.indexOf("\n", end + 1)) line += 1;
  return `line ${line}, column ${at - lineStart + 1}`;
}

const longestHeading = 80;

function headingAbove(page: string, at: number, conceal: Conceal): string {
  const start = `\n${page.slice(0, at)}`.lastIndexOf("\n# ");
  const heading = start < 0 ? undefined : page.slice(start).split("\n", 1)[0];
  if (heading === undefined) return "the page's title, address or beginning";
  return `under the heading "${conceal(heading.slice(2)).trim().slice(0, longestHeading)}"`;
}
