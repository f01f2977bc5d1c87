import type { Element } from "domhandler";
import { attribute } from "../../html/dom.ts";

export type Sign = "+" | "-";

/** Part of a block of code that its author marked as added or removed; positions in the block's text. */
export interface Mark {
  readonly sign: Sign;
  readonly start: number;
  readonly end: number;
}

const added =
  /(?:^|[\s_-])(?:diff-add(?:ed|ition)?|line-add(?:ed)?|highlight-(?:add(?:ed)?|ins(?:ert(?:ed)?)?)|code-addition|diff-add-line|inserted|ins|added|addition)(?=$|[\s_-])/;
const removed =
  /(?:^|[\s_-])(?:diff-(?:remove(?:d)?|del(?:eted|etion)?)|line-(?:remove|delete)d?|highlight-(?:remove(?:d)?|del(?:et(?:ed|ion))?)|code-deletion|diff-remove-line|deleted|del|removed|deletion)(?=$|[\s_-])/;

/**
 * Whether highlighters mark an element of a block of code as added or removed: `<ins>`, Shiki's `diff add`, Expressive
 * Code's `ec-line ins`, `highlight-added`, GitHub's `blob-code-addition`.
 */
export function signOfCode(node: Element): Sign | undefined {
  if (node.name === "ins") return "+";
  if (node.name === "del") return "-";
  const names = attribute(node, "class").toLowerCase();
  if (names === "") return undefined;
  const words = names.split(/\s+/);
  if (words.includes("diff")) return words.includes("add") ? "+" : words.includes("remove") ? "-" : undefined;
  if (removed.test(names)) return "-";
  return added.test(names) ? "+" : undefined;
}

/**
 * The text of a block with its marks in words, as a diff has them: "+ " and "- " before lines, two blanks before all
 * others, and `[-old-]` or `{+new+}` for parts of a line. Lines that begin with their sign stay.
 */
export function withMarks(text: string, marks: readonly Mark[]): string {
  if (marks.length === 0) return text;
  const isWhole = ({ start, end }: Mark) =>
    /(?:^|\n)[ \t]*$/.test(text.slice(0, start)) &&
    (/^[ \t]*(?:\n|$)/.test(text.slice(end)) || text.slice(start, end).endsWith("\n"));
  const whole = marks.filter(isWhole);
  const parts = marks.filter(
    (mark) => !whole.includes(mark) && !/^[\s+-]*$/.test(text.slice(mark.start, mark.end)),
  );
  // In a block of a diff each line has its sign, or a blank.
  const isDiff = whole.length > 0 && whole.every(({ sign, start }) => text[start] === sign);
  const lines: string[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const end = at + line.length;
    const sign = whole.find((mark) => mark.start <= end && mark.end > at && line.trim() !== "")?.sign;
    const words = withParts(line, at, parts);
    lines.push(whole.length === 0 || isDiff ? words : lineWith(words, sign));
    at = end + 1;
  }
  return lines.some((line) => line.startsWith("+ ") || line.startsWith("- ")) || parts.length > 0
    ? lines.join("\n")
    : text;
}

function lineWith(line: string, sign: Sign | undefined): string {
  if (sign === undefined) return line === "" ? "" : `  ${line}`;
  return line.startsWith(sign) ? line : `${sign} ${line}`;
}

function withParts(line: string, at: number, parts: readonly Mark[]): string {
  return parts
    .filter(({ start, end }) => start >= at && end <= at + line.length)
    .toSorted((one, other) => other.start - one.start)
    .reduce((marked, { sign, start, end }) => {
      const words = marked.slice(start - at, end - at);
      const shown = sign === "+" ? `{+${words}+}` : `[-${words}-]`;
      return marked.slice(0, start - at) + shown + marked.slice(end - at);
    }, line);
}
