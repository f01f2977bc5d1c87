/** Small helpers over the lines of a reStructuredText, in which indentation is structure. */

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

export function dedented(lines: readonly string[]): string[] {
  let shared = Number.POSITIVE_INFINITY;
  for (const line of lines) if (line.trim() !== "") shared = Math.min(shared, indentOf(line));
  return trimmed(lines.map((line) => line.slice(Math.min(shared, indentOf(line)))));
}

export function trimmed(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return first === -1 ? [] : lines.slice(first, last + 1);
}

export function indented(lines: readonly string[], by: number): string[] {
  const blanks = " ".repeat(by);
  return lines.map((line) => (line.trim() === "" ? "" : blanks + line));
}

/** Tab stops are eight columns apart: https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#whitespace */
export function untabbed(line: string): string {
  if (!line.includes("\t")) return line.trimEnd();
  let out = "";
  for (const part of line.trimEnd().split("\t"))
    out += out === "" && part === "" ? "        " : part.padEnd(Math.ceil((part.length + 1) / 8) * 8);
  return out.trimEnd();
}
