import type { MarkdownIt } from "markdown-it";
import { calloutKind } from "../../vocabulary/callouts.ts";
import { cellOptions } from "../../vocabulary/cell-options.ts";
import { codeInfo } from "../../vocabulary/code-info.ts";
import { aroundDirective } from "../../vocabulary/directives.ts";
import { codeBlock } from "../../vocabulary/html-text.ts";
import { environment, inlineHtml, ours } from "./nest.ts";

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

const directive = /^:?\{([A-Za-z][\w-]*)\}[ \t]*(.*)$/;

/** Code blocks with language and title; MyST's fenced directives as directives. */
export function fences(md: MarkdownIt): void {
  md.renderer.rules.code_block = (tokens, i) => codeBlock({ text: tokens[i]?.content ?? "" });
  md.renderer.rules.fence = (tokens, i, _options, env) => {
    const { content: written = "", info = "" } = tokens[i] ?? {};
    const cell = /^\{\.?[a-z]/i.test(info.trim())
      ? cellOptions(written, info.replace(/\}.*$/s, ""))
      : undefined;
    if (cell?.hides.has("cell") || cell?.hides.has("input")) return "";
    const content = cell?.source ?? written;
    const [, name, argument = ""] = directive.exec(info.trim()) ?? [];
    if (name === undefined || ours(env).depth > 8) return codeBlock({ text: content, ...codeInfo(info) });
    const body = withoutOptions(content);
    if (holdsCode.has(name)) {
      return codeBlock({
        text: body.text,
        ...codeInfo(argument),
        ...(body.title === undefined ? {} : { title: body.title }),
      });
    }
    const fresh = environment({ ...ours(env), depth: ours(env).depth + 1 });
    if (calloutKind(name) === undefined && !holdsMarkdown.has(name))
      return codeBlock({ text: content, ...codeInfo(info) });
    const title = argument === "" ? {} : { title: inlineHtml(md, argument, fresh) };
    const around = aroundDirective({ name, ...title, named: new Map(), positional: [] }, ours(env).warnings);
    return `${around.open}${md.render(body.text, fresh)}${around.close}`;
  };
}

/** The `:option: value` lines at the top of a directive. */
function withoutOptions(text: string): { text: string; title?: string | undefined } {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => !/^:[\w-]+:/.test(line));
  const caption = lines
    .slice(0, Math.max(first, 0))
    .find((line) => /^:(?:caption|name|filename):/.test(line));
  const title = caption?.replace(/^:[\w-]+:\s*/, "");
  return { text: lines.slice(Math.max(first, 0)).join("\n"), title };
}
