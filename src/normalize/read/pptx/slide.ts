import type { Element } from "domhandler";
import { escapeHtml } from "../../../html/characters.ts";
import { parseUrl } from "../../../http/url.ts";
import type { Warnings } from "../../warnings.ts";
import type { Relation } from "../office/parts.ts";
import { at, attribute, childrenOf, elementsOf, local } from "../office/xml.ts";
import { looksLikeHeader } from "../tables/html.ts";
import { paragraphsHtml, plainText } from "./text.ts";

type Relations = ReadonlyMap<string, Relation>;

/** Placeholders that stand on every slide: ECMA-376 part 1, 19.7.10. */
const furniture = new Set(["dt", "ftr", "hdr", "sldNum"]);

/** A slide's title, and the rest of it as HTML in the order in which screen readers take it: that of the shapes. */
export function readSlide(
  slide: Element,
  relations: Relations,
  warnings: Warnings,
): { readonly title: string; readonly html: string } {
  const tree = at(slide, "cSld", "spTree");
  let title = "";
  const html: string[] = [];
  const hrefOf = (id: string) => {
    const relation = relations.get(id);
    return relation?.isExternal && parseUrl(relation.target) ? relation.target : undefined;
  };
  for (const shape of tree ? shapesIn(tree, warnings) : []) {
    const kind = placeholderOf(shape);
    if (furniture.has(kind)) continue;
    const body = at(shape, "txBody");
    if (body && title === "" && (kind === "title" || kind === "ctrTitle")) title = plainText(body);
    else if (body) html.push(paragraphsHtml(body, hrefOf, { isList: kind === "body" || kind === "obj" }));
    else if (local(shape) === "pic") html.push(pictureHtml(shape, warnings));
    else if (local(shape) === "graphicFrame") html.push(frameHtml(shape, hrefOf, warnings));
  }
  return { title, html: html.join("") };
}

/** Shapes with those of groups, without what is hidden. */
function* shapesIn(tree: Element, warnings: Warnings): Generator<Element> {
  for (const shape of childrenOf(tree)) {
    const name = local(shape);
    if (name === "grpSpPr" || name === "nvGrpSpPr") continue;
    if (["1", "true"].includes(attribute(propertiesOf(shape), "hidden") ?? "")) {
      warnings.count("hidden-dropped");
      continue;
    }
    if (name === "grpSp") yield* shapesIn(shape, warnings);
    // A choice between a newer shape and one for older programs: they say the same.
    else if (name === "AlternateContent") {
      const [first] = childrenOf(shape);
      if (first) yield* shapesIn(first, warnings);
    } else yield shape;
  }
}

function propertiesOf(shape: Element): Element | undefined {
  const [first] = childrenOf(shape);
  return first && at(first, "cNvPr");
}

/** The kind of placeholder that a shape fills: `obj` where none is named; empty for a shape of its own. */
function placeholderOf(shape: Element): string {
  const [first] = childrenOf(shape);
  const placeholder = first && at(first, "nvPr", "ph");
  return placeholder ? (attribute(placeholder, "type") ?? "obj") : "";
}

function pictureHtml(shape: Element, warnings: Warnings): string {
  const description = attribute(propertiesOf(shape), "descr")?.trim() ?? "";
  // Programs name a picture after its file.
  if (description !== "" && !/\.(?:png|jpe?g|gif|svg|emf|wmf|tiff?|bmp)$/i.test(description))
    return `<p><img src="" alt="${escapeHtml(description)}"></p>`;
  warnings.count("image-without-alt");
  return "";
}

function wordsOf(cell: Element): string {
  const body = at(cell, "txBody");
  return body ? plainText(body) : "";
}

function frameHtml(frame: Element, hrefOf: (id: string) => string | undefined, warnings: Warnings): string {
  const [table] = [...elementsOf(frame)].filter((one) => local(one) === "tbl");
  if (!table) {
    warnings.count("drawing-dropped");
    return "";
  }
  const rows = childrenOf(table, "tr").map((row) => childrenOf(row, "tc"));
  const [names = []] = rows;
  const isHeader =
    ["1", "true"].includes(attribute(at(table, "tblPr"), "firstRow") ?? "") ||
    (rows.length > 1 && looksLikeHeader(names.map((cell) => ({ text: wordsOf(cell) }))));
  const cells = (row: readonly Element[], tag: string) =>
    row
      .filter(
        (cell) => !["hMerge", "vMerge"].some((name) => ["1", "true"].includes(attribute(cell, name) ?? "")),
      )
      .map((cell) => {
        const spans = [
          ["colspan", attribute(cell, "gridSpan")],
          ["rowspan", attribute(cell, "rowSpan")],
        ].flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeHtml(value)}"`]));
        const body = at(cell, "txBody");
        return `<${tag}${spans.join("")}>${body ? paragraphsHtml(body, hrefOf, { isList: false }) : ""}</${tag}>`;
      })
      .join("");
  const [first, ...rest] = rows;
  if (!first) return "";
  const header = isHeader ? `<thead><tr>${cells(first, "th")}</tr></thead>` : "";
  const body = (isHeader ? rest : rows).map((row) => `<tr>${cells(row, "td")}</tr>`).join("");
  return `<table>${header}<tbody>${body}</tbody></table>`;
}
