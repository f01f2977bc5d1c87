import type { MarkdownIt } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { calloutKind } from "../../vocabulary/callouts.ts";
import { cellOptions } from "../../vocabulary/cell-options.ts";
import { codeInfo } from "../../vocabulary/code-info.ts";
import { notesIn, withoutCodeNotes } from "../../vocabulary/code-notes.ts";
import { aroundDirective } from "../../vocabulary/directives.ts";
import { codeBlock, image, leadIn, link } from "../../vocabulary/html-text.ts";
import type { Warnings } from "../../warnings.ts";
import { withoutComments } from "./comments.ts";
import { csvTable, glossary, listTable } from "./myst-tables.ts";
import { environment, inlineHtml, lineOf, ours, withNotes } from "./nest.ts";
import { preprocessedFence } from "./preprocessed.ts";

/** MyST's directives that hold Markdown, besides the callouts (https://mystmd.org/guide/directives). */
const holdsMarkdown = new Set(
  "admonition dropdown tab-item tab-set card grid grid-item grid-item-card margin sidebar topic figure versionadded versionchanged".split(
    " ",
  ),
);
const holdsCode = new Set([
  "code-block",
  "code",
  "code-cell",
  "sourcecode",
  "prompt",
  "mermaid",
  "math",
  "parsed-literal",
]);

const directive = /^:?\{([A-Za-z][\w:-]*)\}[ \t]*(.*)$/;
/** A directive, and not a language of code that runs, as R Markdown and Quarto write it in braces. */
const isDirectiveName = (name: string, isMyst: boolean): boolean =>
  /[:-]/.test(name) || (isMyst && !languages.has(name));
const languages = new Set(
  "r python py julia bash sh shell zsh sql ojs js javascript typescript ts c cpp stan dot sas perl ruby go rust scala octave matlab asis css html node block php java kotlin swift haskell asy tikz mermaid".split(
    " ",
  ),
);

/** Code blocks with language and title; MyST's fenced directives as directives. */
export function fences(md: MarkdownIt): void {
  md.renderer.rules.code_block = (tokens, i) => codeBlock({ text: tokens[i]?.content ?? "" });
  md.renderer.rules.fence = (tokens, i, _options, env) => {
    const { content: written = "", info = "" } = tokens[i] ?? {};
    const { warnings, source, depth, isMyst = false } = ours(env);
    const fresh = environment({ ...ours(env), depth: depth + 1 });
    const render = (text: string) => md.render(withNotes(uncommented(text, warnings), source ?? ""), fresh);
    const cell = /^\{\.?[a-z]/i.test(info.trim())
      ? cellOptions(written, info.replace(/\}.*$/s, ""))
      : undefined;
    if (cell?.hides.has("cell") || cell?.hides.has("input")) return "";
    const content = cell?.source ?? written;
    const [, name, argument = ""] = directive.exec(info.trim()) ?? [];
    if (name === undefined || depth > 8) {
      const inline = (text: string) => inlineHtml(md, text, fresh);
      const made = depth > 8 ? undefined : preprocessedFence(info, content, ours(env), { render, inline });
      if (made !== undefined) return made;
      for (const note of notesIn(content, info)) warnings.explain(note);
      return codeBlock({ text: withoutCodeNotes(content, info), ...codeInfo(info) });
    }
    const body = withoutOptions(content);
    warnings.explain(content.slice(0, content.length - body.text.length));
    const made = directiveHtml(name, argument, content, {
      render,
      inline: (text) => inlineHtml(md, text, fresh),
    });
    if (made === "") warnings.explain(content);
    if (made !== undefined) return made;
    if (calloutKind(name) === undefined && !holdsMarkdown.has(name)) {
      if (!isDirectiveName(name, isMyst)) return codeBlock({ text: content, ...codeInfo(info) });
      const around = aroundDirective(
        { name, title: inlineHtml(md, argument, fresh), named: new Map(), positional: [] },
        warnings,
        lineOf(source, `{${name}}`),
      );
      return `${around.open}${render(body.text)}${around.close}`;
    }
    const isTitled = argument !== "" && !/^grid(?:-item)?$/.test(name);
    const title = !isTitled ? {} : { title: inlineHtml(md, argument, fresh) };
    const around = aroundDirective({ name, ...title, named: new Map(), positional: [] }, warnings);
    return `${around.open}${render(body.text)}${around.close}`;
  };
}

/** Comments in a directive: for the text around it, it was a fence. */
function uncommented(written: string, warnings: Warnings): string {
  const { text, dropped } = withoutComments(written, true);
  warnings.countMany("comment-dropped", dropped.length);
  for (const comment of dropped) warnings.explain(comment);
  return text;
}

/**
 * MyST's directive that is neither a callout nor a plain wrapper, between back-ticks or colons; undefined for others.
 */
export function directiveHtml(
  name: string,
  argument: string,
  content: string,
  read: Read,
): string | undefined {
  const body = withoutOptions(content);
  if (dropped.has(name)) return "";
  if (holdsCode.has(name) && isHiddenCell(body.options)) return "";
  // A formula may begin on the directive's own line.
  if (name === "math") return `<p>${escapeHtml(`$$ ${`${argument}\n${body.text}`.trim()} $$`)}</p>\n`;
  if (!holdsCode.has(name)) return madeOf(name, argument, body, read);
  const title = body.title === undefined ? {} : { title: body.title };
  return codeBlock({ text: body.text, ...codeInfo(argument), ...title });
}

