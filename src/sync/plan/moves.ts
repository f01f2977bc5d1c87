import type { CiForget, CiMove, CiPage } from "../ci-plan.ts";

/** A page that is no longer made, with its text where it may be compared: not that of a document with a secret. */
export interface ForgottenPage extends CiForget {
  readonly markdown?: string;
}

export interface Moves {
  readonly learn: CiPage[];
  readonly forget: ForgottenPage[];
  readonly moved: CiMove[];
}

/** Lines in common, of all lines of both, from which on two texts are one document that was moved and edited. */
const MIN_LIKENESS = 0.6;
/** Of texts that are not the same, more pairs are not compared: such a change is a new set of documents. */
const MAX_PAIRS = 40_000;

/**
 * Pages that have another id now and the same text, or nearly: a document was renamed or moved. Each page is part of one
 * move at most, the most alike first.
 */
export function findMoves({
  learn,
  forget,
}: {
  readonly learn: readonly CiPage[];
  readonly forget: readonly ForgottenPage[];
}): Moves {
  const taken = new Set<CiPage | ForgottenPage>();
  const moved: CiMove[] = [];
  for (const [from, to] of [...sameTexts(learn, forget), ...likeTexts(learn, forget)]) {
    if (taken.has(from) || taken.has(to)) continue;
    taken.add(from).add(to);
    moved.push(moveOf(from, to));
  }
  return {
    learn: learn.filter((page) => !taken.has(page)),
    forget: forget.filter((page) => !taken.has(page)),
    moved: moved.sort((a, b) => (a.externalId < b.externalId ? -1 : 1)),
  };
}

type Pair = readonly [from: ForgottenPage, to: CiPage];

function moveOf(
  { externalId: from, title, url, audience, markdown = "" }: ForgottenPage,
  to: CiPage,
): CiMove {
  return {
    ...to,
    from,
    audience: { before: audience.before, after: to.audience.after },
    before: { title, markdown, url },
  };
}

function sameTexts(learn: readonly CiPage[], forget: readonly ForgottenPage[]): Pair[] {
  const byText = new Map<string, CiPage[]>();
  for (const page of learn) {
    const key = keyOf(page.source, page.markdown);
    byText.set(key, [...(byText.get(key) ?? []), page]);
  }
  return forget.flatMap((from) => {
    if (isBlank(from.markdown)) return [];
    const same = byText.get(keyOf(from.source, from.markdown)) ?? [];
    // Of equal texts that with the same title, so that copies are told apart.
    const to = same.find(({ title }) => title === from.title) ?? same[0];
    if (to) same.splice(same.indexOf(to), 1);
    return to ? [[from, to] as const] : [];
  });
}

function likeTexts(learn: readonly CiPage[], forget: readonly ForgottenPage[]): Pair[] {
  if (learn.length * forget.length > MAX_PAIRS) return [];
  const found = forget.flatMap((from) =>
    learn.flatMap((to) => {
      const isSameSource = from.source === to.source && !isBlank(from.markdown);
      const likeness = isSameSource ? likenessOf(textOf(from), textOf(to)) : 0;
      return likeness >= MIN_LIKENESS ? [{ pair: [from, to] as const, likeness }] : [];
    }),
  );
  return found.sort((a, b) => b.likeness - a.likeness).map(({ pair }) => pair);
}

const isBlank = (text: string | undefined): text is undefined | "" => (text ?? "").trim() === "";

const textOf = ({ title, markdown }: { readonly title: string; readonly markdown?: string }): string =>
  `${title}\n${markdown ?? ""}`;

/** A relative link leads elsewhere from another place, with the same words. */
const withoutTargets = (markdown: string): string => markdown.replace(/\]\([^()\s]*\)/g, "]");

const keyOf = (source: string, markdown = ""): string => JSON.stringify([source, withoutTargets(markdown)]);

/** From 0, no line in common, to 1, the same lines. */
function likenessOf(one: string, other: string): number {
  const [a, b] = [linesOf(one), linesOf(other)];
  const left = new Map<string, number>();
  for (const line of a) left.set(line, (left.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of b) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    left.set(line, count - 1);
    common += 1;
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
}

const linesOf = (markdown: string): string[] =>
  withoutTargets(markdown)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
