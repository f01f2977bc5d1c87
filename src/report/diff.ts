import { structuredPatch } from "diff";

/**
 * The difference between two versions of a text as unified hunks (three lines of context, no file headers);
 * empty when they are equal. Bounded: when the texts differ too much to be compared in reasonable time, the
 * whole old text is removed and the whole new one added.
 */
export function textDiff(before: string, after: string): string {
  if (before === after) return "";
  const patch = structuredPatch("", "", ended(before), ended(after), "", "", {
    context: 3,
    maxEditLength: 5_000,
  });
  if (!patch) return [...prefixed("-", before), ...prefixed("+", after)].join("\n");
  return patch.hunks
    .flatMap((hunk) => [
      `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
      ...hunk.lines,
    ])
    .join("\n");
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function prefixed(sign: string, text: string): string[] {
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => `${sign}${line}`);
}
