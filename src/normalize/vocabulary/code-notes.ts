/** A comment at the end of a line that speaks to the site's highlighter: https://shiki.style/packages/transformers */
const note =
  /[ \t]*(?:\/\/|#|--|;|%|\/\*|<!--|\{\/\*)[ \t]*\[!code ([^\]\n]{1,80})\][ \t]*(?:\*\/\}?|-->)?[ \t]*$/;
const signs: ReadonlyMap<string, "+" | "-"> = new Map([
  ["++", "+"],
  ["add", "+"],
  ["--", "-"],
  ["remove", "-"],
]);
/** Docusaurus' comments on lines of their own: https://docusaurus.io/docs/markdown-features/code-blocks */
const magic =
  /^[ \t]*(?:\/\/|#|--|%|;|\/\*|<!--|\{\/\*)[ \t]*((?:highlight|focus|error|success|warning|danger|info|add(?:ed)?|ins|remove[d]?|del)-(?:next-line|start|end))[ \t]*(?:\*\/\}?|-->)?[ \t]*$/;
/** A cheap look at a whole block of code. */
const mayHoldNote = /\[!code |-(?:next-line|start|end)\b/;
const magicSign = /^(?:(add(?:ed)?|ins)|(remove[d]?|del))-(next-line|start|end)$/;
/** The number of an annotation, as Material writes it in a comment: `# (1)!`. */
const annotation = /((?:\/\/|#|--|%|;|\/\*|<!--)[ \t]*\(\d{1,3}\))!/g;

/** Lines of Rust that rustdoc and mdBook hide: https://doc.rust-lang.org/rustdoc/write-documentation/documentation-tests.html#hiding-portions-of-the-example */
const hiddenRust = /^[ \t]*#(?:[ \t].*)?$/;
const isRust = (info: string): boolean => /^\{?\.?rust\b/.test(info.trim());

function shownRust(text: string): string {
  if (!/^[ \t]*#(?:[ \t#]|$)/m.test(text)) return text;
  return text
    .split("\n")
    .filter((line) => !hiddenRust.test(line))
    .map((line) => line.replace(/^([ \t]*)##/, "$1#"))
    .join("\n");
}

/** The notes to a highlighter in a code, and the lines that it hides, which no reader sees. */
export function notesIn(text: string, info = ""): string[] {
  if (!isRust(info) && !mayHoldNote.test(text)) return [];
  return text.split("\n").flatMap((line) => {
    if (isRust(info) && hiddenRust.test(line)) return [line];
    const said = /\[!code [^\]\n]*\]/.exec(line)?.[0] ?? magic.exec(line)?.[1];
    return said === undefined ? [] : [said];
  });
}

/** Expressive Code's `ins={2-3}`, `del={5}`: https://expressive-code.com/key-features/text-markers/ */
const lineMarks = /\b(ins|del)=\{([\d,\s-]{1,200})\}/g;

/**
 * Code as a reader sees it: without the notes for the highlighter, and with "+ " and "- " before lines that are added and
 * removed, two blanks before all others.
 * @param info what stands behind the fence's marks
 */
export function withoutCodeNotes(written: string, info: string): string {
  const code = isRust(info) ? shownRust(written) : written;
  const text = code.includes(")!") ? code.replace(annotation, "$1") : code;
  const marked = markedLines(info);
  if (marked.size === 0 && notesIn(text).length === 0) return text;
  const lines: { readonly line: string; readonly sign?: "+" | "-" | undefined }[] = [];
  let run: { sign: "+" | "-"; left: number } | undefined;
  for (const [i, written] of text.split("\n").entries()) {
    const spoken = magic.exec(written)?.[1];
    if (spoken !== undefined) {
      const [, added, removed, reach] = magicSign.exec(spoken) ?? [];
      if (reach === "end") run = undefined;
      else if (added ?? removed)
        run = {
          sign: added === undefined ? "-" : "+",
          left: reach === "start" ? Number.POSITIVE_INFINITY : 1,
        };
      continue;
    }
    const said = note.exec(written)?.[1]?.trim();
    const line = said === undefined ? written : written.replace(note, "");
    const [, name = "", count] = /^([^:\s]+)(?::(\d{1,4}))?$/.exec(said ?? "") ?? [];
    const sign = signs.get(name);
    if (sign !== undefined) run = { sign, left: Number(count ?? 1) };
    // A note alone on its line is about what follows.
    if (said !== undefined && line.trim() === "") continue;
    lines.push({ line, sign: run?.sign ?? marked.get(i + 1) });
    if (run !== undefined) run = run.left > 1 ? { ...run, left: run.left - 1 } : undefined;
  }
  if (!lines.some(({ line, sign }) => sign !== undefined && line !== ""))
    return lines.map(({ line }) => line).join("\n");
  return lines.map(({ line, sign }) => withSign(line, sign)).join("\n");
}

function withSign(line: string, sign: "+" | "-" | undefined): string {
  if (line === "" || (sign !== undefined && line.startsWith(sign))) return line;
  return `${sign ?? " "} ${line}`;
}

function markedLines(info: string): ReadonlyMap<number, "+" | "-"> {
  const found = new Map<number, "+" | "-">();
  for (const [, kind, ranges = ""] of info.matchAll(lineMarks)) {
    for (const range of ranges.split(",")) {
      const [from = 0, to = from] = range.split("-").map(Number);
      for (let line = from; line <= Math.min(to, from + 2_000); line += 1)
        found.set(line, kind === "ins" ? "+" : "-");
    }
  }
  return found;
}
