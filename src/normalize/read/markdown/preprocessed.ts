import { calloutKind } from "../../vocabulary/callouts.ts";
import { aroundDirective } from "../../vocabulary/directives.ts";
import { lineOf, type MarkdownEnv } from "./nest.ts";

/** What reads a text of Markdown: blocks, and a line. */
interface Read {
  readonly render: (text: string) => string;
  readonly inline: (text: string) => string;
}

/**
 * Fences that a preprocessor or a plug-in turns into something else than code: mdbook-admonish's `admonish warning`
 * (https://tommilligan.github.io/mdbook-admonish/), Obsidian's `ad-note`, and queries of Dataview, whose answer is not in
 * the text. Undefined for code.
 */
export function preprocessedFence(
  info: string,
  content: string,
  { warnings, source }: MarkdownEnv,
  { render, inline }: Read,
): string | undefined {
  const [, tool = "", rest = ""] =
    /^(admonish|ad-[a-z][\w-]*|dataview(?:js)?)(?:[ \t]+(.*))?$/.exec(info.trim()) ?? [];
  if (tool === "") return undefined;
  if (tool.startsWith("dataview")) {
    warnings.explain(content);
    warnings.add(
      "generated-text",
      `The answer to a query of ${tool} is left out: it is not in the text.`,
      lineOf(source, tool),
    );
    return "";
  }
  const isAdmonish = tool === "admonish";
  const [, below] = isAdmonish ? [] : (/^title:[ \t]*(.*)\n/m.exec(content) ?? []);
  const named = /\btitle=(?:"([^"]*)"|'([^']*)')/.exec(rest);
  const title = named?.[1] ?? named?.[2] ?? below ?? "";
  const name = isAdmonish ? (/^[a-z]+(?![\w=-])/.exec(rest)?.[0] ?? "note") : tool.slice("ad-".length);
  const body = isAdmonish ? content : content.replaceAll(/^(?:title|collapse|icon|color):.*\n/gm, "");
  const around = aroundDirective(
    {
      name: calloutKind(name) === undefined ? "note" : name,
      title: inline(title),
      named: new Map(),
      positional: [],
    },
    warnings,
  );
  return `${around.open}${render(body)}${around.close}`;
}
