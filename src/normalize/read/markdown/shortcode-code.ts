import { firstOf } from "../../vocabulary/attributes.ts";
import type { Shortcode } from "../../vocabulary/shortcodes.ts";

const isOn = (text: string | undefined) => text === "true" || text === "1";

/**
 * Tabs and cards that hold code: by `code=true` or a language, and Docsy's tabs unless `text=true`.
 * https://www.docsy.dev/docs/adding-content/shortcodes/#tabbed-panes
 */
export function holdsCode({ name, named }: Shortcode, around: readonly Shortcode[]): boolean {
  if (name === "card") return isOn(named.get("code"));
  if (codeNames.test(name) || diagrams.test(name)) return true;
  if (name !== "tab") return false;
  const pane = around.at(-1);
  if (named.has("codelang") || named.has("lang"))
    return !isOn(named.get("text") ?? (pane?.name === "tabpane" ? pane.named.get("text") : undefined));
  return pane?.name === "tabpane" && !isOn(named.get("text") ?? pane.named.get("text"));
}

/** Languages in which a picture is written. */
export const diagrams = /^(?:mermaid|plantuml|graphviz|goat|kroki|d2)$/;

/** Shortcodes of many sites: `code-toggle`, `code-snippet`, `terminal`. */
export const codeNames =
  /^(?:code-?(?:toggle|block|snippet|sample|example)|snippet|terminal|console|cmd|command)$/;

function innerLanguage(around: readonly Shortcode[]): string | undefined {
  const pane = around.at(-1);
  return pane === undefined ? undefined : firstOf(pane.named, ["lang", "codelang"]);
}

export const codeLanguage = (tag: Shortcode, around: readonly Shortcode[]): string | undefined =>
  firstOf(tag.named, ["lang", "codelang", "language", "syntax"]) ?? innerLanguage(around);

/** Nunjucks' block that gives a name to code: `{% set codeContent %}`. https://mozilla.github.io/nunjucks/templating.html#set */
export const namesCode = ({ name, rest }: Shortcode): boolean =>
  name === "set" && /^\w*(?:code|snippet)\w*$/i.test(rest);
