import { siteScheme } from "../../media-types.ts";
import { shortcodeAt } from "../../vocabulary/shortcodes.ts";
import { mapProse } from "./lines.ts";
import { lineOf, type MarkdownEnv } from "./nest.ts";
import { parameterOf } from "./shortcode-values.ts";
import { filled } from "./values.ts";

/** `[text](target)` whose target has a value in it; the text is the author's own business. */
const target = /\]\(([^()\s<>]{0,300}\{\{[^()\n]{1,300}?\}\}[^()\n{}]{0,300})\)/g;
const tagOrValue = /\{\{[<%]\s*([^{}\n]{1,200}?)\s*[>%]\}\}|\{\{-?\s*([^{}<%\n]{1,200}?)\s*-?\}\}/g;

/**
 * Values in the targets of links and pictures, `[guide](/docs/{{< param version >}}/guide/)`, in which their blanks would else end the
 * target. One that is not known makes an address that nothing resolves, so that the text is kept and the link is warned of.
 */
export function targetsWithValues(text: string, env: MarkdownEnv): string {
  if (!/\]\([^()\n]*\{\{/.test(text)) return text;
  return mapProse(text, (line) =>
    line
      .split(/(`+[^`]*`+)/)
      .map((part, i) =>
        i % 2 === 1 ? part : part.replaceAll(target, (_, to: string) => `](${known(to, env)})`),
      )
      .join(""),
  );
}

function known(written: string, env: MarkdownEnv): string {
  let isKnown = true;
  const filledIn = written.replaceAll(tagOrValue, (mark, tag?: string, name?: string) => {
    if (name !== undefined && env.isTemplate !== true) return mark;
    const value = tag === undefined ? filled(name ?? "", env).text : parameterIn(mark, env);
    if (value === undefined) isKnown = false;
    return value ?? `{${(tag ?? name ?? "").replaceAll(/[^\w.-]+/g, "-")}}`;
  });
  return isKnown ? filledIn : siteScheme + filledIn.replace(/^\//, "");
}

function parameterIn(mark: string, env: MarkdownEnv): string | undefined {
  const tag = shortcodeAt(mark, 0);
  return tag === undefined ? undefined : parameterOf(tag, env);
}

/** Shortcodes in a value of an attribute, where no rule of Markdown reads them. */
export const wordsWithValues = (words: string, env: MarkdownEnv): string =>
  words.replaceAll(/\{\{[<%][^{}\n]{1,200}[>%]\}\}/g, (mark) => {
    const value = parameterIn(mark, env);
    if (value === undefined)
      env.warnings.add(
        "template-value",
        `The value ${mark} was left out: the site's generator fills it in.`,
        lineOf(env.source, mark),
      );
    return value ?? "";
  });
