import { escapeHtml } from "../../../html/characters.ts";
import { image } from "../../vocabulary/html-text.ts";
import { placeOf } from "../markdown/values.ts";
import { includedText } from "../page-links.ts";
import type { TextileContext } from "./blocks.ts";

/** `{{name(argument, key=value)}}`, Redmine's macros. https://www.redmine.org/projects/redmine/wiki/RedmineMacros */
export const macroAt = /\{\{([<>]?[\w-]{1,60})(?:\(([^{}\n]{0,500}?)\))?\}\}/y;
const collapse = /^\{\{collapse(?:\(([^()\n]{0,300})\))?\s*$/;

/** The label of `{{collapse(Label)`, which goes on to a line `}}`: a reader can open it, so it is read. */
export function collapseStart(line: string): string | undefined {
  const match = collapse.exec(line);
  return match === null ? undefined : (match[1]?.split(",")[0]?.trim() ?? "Show");
}

/** The line on which it ends; the last one where it is never closed. */
export function collapseEnd(lines: readonly string[], at: number): number {
  let depth = 1;
  for (let end = at + 1; end < lines.length; end += 1) {
    const line = lines[end] ?? "";
    if (collapse.test(line)) depth += 1;
    else if (/^\}\}\s*$/.test(line)) depth -= 1;
    if (depth === 0) return end;
  }
  return lines.length;
}

/** What a reader sees of a macro; what only the system can fill in is left out by name. */
export function macroHtml(
  written: string,
  context: TextileContext,
  blocks: (text: string) => string,
): string {
  macroAt.lastIndex = 0;
  const [, marked = "", argument = ""] = macroAt.exec(written) ?? [];
  const name = marked.replace(/^[<>]/, "").toLowerCase();
  const [first = ""] = argument.split(",").map((part) => part.trim());
  if (name === "toc") return "";
  if (name === "include") return included(first, context, blocks);
  if (name === "thumbnail") {
    const title = /(?:^|,)\s*title=([^,]*)/.exec(argument)?.[1]?.trim();
    return image(title ?? "", first);
  }
  context.warnings.add(
    "macro-left-out",
    `The macro ${name === "" ? written : name}${placeOf(context, written)} was left out: only the system itself fills it in.`,
  );
  context.warnings.explain(written);
  return "";
}

function included(page: string, context: TextileContext, blocks: (text: string) => string): string {
  const text = includedText(page, context, escapeHtml(page));
  return text === undefined ? "" : blocks(text.replaceAll(/\r\n?/g, "\n"));
}
