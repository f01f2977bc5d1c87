import { readAttributes } from "../../vocabulary/attributes.ts";
import { isIncluded, wikiLinkAt, wikiTargetOf } from "../../vocabulary/wiki-links.ts";
import { docsifyInclude, docsifyPattern } from "./docsify.ts";
import { bounds, codeFile, extensionOf, type Part, partOf, range, section, whole, withPart } from "./part.ts";

/**
 * Where a text includes another file, in the spellings of common tools: Microsoft Learn
 * (https://learn.microsoft.com/en-us/contribute/content/includes-best-practices), PyMdown snippets
 * (https://facelessuser.github.io/pymdown-extensions/extensions/snippets/), mkdocs-include-markdown, Jekyll, Hugo,
 * mdBook and VitePress. Found by openers and read from a bounded window, so the time is linear in the text.
 */
export interface IncludeDirective {
  readonly start: number;
  readonly end: number;
  /** The file as written, without a section or a line range. */
  readonly target: string;
  readonly part: Part;
  /** Present when the file becomes a code block. */
  readonly language?: string;
  /** What the directive passes to the file: Jekyll's `{{ include.name }}`. */
  readonly params?: ReadonlyMap<string, string>;
  /** In code it is shown: MyST's, which is a fence itself, and docsify's. */
  readonly neverInCode?: boolean;
  /** With a leading `;`: the directive itself is displayed, and nothing included. */
  readonly escaped?: boolean;
}

