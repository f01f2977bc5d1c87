import type { StateInline } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { image } from "../../vocabulary/html-text.ts";
import { type Shortcode, shortcodeAt } from "../../vocabulary/shortcodes.ts";
import { parameterIn } from "./hugo-project.ts";
import type { MarkdownEnv } from "./nest.ts";

/** Hugo's picture with its title and caption: https://gohugo.io/shortcodes/figure/ */
export function figureHtml({ named }: Shortcode): string {
  const words = ["title", "caption", "attr"].flatMap((name) => named.get(name) ?? []).map(escapeHtml);
  const alt = named.get("alt") ?? "";
  const picture = alt === "" && words.length > 0 ? "" : `<p>${image(alt, named.get("src"))}</p>\n`;
  return picture + (words.length === 0 ? "" : `<p>${words.join(": ")}</p>\n`);
}

/** Hugo's `param`, Quarto's `meta` and `var`: https://quarto.org/docs/authoring/variables.html */
const parameters = /^(?:param|meta|var)$/;

/** Whether a tag's value is Markdown, as Quarto's are; Hugo's are text. */
export const isMarkdownValue = ({ name }: Shortcode): boolean => name === "meta" || name === "var";

/**
 * `{{< param "version" >}}`: what the front matter states under `params`, or at its top, or the project; undefined for any
 * other tag.
 */
export function parameterOf(
  { name: tag, named, positional }: Shortcode,
  { data = {}, quarto, hugo = [] }: MarkdownEnv,
): string | undefined {
  if (!parameters.test(tag)) return undefined;
  const name = named.get("name") ?? positional[0] ?? "";
  const params: unknown = data.params;
  return parameterIn(
    tag === "var" ? [quarto?.variables] : [params, data, ...(tag === "param" ? hugo : [quarto?.metadata])],
    name,
  );
}

/** Of `{% tab log php %}` in `{% tabs log %}` a reader sees "php". https://github.com/Ovski4/jekyll-tabs */
export function withoutGroup(tag: Shortcode, around: readonly Shortcode[]): Shortcode {
  const group = around.at(-1);
  const isNamed = tag.name === "tab" && group?.name === "tabs" && tag.positional.length > 1;
  return isNamed && tag.positional[0] === group.positional[0]
    ? { ...tag, positional: tag.positional.slice(1) }
    : tag;
}

/** `{{< math >}}a_{1}{{< /math >}}`: what is between is TeX. */
export function formulaIn(
  { src }: StateInline,
  { name, role, end }: Shortcode,
): { text: string; end: number } | undefined {
  if (role !== "open" || !/^(?:math|katex|tex|latex)$/.test(name)) return undefined;
  const close = src.slice(end, end + 2000).search(/\{\{[<%]\s*\//);
  const tag = close === -1 ? undefined : shortcodeAt(src, end + close);
  if (tag?.role !== "close" || tag.name !== name) return undefined;
  return {
    text: src
      .slice(end, end + close)
      .trim()
      .replaceAll(/^\$+|\$+$/g, ""),
    end: tag.end,
  };
}
