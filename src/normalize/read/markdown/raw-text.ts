import { markdownLines } from "./lines.ts";

const rawTags = /(\{%-?\s*(?:end)?raw\s*-?%\})/;
/** Tags of Jekyll and of GitHub's documentation that stand in a text. */
const liquid =
  /^[^`\n]*\{%-?\s*(?:data|ifversion|include|link|post_url|assign|highlight|note|tip|warning|comment|if|for)\s/m;
/** An element that Vue leaves alone, on one line. */
const preElement = /<([a-z][\w-]*)\b[^<>\n]{0,200}\sv-pre(?=[\s>])[^<>\n]{0,200}>[^\n]{0,1000}?<\/\1>/g;
const escaped = /\{\{([<%])\/\*([^\n]*?)\*\/([>%])\}\}/g;

/**
 * Text that a generator is told not to read: `{% raw %}…{% endraw %}` (Liquid, Jinja), `::: v-pre` (VitePress), and Hugo's
 * shortcodes in comment marks. Its template marks become entities, so that they are displayed; code stays code.
 */
export function literalTemplates(text: string): string {
  if (!/\{%-?\s*raw|^:{3,}\s*v-pre|<[a-z][^<>\n]{0,200}\sv-pre|\{\{[<%]\/\*/m.test(text)) return text;
  // Liquid reads code, too; elsewhere its tags are what the code shows.
  const isLiquid = liquid.test(text);
  let isRaw = false;
  let isPre = false;
  return markdownLines(text)
    .map(({ text: line, fenced }) => {
      if (fenced && isLiquid && /^\s*\{%-?\s*(?:end)?raw\s*-?%\}\s*$/.test(line)) return undefined;
      if (fenced) return line.replaceAll(escaped, "{{$1$2$3}}");
      if (/^\s*:{3,}\s*v-pre\s*$/.test(line)) isPre = true;
      else if (/^\s*:{3,}\s*$/.test(line)) isPre = false;
      return line
        .replace(preElement, literal)
        .split(rawTags)
        .map((part, i) => {
          if (i % 2 === 1) {
            isRaw = !part.includes("endraw");
            return part;
          }
          return outsideSpans(part, isRaw || isPre);
        })
        .join("");
    })
    .filter((line) => line !== undefined)
    .join("\n");
}

function outsideSpans(text: string, isRaw: boolean): string {
  return text
    .split(/(`+[^`]*`+)/)
    .map((part, i) => {
      if (i % 2 === 1) return part.replaceAll(escaped, "{{$1$2$3}}");
      const shown = part.replaceAll(escaped, (_, open: string, words: string, close: string) =>
        literal(`{{${open}${words}${close}}}`),
      );
      return isRaw ? literal(shown) : shown;
    })
    .join("");
}

function literal(text: string): string {
  return text
    .replaceAll(/\{(?=[{%#])/g, "&#123;")
    .replaceAll(/&#123;\{?([<%])/g, (mark) => mark.replace("<", "&lt;").replace("%", "&#37;"));
}
