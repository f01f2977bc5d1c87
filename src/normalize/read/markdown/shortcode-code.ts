import { firstOf } from "../../vocabulary/attributes.ts";
import type { Shortcode } from "../../vocabulary/shortcodes.ts";
import { fencedCode } from "./lines.ts";

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

const rawBlock =
  /\{%-?\s*set\s+(\w*(?:code|snippet)\w*)\s*-?%\}\s*?\{%-?\s*raw\s*-?%\}\n?([\s\S]{0,20000}?)\{%-?\s*endraw\s*-?%\}\s*\{%-?\s*endset\s*-?%\}(?:\s*\{\{-?\s*\1\s*\|\s*highlight\(["']([\w+-]{1,40})["'][^{}\n]{0,100}\}\})?/gi;

/** Jekyll's and Eleventy's `{% highlight "js" %}{% raw %}…{% endraw %}{% endhighlight %}`, whose tags share their lines. */
const rawHighlight =
  /\{%-?\s*highlight\s+["']?([\w+-]{1,40})["']?[^%\n]{0,100}%\}\s*?\{%-?\s*raw\s*-?%\}\n?([\s\S]{0,20000}?)\{%-?\s*endraw\s*-?%\}\s*\{%-?\s*endhighlight\s*-?%\}/gi;

/**
 * The same with its text kept from being read, as Eleventy's pages show code: `{% set code %}{% raw %}…{% endraw %}{% endset %}` and where it
 * is shown, `{{ code | highlight("js") }}`. https://www.11ty.dev/docs/plugins/syntaxhighlight/
 */
export function fencedNames(text: string): string {
  if (!/\{%-?\s*endraw\s*-?%\}\s*\{%-?\s*end(?:set|highlight)/.test(text)) return text;
  const apart = (code: string, language: string) => `\n\n${fencedCode(code, language)}\n\n`;
  return text
    .replaceAll(rawBlock, (_, _name: string, code: string, language = "") => apart(code, language))
    .replaceAll(rawHighlight, (_, language: string, code: string) => apart(code, language));
}
