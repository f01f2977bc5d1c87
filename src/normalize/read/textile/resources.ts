import { escapeHtml } from "../../../html/characters.ts";
import { matchAt } from "../markup.ts";

const kinds = "attachment|document|version|milestone|forum|news|message|project|user";
const resource = new RegExp(
  String.raw`(?:[a-z][\w-]{0,60}:)?(?:(?:${kinds}):"([^"\n]{1,200})"|attachment:[^\s"<>|,;()]{1,200})`,
  "y",
);

/**
 * `attachment:plan.pdf`, `document:"The plan"`: Redmine shows the name alone.
 * https://www.redmine.org/projects/redmine/wiki/RedmineTextFormattingTextile
 */
export function resourceAt(text: string, at: number): readonly [html: string, length: number] | undefined {
  if (/[\p{L}\p{N}:/.!"_-]/u.test(text[at - 1] ?? "")) return undefined;
  const match = matchAt(resource, text, at);
  if (match === null) return undefined;
  const [whole, quoted] = match;
  // Marks behind a name are the sentence's.
  const written = quoted === undefined ? whole.replace(/[.:?!]+$/, "") : whole;
  return [escapeHtml(quoted ?? written.replace(/^.*attachment:/, "")), written.length];
}
