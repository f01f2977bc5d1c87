import { joinSpans, plain, type Span } from "./text.ts";

/** Every word of a document, lower case, compounds with their hyphens. */
export type Vocabulary = ReadonlySet<string>;

export function vocabularyOf(lines: Iterable<string>): Vocabulary {
  const words = new Set<string>();
  for (const line of lines) {
    const found = line.toLowerCase().match(/[\p{L}\p{N}]+(?:[-‐][\p{L}\p{N}]+)*/gu) ?? [];
    // A word that a line break divides does not prove itself.
    const whole = /[-‐\u00AD]\s*$/.test(line) ? found.slice(0, -1) : found;
    for (const word of whole) words.add(word);
  }
  return words;
}

const brokenWord = /(?:^|[^\p{L}\p{N}-])((?:[\p{L}\p{N}]+-)*\p{L}+)[-‐\u00AD]$/u;

/** Joins two lines of a paragraph with a space, or a hyphenated word without one. */
export function joinLines(first: readonly Span[], second: readonly Span[], words: Vocabulary): Span[] {
  const last = first.at(-1);
  if (!last) return [...second];
  if (isCutToken(plain(first), plain(second)))
    return joinSpans([
      ...first.slice(0, -1),
      { ...last, text: last.text.trimEnd() },
      ...trimmedStart(second),
    ]);
  const tail = brokenWord.exec(plain(first).slice(-60).trimEnd())?.[1]?.toLowerCase();
  const head = /^\s*(\p{Ll}[\p{L}\p{N}]*)/u.exec(plain(second))?.[1]?.toLowerCase();
  const end = last.text.trimEnd();
  if (tail === undefined || head === undefined) {
    return joinSpans([...first.slice(0, -1), { ...last, text: `${end} ` }, ...trimmedStart(second)]);
  }
  const isKept = !end.endsWith("\u00AD") && keepsHyphen(end.slice(-1), tail, head, words);
  const kept = isKept ? end : end.slice(0, -1);
  return joinSpans([...first.slice(0, -1), { ...last, text: kept }, ...trimmedStart(second)]);
}

/** Words that English joins to others with a hyphen. */
const compound = /^(?:well|self|cross|half|all|ex|quasi|non|semi)$/;
/** Words that English joins to the one before them with a hyphen, whatever it is. */
const behind =
  /^(?:based|effective|efficient|term|level|specific|friendly|related|aware|ready|party|defined|driven|oriented|built|sized|quality|minded|purpose|intensive|sensitive|compatible|compliant|facing|grade|hosted|owned|specified|generated|managed|only|wide)$/;
const prefixes = /^(?:in|un|re|de|dis|pre|sub|inter|over|under|non|cor|ad|be|en)$/;

/** What only paths, addresses, options and file names contain. */
const technical = /[\\/_=?&#%@~]|^--?\p{L}|\p{L}\.\p{L}|\d/u;

/** Whether a line break cuts a path, an address or an option: what is before and behind it is one token. */
function isCutToken(before: string, after: string): boolean {
  const start = /\S+$/.exec(before.slice(-300).trimEnd())?.[0] ?? "";
  const rest = /^\S+/.exec(after.slice(0, 300).trimStart())?.[0] ?? "";
  if (start === "" || rest === "") return false;
  if (/[\p{L}\p{N}]-$/u.test(start) && /^[\p{Ll}\p{N}]/u.test(rest))
    return (technical.test(start) && !/^\d+-$/.test(start)) || /^[\p{L}\p{N}-]+\.\p{L}{2,}/u.test(rest);
  const isOpen = /^(?:https?:\/\/|www\.|\/|~\/|[A-Za-z]:\\)\S*[\\/?&=_#%]$/.test(start);
  return isOpen && /^[\p{L}\p{N}%]/u.test(rest) && /[\\/_=?&#%]|\p{L}\.\p{L}|\d/u.test(rest);
}

function keepsHyphen(sign: string, tail: string, head: string, words: Vocabulary): boolean {
  const [last = ""] = tail.split("-").slice(-1);
  if (words.has(tail + head) || words.has(last + head)) return false;
  // Programs that divide words use a sign of their own, which authors can hardly type.
  if (sign === "‐" && !words.has(`${last}‐${head}`)) return false;
  if (words.has(`${tail}-${head}`) || tail.includes("-") || compound.test(tail)) return true;
  if (behind.test(head) && tail.length > 2 && !prefixes.test(tail)) return true;
  return words.has(tail) && words.has(head);
}

function trimmedStart(spans: readonly Span[]): Span[] {
  const [first, ...rest] = spans;
  return first ? [{ ...first, text: first.text.trimStart() }, ...rest] : [];
}
