import type { Element, Document as Tree } from "domhandler";
import { at, attribute, childrenOf, elementsOf, local, textOf } from "../office/xml.ts";
import { insertAfter, made, madeParagraph, madeRun } from "./make.ts";

/** No reader takes in more points of a chart. */
const MAX_ROWS = 200;

/** Gives the text of a part that a relationship id of the body leads to. */
export type RelatedPart = (id: string) => Tree | undefined;

/** Writes charts as tables, SmartArt and WordArt as paragraphs, behind the paragraph that they are in. Changes the tree. */
export function showDrawings(root: Tree, related: RelatedPart): void {
  for (const element of [...elementsOf(root)].reverse()) {
    const name = local(element);
    if (name === "textpath") showWordArt(element);
    if (name !== "chart" && name !== "relIds") continue;
    const id = attribute(element, name === "chart" ? "id" : "dm");
    const part = id === undefined ? undefined : related(id);
    const paragraph = around(element, "p");
    if (!part || !paragraph) continue;
    insertAfter(paragraph, name === "chart" ? chartBlocks(part, paragraph) : diagramBlocks(part, paragraph));
  }
}

/** Words bent along a line are an attribute. ECMA-376 part 4, 19.1.2.23 */
function showWordArt(path: Element): void {
  const paragraph = around(path, "p");
  const words = attribute(path, "string")?.trim() ?? "";
  if (paragraph && words !== "" && !/^f/.test(attribute(path, "on") ?? ""))
    insertAfter(paragraph, [madeParagraph(paragraph, words)]);
}

function around(element: Element, name: string): Element | undefined {
  for (let up = element.parent; up && "name" in up; up = up.parent) if (local(up) === name) return up;
  return undefined;
}

function named(root: Tree | Element, name: string): Element[] {
  return [...elementsOf(root)].filter((one) => local(one) === name);
}

/** The title, then a row per category with the value of each series. ECMA-376 part 1, 21.2 */
function chartBlocks(chart: Tree, like: Element): Element[] {
  const [area] = named(chart, "plotArea");
  const [whole] = named(chart, "chart");
  const title = titleOf(whole);
  const series = area ? named(area, "ser") : [];
  const axis = area && titleOf(named(area, "catAx")[0] ?? named(area, "dateAx")[0]);
  const names = series.map((one) => points(at(one, "tx"))[0] ?? "");
  const [first] = series;
  const categories = points(first && (at(first, "cat") ?? at(first, "xVal")));
  const values = series.map((one) => points(at(one, "val") ?? at(one, "yVal")));
  const length = Math.min(MAX_ROWS, Math.max(0, categories.length, ...values.map((one) => one.length)));
  const rows = Array.from({ length }, (_, index) => [
    categories[index] ?? "",
    ...values.map((one) => one[index] ?? ""),
  ]);
  const header = [axis ?? "", ...names];
  return [
    ...(title === "" ? [] : [madeParagraph(like, title)]),
    ...(rows.length === 0 ? [] : [table(like, [header, ...rows])]),
  ];
}

function titleOf(element: Element | undefined): string {
  const title = element && at(element, "title");
  return title ? named(title, "t").map(textOf).join("").trim() : "";
}

/** Cached values by their index; gaps are empty. */
function points(element: Element | undefined): string[] {
  const found: string[] = [];
  const all = element ? named(element, "pt") : [];
  for (const point of all) {
    const value = at(point, "v");
    const index = Number(attribute(point, "idx") ?? found.length);
    if (value && index < MAX_ROWS) found[index] = textOf(value);
  }
  const [single] = all.length === 0 && element ? named(element, "v") : [];
  return single ? [textOf(single)] : Array.from(found, (value) => value ?? "");
}

function table(like: Element, rows: readonly (readonly string[])[]): Element {
  return made(
    like,
    "tbl",
    rows.map((cells, index) => {
      const row = made(
        like,
        "tr",
        cells.map((cell) => made(like, "tc", [made(like, "p", [madeRun(like, cell)])])),
      );
      if (index > 0) return row;
      const properties = made(like, "trPr", [made(like, "tblHeader")]);
      properties.parent = row;
      row.children.unshift(properties);
      return row;
    }),
  );
}

/** SmartArt: the texts of its points, in order. ECMA-376 part 1, 21.4 */
function diagramBlocks(data: Tree, like: Element): Element[] {
  return named(data, "pt").flatMap((point) => {
    const text = childrenOf(point, "t")
      .flatMap((one) => named(one, "p"))
      .map((one) => named(one, "t").map(textOf).join(""))
      .filter((line) => line.trim() !== "");
    return text.map((line) => madeParagraph(like, line));
  });
}
