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
    const match = fence.exec(line);
    const marks = match?.[1];
    const rest = match?.[2] ?? "";
    if (open === undefined) {
      // A back-tick in the rest makes it a code span, not a fence.
      if (marks === undefined || (marks.startsWith("`") && rest.includes("`")))
        return { text: line, fenced: false };
      open = marks;
    } else if (marks?.startsWith(open) && rest.trim() === "") {
      open = undefined;
    }
    return { text: line, fenced: true };
  });
}

/** Applies `change` to each line outside code fences. */
export function mapProse(text: string, change: (line: string) => string): string {
  return markdownLines(text)
    .map((line) => (line.fenced ? line.text : change(line.text)))
    .join("\n");
}
