import { Inline, type Registry } from "@asciidoctor/core";
import { excerpt, type Warnings } from "../../warnings.ts";
import { lineOf } from "../markdown/nest.ts";
import { unknownSite, withoutUnknownSite } from "./undefined-attributes.ts";

/** Macros of the language itself: https://docs.asciidoctor.org/asciidoc/latest/macros/ */
const own =
  "anchor|asciimath|audio|btn|endif|file|footnote|footnoteref|ftp|http|https|icon|ifdef|ifeval|ifndef|image|include|indexterm|indexterm2|irc|kbd|latexmath|link|mailto|menu|pass|stem|tag|end|toc|video|xref";
/** Not inside a word, an address or code, where it is an example. */
const before = "(?<!<code>[^<]{0,300})(?<![\\w:;&/.#@-])";
const name = `(?!(?:${own}):)[a-z][a-z0-9_-]{1,30}`;
const delimiters = "\\s\\[\\]<>\"'{}";
const target = `(?:${unknownSite})?[^:${delimiters}]{0,200}`;

const inlineMacro = new RegExp(
  `\\\\?${before}(?<target>${name}:${target})\\[(?<content>(?:\\\\\\]|[^\\]\\n]){0,1000})\\]`,
);
/** On a line of its own. */
const blockMacro = new RegExp(
  `^(?<target>${name}::[^${delimiters}]{0,200})\\[(?<content>[^\\n]{0,1000})\\]$`,
  "m",
);

/**
 * Macros of extensions become the words that they show, each with a warning: a site's own extensions are not here.
 * https://docs.asciidoctor.org/asciidoctor.js/latest/extend/extensions/inline-macro-processor/
 */
export function readUnknownMacros(registry: Registry, warnings: Warnings, source: string): void {
  const add = (kind: "block" | "inline", pattern: RegExp) =>
    registry.inlineMacro(function () {
      this.named(`unknown-${kind}`);
      this.match(pattern);
      this.parseContentAs("text");
      this.process((parent, written, attributes) => {
        const text = String(attributes.text ?? "");
        const [, macro = "", of = ""] = /^([^:]+::?)(.*)$/s.exec(withoutUnknownSite(written)) ?? [];
        const words = statedWords(text, kind) || (kind === "inline" ? wordsOfTarget(macro, of) : "");
        const what = words === "" ? `${excerpt(`${macro}${of}[${text}]`)} is left out` : "its words are kept";
        warnings.add(
          "asciidoc-macro",
          `AsciiDoc: nothing defines the macro ${macro}; ${what}.`,
          lineOf(source, `${macro}${of}[`),
        );
        return new Inline(parent, "quoted", words, { type: "unquoted" });
      });
    });
  add("block", blockMacro);
  add("inline", inlineMacro);
}

/** The text or the title in the brackets. */
function statedWords(text: string, kind: "block" | "inline"): string {
  const stated = /(?:^|,)\s*(?:text|title|alt|caption|label)=(?:"([^"]*)"|([^,]*))/.exec(text);
  const named = (stated?.[1] ?? stated?.[2] ?? "").trim();
  if (named !== "") return named;
  const quoted = /^\s*"([^"]*)"/.exec(text)?.[1];
  // In a sentence, commas are its own where there are no attributes.
  const isSentence = kind === "inline" && !text.includes("=");
  const plain = isSentence ? text : /^[^,=]*(?=,|$)/.exec(text)?.[0];
  return (quoted ?? plain ?? "").trim().replaceAll("\\]", "]");
}

/** `jira:ABC-1[]` is about ABC-1, `issue:45[]` about issue 45. */
const wordsOfTarget = (macro: string, target: string): string =>
  /^\d+$/.test(target) ? `${macro.replace(/:+$/, "")} ${target}` : target;
