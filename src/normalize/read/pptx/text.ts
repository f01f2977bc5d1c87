import type { Element } from "domhandler";
import { escapeHtml } from "../../../html/characters.ts";
import { at, attribute, childrenOf, local, textOf } from "../office/xml.ts";

type HrefOf = (id: string) => string | undefined;

/** A text body's words on one line, for a title. */
export function plainText(body: Element): string {
  return childrenOf(body, "p")
    .map((paragraph) =>
      runsOf(paragraph)
        .map((run) => (local(run) === "br" ? " " : runText(run)))
        .join(""),
    )
    .join(" ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

interface Line {
  readonly html: string;
  /** From 0; undefined: a paragraph that is no item. */
  readonly level: number | undefined;
  readonly isNumbered: boolean;
}

/**
 * A text body as paragraphs and nested lists.
 *
 * @param isList the placeholder's paragraphs are items unless they say that they have no bullet
 */
export function paragraphsHtml(body: Element, hrefOf: HrefOf, { isList }: { isList: boolean }): string {
  const lines = childrenOf(body, "p").flatMap((paragraph): Line[] => {
    const html = inlineHtml(paragraph, hrefOf);
    if (html.trim() === "") return [];
    const properties = at(paragraph, "pPr");
    const has = (name: string) => properties !== undefined && at(properties, name) !== undefined;
    const isItem = !has("buNone") && (isList || has("buChar") || has("buAutoNum") || has("buBlip"));
    const level = Number(attribute(properties, "lvl") ?? "0");
    return [{ html, level: isItem ? level : undefined, isNumbered: has("buAutoNum") }];
  });
  // One item alone is a sentence in a box.
  const items = lines.filter(({ level }) => level !== undefined);
  if (lines.length === 1 && items.length === 1) return `<p>${lines[0]?.html ?? ""}</p>`;
  return listsHtml(lines);
}

function listsHtml(lines: readonly Line[]): string {
  let html = "";
  const open: { readonly level: number; readonly tag: "ol" | "ul" }[] = [];
  const closeTo = (depth: number) => {
    while (open.length > depth) html += `</li></${open.pop()?.tag}>`;
  };
  for (const { html: text, level, isNumbered } of lines) {
    if (level === undefined) {
      closeTo(0);
      html += `<p>${text}</p>`;
      continue;
    }
    closeTo(open.filter((one) => one.level <= level).length);
    const top = open.at(-1);
    const tag = isNumbered ? "ol" : "ul";
    if (top?.level === level && top.tag === tag) html += `</li><li>${text}`;
    else {
      if (top?.level === level) closeTo(open.length - 1);
      open.push({ level, tag });
      html += `<${tag}><li>${text}`;
    }
  }
  closeTo(0);
  return html;
}

const runsOf = (paragraph: Element): Element[] =>
  childrenOf(paragraph).filter((child) => ["r", "br", "fld"].includes(local(child)));

const runText = (run: Element): string => childrenOf(run, "t").map(textOf).join("");

function inlineHtml(paragraph: Element, hrefOf: HrefOf): string {
  return runsOf(paragraph)
    .map((run) => {
      if (local(run) === "br") return "<br>";
      const properties = at(run, "rPr");
      const isOn = (name: string) => ["1", "true"].includes(attribute(properties, name) ?? "");
      let html = escapeHtml(runText(run));
      if (html.trim() === "") return html;
      const raised = Number(attribute(properties, "baseline") ?? "0");
      if (raised !== 0) html = raised > 0 ? `<sup>${html}</sup>` : `<sub>${html}</sub>`;
      if (isOn("b")) html = `<strong>${html}</strong>`;
      if (isOn("i")) html = `<em>${html}</em>`;
      if (["sngStrike", "dblStrike"].includes(attribute(properties, "strike") ?? ""))
        html = `<del>${html}</del>`;
      const link = properties && at(properties, "hlinkClick");
      const href =
        link && hrefOf(Object.entries(link.attribs).find(([key]) => key.endsWith(":id"))?.[1] ?? "");
      return href === undefined ? html : `<a href="${escapeHtml(href)}">${html}</a>`;
    })
    .join("");
}