const MAX_DIRECTIVE_LENGTH = 800;
const openers =
  /^[`:]{3,}\{(?:literal)?include\}|^<<<[ \t]|\[!include|\[!code|:::\s?code|-8<-|\{%|\{\{(?:[#<%]|-?\s*site\.)|<!--\s?@include|!\[\[|\[\[include:|^!include[ \t]+["']|^@include[ \t]|^::include\{|<include[ >]|^\{[!*]|\[[^[\]\n]{0,200}\]\([^()\s]{1,300}[ \t]+["']:include/gim;

export function includeDirectives(text: string): IncludeDirective[] {
  const found: IncludeDirective[] = [];
  let end = 0;
  openers.lastIndex = 0;
  for (const opener of text.matchAll(openers)) {
    if (opener.index < end) continue;
    const directive = opener[0] === "-8<-" ? snippets(text, opener.index) : [at(text, opener.index)];
    for (const one of directive) {
      if (one === undefined) continue;
      found.push(one);
      end = one.end;
    }
  }
  return found;
}

/** MyST's options: `:lines: 3-9`, `:start-after: text`. https://mystmd.org/guide/embed */
function mystInclude(match: RegExpExecArray) {
  const options = match[4] ?? "";
  const option = (name: string) => new RegExp(`^:${name}:[ \\t]*(.*)$`, "m").exec(options)?.[1]?.trim();
  const isCode = match[2] !== undefined;
  const [from, to] = (option("lines") ?? "").split("-");
  const [after, before] = [option("start-after") ?? option("start-at"), option("end-before")];
  const part: Part = from
    ? range(from, to ?? from)
    : after || before
      ? { kind: "between", after, before }
      : { kind: "all" };
  const file = withPart(match[3], part);
  const language = option("language") ?? extensionOf(match[3] ?? "");
  return file && { ...file, neverInCode: true, ...(isCode ? { language } : {}) };
}

/** VitePress: `<<< @/code/a.js#region{1,3 ts} [title]`. */
function vitepressCode(match: RegExpExecArray) {
  const [, target = "", region, options = ""] = match;
  const file = withPart(target, region === undefined ? { kind: "all" } : section(region));
  const language = /([a-z]+)[^a-z]*$/.exec(options)?.[1] ?? extensionOf(target);
  // In a fence it is an example of itself.
  return file && { ...file, language, neverInCode: true };
}

/** Obsidian's `![[note#Heading]]`, `![[note#^block]]`. https://help.obsidian.md/embeds */
function wikiEmbed(match: RegExpExecArray) {
  const link = wikiLinkAt(match[0], 0);
  if (link === undefined || !isIncluded(link)) return undefined;
  const [page = "", ...headings] = link.first.split("#");
  const name = headings.at(-1)?.trim() ?? "";
  const part: Part =
    name === ""
      ? { kind: "all" }
      : name.startsWith("^")
        ? { kind: "block", name: name.slice(1) }
        : { kind: "heading", name };
  return withPart(wikiTargetOf(page.trim()), part);
}

type Reader = (match: RegExpExecArray) => Omit<IncludeDirective, "start" | "end"> | undefined;

/** GitHub Docs' texts in `data/`: https://docs.github.com/en/contributing/writing-for-github-docs/creating-reusable-content */
function githubData([, kind = "", names = ""]: RegExpExecArray) {
  const path = names.split(".");
  if (kind === "reusables") return whole(`/data/reusables/${path.join("/")}.md`);
  const [file = "", ...rest] = path;
  return valueIn(`/data/variables/${file}.yml`, rest);
}

/** Jekyll's `{{ site.x }}` and `{{ site.data.file.x }}`; addresses of the site are left to the rules for links. */
function jekyllValue([, written = ""]: RegExpExecArray) {
  const names = written.split(".");
  if (names[0] !== "data") return /^(?:base)?url$/.test(written) ? undefined : valueIn("/_config.yml", names);
  return names.length > 2 ? valueIn(`/_data/${names[1]}.yml`, names.slice(2)) : undefined;
}

/** Docsy's `readfile` shows a file as code where it says so: https://www.docsy.dev/docs/content/shortcodes/#include-external-files */
function hugoFile([, file, options = ""]: RegExpExecArray) {
  const { named } = readAttributes(options);
  return named.get("code") === "true" ? codeFile(file, named.get("lang"), undefined) : whole(file);
}

const valueIn = (target: string, names: readonly string[]) => ({
  target,
  part: { kind: "value" as const, names },
});

/**
 * The code of `{* ../src/main.py ln[3:9,20] hl[4] *}`, from the first of its lines to the last.
 * https://github.com/tiangolo/markdown-include-variants
 */
function codeVariant([, file = "", options = ""]: RegExpExecArray) {
  const lines = (/\bln\[([\d:,\s]+)\]/.exec(options)?.[1] ?? "").match(/\d+/g) ?? [];
  const found = withPart(file, range(lines[0], lines.at(-1)));
  return found && { ...found, language: extensionOf(file) };
}

const readers: readonly (readonly [RegExp, Reader])[] = [
  // MarkdownPP, and markdown-it-include's and markdown-include's: alone on their lines.
  [
    /^!include[ \t]+(?:"([^"\n]{1,300})"|'([^'\n]{1,300})')[ \t]*(?=\r?\n|$)/i,
    (match) => whole(match[1] ?? match[2]),
  ],
  [
    /^@include[ \t]+([\w./@-]{1,300}\.(?:md|markdown|mdx|txt|html?))[ \t]*(?=\r?\n|$)/i,
    (match) => whole(match[1]),
  ],
  // https://docs.gitlab.com/user/markdown/#includes
  [/^::include\{file=["']?([^\s"'{}]{1,300})["']?\}[ \t]*(?=\r?\n|$)/, (match) => whole(match[1])],
  [/^\{![ \t]*([^\s!{}]{1,300})[ \t]*!\}[ \t]*(?=\r?\n|$)/, (match) => whole(match[1])],
  [
    /^\{\*[ \t]+([^\s*{}]{1,300})((?:[ \t]+[a-z]{1,10}\[[^\]\n]{0,200}\]){0,8})[ \t]*\*\}[ \t]*(?=\r?\n|$)/,
    codeVariant,
  ],
  // https://fumadocs.dev/docs/markdown#include
  [
    /^<include((?:\s[^<>\n]{0,200})?)>\s*([^<>\s#]{1,300})(?:#([\w-]+))?\s*<\/include>/,
    ([, options = "", file = "", region]) => {
      const found = withPart(file, region === undefined ? { kind: "all" } : section(region));
      const isText = /\.mdx?$/i.test(file) && !/\blang=/.test(options);
      return (
        found &&
        (isText ? found : { ...found, language: /\blang=["'](\w+)/.exec(options)?.[1] ?? extensionOf(file) })
      );
    },
  ],
  [docsifyPattern, docsifyInclude],
  [/^!\[\[[^\]\n]{1,640}\]\]/, wikiEmbed],
  // https://github.com/gollum/gollum/wiki/Special-Tags
  [/^\[\[include:([^\]\n|]{1,300})\]\]/, (match) => whole(wikiTargetOf((match[1] ?? "").trim()))],
  [
    /^([`:]{3,})\{(literal)?include\}[ \t]*([^\s`][^\n]{0,300})\n((?:(?!\1)[^\n]{0,300}\n){0,30})\1[ \t]*(?=\n|$)/,
    mystInclude,
  ],
  [
    /^<<<[ \t]+([^\s#{]+)(?:#([\w-]+))?[ \t]*(?:\{([^}\n]*)\})?(?:[ \t]*\[[^\]\n]*\])?[ \t]*(?=\n|$)/,
    vitepressCode,
  ],
  [
    /^\[!include[\s+-]{0,3}\[[^\]\n]{0,300}\]\s?\(([^)\n]{1,300})\)\s?\]/i,
    (match) => whole(match[1]?.trim().split(/\s+["']/, 1)[0]),
  ],
  [
    /^\[!code-?([\w+#-]*)\s?\[[^\]\n]{0,300}\]\s?\(([^)\n]{1,300})\)\s?\]/i,
    (match) =>
      codeFile(
        match[2]?.split(/[?#]/, 1)[0],
        match[1],
        /[?&#](?:range=)?L?(\d+-L?\d+)/.exec(match[2] ?? "")?.[1],
      ),
  ],
  [/^:::\s?code\s+([^\n]{1,500}?):::/i, (match) => codeDirective(match[1] ?? "")],
  [
    /^\{%-?\s*include(?:[-_](?:markdown|relative|cached))?\s+(?:"([^"\n]+)"|'([^'\n]+)'|([^\s%"']+))([^%]{0,400})%\}/,
    (match) => {
      const file = withPart(match[1] ?? match[2] ?? match[3], bounds(match[4] ?? ""));
      return file && { ...file, params: readAttributes(match[4] ?? "").named };
    },
  ],
  [
    /^\{%-?\s*(?:indented_data_reference|data)\s+(reusables|variables)\.([\w-]+(?:\.[\w-]+){0,8})[^%\n]{0,100}%\}/,
    githubData,
  ],
  [/^\{\{-?\s*site\.([\w-]+(?:\.[\w-]+){0,8})\s*-?\}\}/, jekyllValue],
  [
    /^\{\{#(?:rustdoc_)?include\s+([^\s}:]+)(?::([^\s}]*))?\s*\}\}/,
    (match) => withPart(match[1], partOf(match[2] ?? "")),
  ],
  [
    /^\{\{#(?:playground|playpen)\s+([^\s}:]+)(?::([^\s}]*))?[^}\n]*\}\}/,
    ([, file, part]) => {
      const found = withPart(file, partOf(part ?? ""));
      return found && { ...found, language: "rust" };
    },
  ],
  // https://grafana.com/docs/writers-toolkit/write/shortcodes/#docsshared-shortcode
  [
    /^\{\{[<%]\s*docs\/shared\s[^}\n]{0,300}?\blookup=["']([^"'\n]{1,300})["'][^}\n]{0,300}[>%]\}\}/,
    (match) => whole(`shared/${match[1]}`),
  ],
  [/^\{\{[<%]\s*(?:include|readfile)\s+(?:file=)?["']?([^"'\s>%]+)["']?([^}\n]{0,200})[>%]\}\}/, hugoFile],
  [
    /^<!--\s?@include:\s*([^\s{#>]+?)(?:#([\w-]+))?(?:\{(\d*),(\d*)\})?\s*-->/,
    (match) => withPart(match[1], match[2] === undefined ? range(match[3], match[4]) : section(match[2])),
  ],
];

function at(text: string, start: number): IncludeDirective | undefined {
  const slice = text.slice(start, start + MAX_DIRECTIVE_LENGTH);
  for (const [pattern, read] of readers) {
    const match = pattern.exec(slice);
    const directive = match === null ? undefined : read(match);
    if (match !== null && directive !== undefined)
      return { start, end: start + match[0].length, ...directive };
  }
  return undefined;
}

/** `--8<-- "file"` on a line of its own, or a block of files between two bare markers. */
function snippets(text: string, index: number): IncludeDirective[] {
  const before = text.slice(Math.max(0, index - 120), index);
  const lineStart = index - before.length + before.lastIndexOf("\n") + 1;
  const line = lineFrom(text, lineStart);
  const match = /^[\s>]{0,80}(;?)-{1,8}8<-{1,8}(?:[ \t]+(?:"([^"]+)"|'([^']+)'))?[ \t]*$/.exec(line);
  if (match === null) return [];
  const start = index - (/(;?-*)$/.exec(text.slice(lineStart, index))?.[1]?.length ?? 0);
  const lineEnd = lineStart + line.length;
  const written = match[2] ?? match[3];
  if (written !== undefined) {
    return [{ start, end: lineEnd, ...snippet(written), ...(match[1] === ";" ? { escaped: true } : {}) }];
  }
  const found: IncludeDirective[] = [];
  for (let at = lineEnd + 1; at < text.length && found.length < 50; ) {
    const next = lineFrom(text, at);
    const end = at + next.length;
    if (/^[\s>]{0,80}-{1,8}8<-{1,8}\s*$/.test(next)) {
      return found.map((one, i) => ({
        ...one,
        start: i === 0 ? start : one.start,
        end: i === found.length - 1 ? end : one.end,
      }));
    }
    const file = next.trim();
    if (file !== "" && !file.startsWith(";")) found.push({ start: at, end, ...snippet(file) });
    at = end + 1;
  }
  return [];
}

function lineFrom(text: string, start: number): string {
  const line = text.slice(start, start + MAX_DIRECTIVE_LENGTH);
  const end = line.indexOf("\n");
  return end === -1 ? line : line.slice(0, end);
}

/** `file.md:section`, `file.md:3:9`. */
function snippet(written: string): Omit<IncludeDirective, "start" | "end"> {
  const match = /^([^:]+(?::\/\/[^:]+)?)(?::(.*))?$/.exec(written);
  return { target: (match?.[1] ?? written).trim(), part: partOf(match?.[2] ?? "") };
}

function codeDirective(attributes: string) {
  const value = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
  const id = value("id");
  const code = codeFile(value("source"), value("language"), value("range"));
  return code === undefined || id === undefined ? code : { ...code, part: section(id) };
}
