import type { RstNames } from "./roles.ts";

/** The line under (and over) a section's title. */
export const adornment = /^([!-/:-@[-`{-~])\1+\s*$/;

/** Labels before headings, and roles that the text defines. */
export function namesOf(
  lines: readonly string[],
): RstNames & Required<Pick<RstNames, "captions" | "headings">> {
  const sections = new Map<string, string>();
  const roles = new Set<string>();
  let open: string[] = [];
  for (const [index, line] of lines.entries()) {
    const role = /^\.\. role::\s+([\w-]{1,60})/.exec(line)?.[1];
    if (role !== undefined) roles.add(role);
    const label = /^\s*\.\. _`?([^`:]{1,200})`?:$/.exec(line)?.[1];
    if (label !== undefined) open.push(label.toLowerCase());
    else if (line.trim() !== "" && open.length > 0) {
      const title = adornment.test(line) ? (lines[index + 1] ?? "") : line;
      const under = lines[index + (adornment.test(line) ? 2 : 1)] ?? "";
      if (adornment.test(under)) for (const name of open) sections.set(name, title.trim());
      open = [];
    }
  }
  return { sections, ...captionsOf(lines), roles };
}

/**
 * What `:numref:` and `:ref:` name besides labels of sections: captions by label or `:name:`, and titles by themselves.
 * https://www.sphinx-doc.org/en/master/usage/extensions/autosectionlabel.html
 */
function captionsOf(lines: readonly string[]): Record<"captions" | "headings", Map<string, string>> {
  const captions = new Map<string, string>();
  const headings = new Map<string, string>();
  let open: string[] = [];
  for (const [index, line] of lines.entries()) {
    const label = /^\s*\.\. _`?([^`:]{1,200})`?:$/.exec(line)?.[1];
    if (label !== undefined) open.push(label.toLowerCase());
    else if (line.trim() !== "") {
      const directive = captioned.exec(line);
      if (directive) {
        const { name, caption } = captionBelow(lines, index, directive);
        for (const one of name === undefined ? open : [...open, name])
          if (caption !== "") captions.set(one, caption);
      } else if (adornment.test(lines[index + 1] ?? "") && !adornment.test(line) && /^\S/.test(line)) {
        const title = line.trim();
        if (!headings.has(title.toLowerCase())) headings.set(title.toLowerCase(), title);
      }
      open = [];
    }
  }
  return { captions, headings };
}

const captioned =
  /^ *\.\. (figure|table|csv-table|list-table|code-block|sourcecode|literalinclude)::[ \t]*(.*)$/;

function captionBelow(lines: readonly string[], at: number, [, kind = "", argument = ""]: RegExpExecArray) {
  let name: string | undefined;
  let caption = /table$/.test(kind) ? argument.trim() : "";
  let next = at + 1;
  for (; /^ +:[\w-]{1,60}:/.test(lines[next] ?? ""); next += 1) {
    const [, option, value = ""] = /^ +:([\w-]+):\s*(.*)$/.exec(lines[next] ?? "") ?? [];
    if (option === "name") name = value.trim().toLowerCase();
    if (option === "caption") caption = value.trim();
  }
  while (kind === "figure" && next < lines.length && (lines[next] ?? "").trim() === "") next += 1;
  const paragraph: string[] = [];
  for (; kind === "figure" && /^ +\S/.test(lines[next] ?? ""); next += 1)
    paragraph.push((lines[next] ?? "").trim());
  return { name, caption: kind === "figure" ? paragraph.join(" ") : caption };
}
