/** One line of a Markdown text and whether it is inside a fenced code block (its fences included). */
export interface Line {
  readonly text: string;
  readonly fenced: boolean;
}

const fence = /^(?:\s|>|[-*+][ \t]|\d{1,9}[.)][ \t])*(`{3,}|~{3,})(.*)$/;

/**
 * The lines of a text, for steps that must not change code. Indentation is ignored, because fences may be inside lists,
 * tabs and components; a fence that is never closed reaches to the end, as CommonMark specifies.
 */
export function markdownLines(text: string): Line[] {
  let open: string | undefined;
  return text.split("\n").map((line) => {
    const before = open;
    open = fenceAfter(line, open);
    return { text: line, fenced: before !== undefined || open !== undefined };
  });
}

/** The marks of the fence that is open behind a line; `open` are those before it. */
export function fenceAfter(line: string, open: string | undefined): string | undefined {
  if (!line.includes("```") && !line.includes("~~~")) return open;
  const match = fence.exec(line);
  const marks = match?.[1];
  const rest = match?.[2] ?? "";
  if (marks === undefined) return open;
  // A back-tick in the rest makes it a code span, not a fence.
  if (open === undefined) return marks.startsWith("`") && rest.includes("`") ? undefined : marks;
  return marks.startsWith(open) && rest.trim() === "" ? undefined : open;
}

/** Applies `change` to each line outside code fences. */
export function mapProse(text: string, change: (line: string) => string): string {
  return markdownLines(text)
    .map((line) => (line.fenced ? line.text : change(line.text)))
    .join("\n");
}

/** Code between marks that are longer than any in it. */
export function fencedCode(code: string, language: string): string {
  const longest = (code.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const marks = "`".repeat(longest + 1);
  return `${marks}${language}\n${code.trimEnd()}\n${marks}`;
}
