import type { Element, ParentNode } from "domhandler";
import { textOf } from "../../../html/dom.ts";
import type { LostText, Warning } from "../../document.ts";
import type { SourceText } from "../../read/reader.ts";
import { sourceWords, surplusWords } from "./dropped-words.ts";
import { scanMarkdown } from "./markdown-scan.ts";
import { notRespelt } from "./respelt.ts";
import { WordSketch } from "./sketch.ts";
import { scanTree, treeText } from "./tree-words.ts";
import { plainWords, type Word } from "./visible-text.ts";

/** Fewer lost words are a label or a mark that is spelt in another way. */
const MIN_LOST = 10;
const MAX_LOST_SHARE = 0.02;
/** A document that loses more than this is not sent without being looked at. */
const MAX_SENT_SHARE = 0.3;
/** Lost words within so many others belong to one place. */
const MAX_GAP = 4;
const QUOTED_WORDS = 10;

/** A page and what it was made of. */
export interface Accounted {
  readonly title: string;
  readonly blocks: readonly Element[];
  /** Its content before it became blocks. */
  readonly root: ParentNode;
  /** The text it was read from, where its words can be told from its markup; absent: `root` is compared. */
  readonly source: SourceText | undefined;
  /** Elements that were left out because of what they are. */
  readonly dropped: readonly Element[];
  /** Texts that were left out for another reason, each with a warning or by a rule. */
  readonly explained: readonly string[];
  /** What the parser made of the source, before anything was left out of it. */
  readonly wholeTree: () => ParentNode;
}

/** Words that no reason explains, and the place where most of them stood. */
export interface Loss extends Omit<LostText, "hash"> {
  /** Line of the source, from 1; absent where it has none. */
  readonly line?: number;
}

const sketch = new WordSketch();

/**
 * The words of a source that its page does not have and that no reason explains; undefined where they are few. Costs
 * one pass over both texts; only where that finds too many words missing are they compared one by one.
 */
export function unexplainedLoss(made: Accounted): Loss | undefined {
  return mayLose(made) ? lossIn(made) : undefined;
}

export const isHeldLoss = ({ words, of }: Pick<Loss, "words" | "of">): boolean => words > of * MAX_SENT_SHARE;

export function lossWarning({ words, of, begin, line }: Loss): Warning {
  const share = Math.max(1, Math.round((100 * words) / of));
  const where = line === undefined ? "" : ` (line ${line})`;
  return {
    code: "text-lost",
    message: `${words} of its ${of} words (${share} %) are not in the page, and no rule says why: "${begin}"${where}. Compare both with \`fin-ingest preview --serve\`, and write that part in another way.`,
  };
}

const isLoss = (lost: number, of: number) => lost >= MIN_LOST && lost > of * MAX_LOST_SHARE;

function mayLose({ source, root, title, blocks }: Accounted): boolean {
  sketch.begin();
  if (source === undefined) scanTree(root.children, sketch);
  else if (source.mediaType === "text/plain") sketch.add(source.text);
  else scanMarkdown(source.text.slice(source.from), sketch);
  sketch.turn();
  sketch.add(title);
  sketch.boundary();
  scanTree(blocks, sketch);
  return isLoss(sketch.lost(), sketch.words);
}

function lossIn(made: Accounted): Loss | undefined {
  const { source, root, title, blocks } = made;
  const text = source?.text ?? treeText(root);
  const own = (source && sourceWords(source.text, source.mediaType)) ?? plainWords(text);
  const page = plainWords(`${title} ${treeText({ children: [...blocks] })}`);
  const missing = surplusWords(wordsOf(own), wordsOf(page));
  if (!isLoss(missing.length, own.length)) return undefined;
  const lost = notRespelt(unexplained(missing, own, reasonsOf(made, page)), wordsOf(own), wordsOf(page));
  if (!isLoss(lost.length, own.length)) return undefined;
  const [first, quoted] = longestRun(lost, own, text);
  const line = source && text.slice(0, first).split("\n").length;
  return { words: lost.length, of: own.length, begin: quoted, ...(line === undefined ? {} : { line }) };
}

const wordsOf = (words: readonly Word[]) => words.map(({ word }) => word);

/** The words that the named reasons left out. */
function reasonsOf({ dropped, explained, source, wholeTree }: Accounted, page: readonly Word[]): string[] {
  const texts = [...explained, ...dropped.map(textOf)];
  const named = wordsOf(plainWords(texts.join(" ")));
  if (source === undefined) return named;
  // Hidden parts and the like have left the tree before it became blocks.
  const whole = wordsOf(plainWords(treeText(wholeTree())));
  const left = wordsOf(page);
  return [...named, ...surplusWords(whole, left).map((at) => whole[at] ?? "")];
}

function unexplained(missing: readonly number[], own: readonly Word[], reasons: readonly string[]): number[] {
  const left = new Map<string, number>();
  for (const word of reasons) left.set(word, (left.get(word) ?? 0) + 1);
  return missing.filter((index) => {
    const word = own[index]?.word ?? "";
    const count = left.get(word) ?? 0;
    if (count > 0) left.set(word, count - 1);
    return count === 0;
  });
}

/** Where the longest run of lost words begins, and its first words as they are written. */
function longestRun(
  lost: readonly number[],
  own: readonly Word[],
  text: string,
): [start: number, words: string] {
  let best: readonly number[] = [];
  let run: number[] = [];
  for (const index of lost) {
    const last = run.at(-1);
    if (last !== undefined && index - last > MAX_GAP) run = [];
    run.push(index);
    if (run.length > best.length) best = run;
  }
  const from = best[0] ?? 0;
  const to = Math.min(from + QUOTED_WORDS, (best.at(-1) ?? from) + 1);
  const words = own.slice(from, to).map(({ start, end }) => text.slice(start, end));
  const more = (best.at(-1) ?? 0) >= to ? " …" : "";
  return [own[from]?.start ?? 0, words.join(" ") + more];
}
