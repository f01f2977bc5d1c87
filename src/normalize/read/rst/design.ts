import { indented } from "./lines.ts";
import { type Block, labelLines } from "./made.ts";

/** The directives of sphinx-design that are more than a container: https://sphinx-design.readthedocs.io/ */

/** A card's header stands above its title, its footer below the text; lines of `^^^` and `+++` divide them. */
export function card(title: string, block: Block, inner: (content: readonly string[]) => string[]): string[] {
  const { content } = block;
  const head = content.findIndex((line) => /^\^{3,}\s*$/.test(line));
  const foot = content.findLastIndex((line) => /^\+{3,}\s*$/.test(line));
  const end = foot === -1 || foot < head ? content.length : foot;
  return [
    "",
    ...(head === -1 ? [] : [...inner(content.slice(0, head)), ""]),
    ...labelLines(title),
    ...inner(content.slice(head + 1, end)),
    "",
    ...inner(content.slice(end + 1)),
    "",
  ];
}

/** A button as the role of its link; a button without words shows what it leads to. */
export function button({ name, argument, options, content }: Block): string {
  const words = content
    .join(" ")
    .trim()
    .replaceAll(/[`<>*]/g, "");
  if (name === "button-link")
    return words === "" ? argument : `\`${words} <${argument.replaceAll(/\s/g, "%20")}>\`__`;
  const kind = options.get("ref-type") === "doc" ? "doc" : "ref";
  return words === "" ? `:${kind}:\`${argument}\`` : `:${kind}:\`${words} <${argument}>\``;
}

/** Code in tabs that are named by their languages. */
export function tabbedCode(content: readonly string[]): string[] {
  return content.flatMap((line) => {
    const language = /^\.\. (?:code-block|code|sourcecode)::\s+([\w+#.-]{1,40})\s*$/.exec(line)?.[1];
    return language === undefined ? [line] : [`**${language}**`, "", line];
  });
}

export function byline({ options }: Block): string[] {
  const words = ["author", "date", "read-time"].flatMap((name) => options.get(name) || []);
  return words.length === 0 ? [] : ["", words.join(" · "), ""];
}

/** Raw HTML as docutils takes it. */
export const rawHtml = (lines: readonly string[]): string[] => [
  "",
  ".. raw:: html",
  "",
  ...indented(lines, 3),
  "",
];