/** Markdown → HTML: of blocks, and of a line. */
interface Read {
  readonly render: (text: string) => string;
  readonly inline: (text: string) => string;
}

/** Without text for readers, or a list of other pages. */
const dropped = new Set(
  "toctree tableofcontents contents index tags only-in autosummary bibliography currentmodule py:currentmodule py:module module".split(
    " ",
  ),
);
/** What other builders than that of web pages show. */
const forPrint = /^\s*(?:not\s+html|latex(?:pdf)?|man|text|texinfo|epub|pdf)\s*$/;
/** Objects of a programming language, each under its signature: https://www.sphinx-doc.org/en/master/usage/domains/ */
const objects =
  /^(?:(?:py|c|cpp|js|rst|std):)?(?:function|class|method|classmethod|staticmethod|attribute|data|exception|decorator|property|type|struct|enum|enumerator|macro|var|member|directive|role|describe|object|program|option|cmdoption|confval|envvar|auto(?:function|class|module|method|data))$/;

const isHiddenCell = (options: ReadonlyMap<string, string>) =>
  /\b(?:remove|hide)-(?:cell|input)\b/.test(options.get("tags") ?? "");

const versions: ReadonlyMap<string, string> = new Map([
  ["versionadded", "Added in version"],
  ["versionchanged", "Changed in version"],
  ["versionremoved", "Removed in version"],
  ["deprecated", "Deprecated since version"],
]);

/** Directives that are neither a callout nor code. */
function madeOf(name: string, argument: string, body: Body, { render, inline }: Read): string | undefined {
  const { text, options } = body;
  const title = escapeHtml(argument);
  const version = versions.get(name);
  if (version !== undefined) return `<p><strong>${version} ${title}</strong></p>\n${render(text)}`;
  switch (name) {
    case "list-table":
      return listTable(text, inline(argument), Number(options.get("header-rows") ?? 0) || 0, render);
    case "csv-table":
      return csvTable(text, inline(argument), options.get("header"), render);
    case "table":
      return leadIn(inline(argument)) + render(text);
    case "glossary":
      return glossary(text, render);
    case "figure":
    case "image":
      return `<p>${image(options.get("alt") ?? "", argument)}</p>\n${render(text)}`;
    case "figure-md":
      return render(text);
    case "line-block":
      return `<p>${text
        .trim()
        .split("\n")
        .map((line) => render(line).replaceAll(/<\/?p>\n?/g, ""))
        .join("<br>\n")}</p>\n`;
    case "epigraph":
    case "pull-quote":
    case "highlights":
      return `<blockquote>${render(text)}</blockquote>\n`;
    case "rubric":
      return leadIn(inline(argument));
    case "only":
    case "ifconfig":
      return forPrint.test(argument) ? "" : render(text);
    case "raw":
      return /html/.test(argument) ? text : "";
    case "button-link":
    case "button-ref":
      return `<p>${link(name === "button-ref" ? undefined : argument, render(text).replaceAll(/<\/?p>\n?/g, "") || title)}</p>\n`;
    case "eval-rst":
      return render(fromRst(text));
    default:
      return objects.test(name) && argument !== ""
        ? `<dl><dt><code>${title}</code></dt>\n<dd>${render(text)}</dd></dl>\n`
        : undefined;
  }
}

/** The few directives of reStructuredText that stand in MyST pages. */
function fromRst(text: string): string {
  return text
    .replaceAll(
      /^\.\. ([\w-]+)::[ \t]*(.*)((?:\n(?:[ \t]+.*|[ \t]*))*)/gm,
      (_, name: string, first: string, rest: string) => {
        const inner = [first, ...rest.split("\n").map((line) => line.replace(/^[ \t]{1,4}/, ""))]
          .join("\n")
          .trim();
        return calloutKind(name) === undefined ? inner : `:::{${name}}\n${inner}\n:::\n`;
      },
    )
    .replaceAll(/^\.\. .*$/gm, "")
    .replaceAll(/(?<![\w:]):([a-z][\w:-]{0,40}):(?=`[^`])/g, "{$1}");
}

interface Body {
  readonly text: string;
  readonly title?: string | undefined;
  readonly options: ReadonlyMap<string, string>;
}

/** The `:option: value` lines at the top of a directive, or a block of them between `---`. */
function withoutOptions(content: string): Body {
  const block = /^---\n([\s\S]{0,2000}?)\n---\n/.exec(content);
  const text = block === null ? content : content.slice(block[0].length);
  const lines = text.split("\n");
  const first = block === null ? lines.findIndex((line) => !/^:[\w-]+:/.test(line)) : 0;
  const end = Math.max(first, 0);
  const stated = block === null ? lines.slice(0, end) : (block[1] ?? "").split("\n");
  const options = new Map(
    stated.flatMap((line) => {
      const match = /^:?([\w-]+):\s*(.*)$/.exec(line);
      return match === null ? [] : [[match[1] ?? "", (match[2] ?? "").trim()] as const];
    }),
  );
  const title = options.get("caption") ?? options.get("filename");
  return { text: lines.slice(end).join("\n").replace(/^\n+/, ""), title, options };
}
