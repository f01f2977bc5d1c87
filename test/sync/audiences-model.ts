/**
 * Who may see what, decided here again and without a line of the program: rules and systems as people read them. A page
 * is judged by the words that stand in it.
 */

export type Who = "customers" | "teammates" | "nobody";

/** A document as its owner sees it. */
export interface Paper {
  readonly id: string;
  folder: string;
  labels: string[];
  /** What its own system says: everybody, teammates at most, or not published. */
  system: "open" | "teammates" | "unpublished";
  edition: number;
  shows: { readonly id: string; readonly how: "text" | "title" }[];
}

/** Rules as they are written, each with what it means: no glob is read here. */
export const patterns = {
  "internal/**": ({ folder }: Paper) => folder === "internal" || folder.startsWith("internal/"),
  "internal/*.md": ({ folder }: Paper) => folder === "internal",
  "open/**": ({ folder }: Paper) => folder === "open",
  "**/p1.md": ({ id }: Paper) => id === "p1",
  "**": () => true,
} as const satisfies Record<string, (paper: Paper) => boolean>;

export type Pattern = keyof typeof patterns;

export interface PaperRule {
  readonly by: { readonly path: Pattern } | { readonly label: string };
  readonly effect: "exclude" | "customers" | "teammates";
}

export const pathOf = ({ folder, id }: Pick<Paper, "folder" | "id">): string => `${folder}/${id}.md`;
export const titleWord = (id: string): string => `title${id}title`;
export const textWord = ({ id, edition }: Pick<Paper, "id" | "edition">): string =>
  `text${id}edition${edition}text`;

export interface Situation {
  readonly papers: ReadonlyMap<string, Paper>;
  readonly rules: readonly PaperRule[];
  readonly usually: "customers" | "teammates";
}

/** Who may be answered from a document; from one that is not there, nobody. */
export function whoMaySee(id: string, { papers, rules, usually }: Situation): Who {
  const paper = papers.get(id);
  if (!paper || paper.system === "unpublished") return "nobody";
  for (const { by, effect } of rules) {
    const applies = "path" in by ? patterns[by.path](paper) : paper.labels.includes(by.label);
    if (applies) return effect === "exclude" ? "nobody" : effect;
  }
  return paper.system === "teammates" ? "teammates" : usually;
}

/** Whether everyone of the first group belongs to the second. */
const within = (readers: Who, allowed: Who): boolean =>
  readers === "nobody" || allowed === "customers" || (allowed === "teammates" && readers === "teammates");

/** A page as Intercom has it. */
export interface Standing {
  readonly id: string;
  readonly who: Who;
  readonly words: string;
}

/** What is wrong with the pages that stand, in sentences. @param all ids that ever existed */
export function wrongs(
  standing: readonly Standing[],
  situation: Situation,
  all: readonly string[],
): string[] {
  const pages = new Map(standing.map((page) => [page.id, page]));
  return all.flatMap((id) => {
    const page = pages.get(id);
    const should = whoMaySee(id, situation);
    const who = page?.who ?? "nobody";
    if (who !== should) return [`${id} answers ${who}, and should answer ${should}`];
    return page && who !== "nobody" ? [...leaks(page, situation, all), ...losses(page, situation)] : [];
  });
}

function leaks({ id, who, words }: Standing, situation: Situation, all: readonly string[]): string[] {
  return all.flatMap((other) => {
    if (other === id || within(who, whoMaySee(other, situation))) return [];
    const seen = [titleWord(other), `text${other}edition`].filter((word) => words.includes(word));
    return seen.map((word) => `${id} for ${who} shows ${word}, which is for ${whoMaySee(other, situation)}`);
  });
}

function losses({ id, who, words }: Standing, situation: Situation): string[] {
  const paper = situation.papers.get(id);
  if (!paper) return [];
  const expected = [titleWord(id), textWord(paper)];
  for (const { id: other, how } of paper.shows) {
    const shown = situation.papers.get(other);
    if (shown && other !== id && within(who, whoMaySee(other, situation)))
      expected.push(how === "text" ? textWord(shown) : titleWord(other));
  }
  return expected.filter((word) => !words.includes(word)).map((word) => `${id} for ${who} lacks ${word}`);
}
