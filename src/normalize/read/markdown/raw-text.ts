import { markdownLines } from "./lines.ts";

const rawTags = /(\{%-?\s*(?:end)?raw\s*-?%\})/;
const escaped = /\{\{([<%])\/\*([^\n]*?)\*\/([>%])\}\}/g;

/**
 * Text that a generator is told not to read: `{% raw %}…{% endraw %}` (Liquid, Jinja), `::: v-pre` (VitePress), and Hugo's
 * shortcodes in comment marks. Its template marks become entities, so that they are displayed; code stays code.
 */
export function literalTemplates(text: string): string {
  if (!/\{%-?\s*raw|^:{3,}\s*v-pre|\{\{[<%]\/\*/m.test(text)) return text;
  let isRaw = false;
  let isPre = false;
  return markdownLines(text)
    .map(({ text: line, fenced }) => {
      if (fenced) return line.replaceAll(escaped, "{{$1$2$3}}");
      if (/^\s*:{3,}\s*v-pre\s*$/.test(line)) isPre = true;
      else if (/^\s*:{3,}\s*$/.test(line)) isPre = false;
      return line
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
