import { type Element, isTag } from "domhandler";
import { escapeHtml } from "../../../html/characters.ts";
import { image } from "../../vocabulary/html-text.ts";
import { at, attribute, childrenOf, elementsOf, local, textOf } from "../office/xml.ts";
import type { ReadBlocks, TextContext } from "./context.ts";
import { inPoints, shapeCss, styled } from "./look.ts";
import { property } from "./styles.ts";
import { tableHtml } from "./table.ts";

/** 10 cm in points: no margin is wider, and a picture behind the whole text is. */
const TEN_CENTIMETRES = 283;

/**
 * A drawing in its line: a picture's description, a formula. Text of boxes, shapes and charts goes to the floats, which
 * follow the paragraph.
 */
export function drawingHtml(drawing: Element, context: TextContext, blocks: ReadBlocks): string {
  if (local(drawing) === "g")
    return childrenOf(drawing)
      .filter((one) => isDrawing(one))
      .map((one) => drawingHtml(one, context, blocks))
      .join("");
  const box = local(drawing) === "frame" ? at(drawing, "text-box") : drawing;
  if (box && isText(box)) {
    const look = styled(
      placeCss(drawing) + shapeCss(context.styles.line("graphic", attribute(drawing, "style-name"))),
    );
    // Read before it is put down: what floats in it follows its own paragraph.
    const inner = blocks(box, { ...context, floats: [] });
    context.floats.push(`<div${look}>${inner}</div>`);
    return "";
  }
  const object = at(drawing, "object");
  const embedded = object && (at(object, "math") ?? embeddedIn(object, context));
  if (embedded && local(embedded) === "math") return mathHtml(embedded);
  const chart = embedded && [...elementsOf(embedded)].find(isChart);
  if (chart) {
    context.floats.push(chartHtml(chart, context, blocks));
    return "";
  }
  return pictureHtml(drawing, context);
}

const isDrawing = (element: Element): boolean =>
  !/^(?:title|desc|glue-point|event-listeners)$/.test(local(element));

const isText = (box: Element): boolean =>
  childrenOf(box).some(
    (one) => ["p", "h", "list", "table", "section"].includes(local(one)) && textOf(one).trim() !== "",
  );

function pictureHtml(drawing: Element, { warnings }: TextContext): string {
  const alt = ["desc", "title"]
    .map((name) => at(drawing, name))
    .map((one) => (one ? textOf(one).trim() : ""))
    .find((text) => text !== "" && !/\.(?:png|jpe?g|gif|svg|emf|wmf|tiff?|bmp)$/i.test(text));
  if (alt !== undefined) return image(alt, "");
  const isPicture = at(drawing, "image") !== undefined;
  if (isPicture || at(drawing, "object") || at(drawing, "object-ole"))
    warnings.count(isPicture ? "image-without-alt" : "drawing-dropped");
  return "";
}

/** The chart itself, not the body that it is in. */
const isChart = (element: Element): boolean =>
  local(element) === "chart" &&
  ["plot-area", "title", "table"].some((name) => at(element, name) !== undefined);

/** The part that an object is in: `./Object 1` or `Object 1/` → `Object 1/content.xml`. */
function embeddedIn(object: Element, { parts }: TextContext): Element | undefined {
  const folder = (attribute(object, "href") ?? "").replaceAll(/^\.\/|\/$/g, "");
  const root = folder === "" ? undefined : parts.part(`${folder}/content.xml`);
  return root && childrenOf(root)[0];
}

/** MathML without its prefixes, and without the program's own spelling of it. */
function mathHtml(math: Element): string {
  const written = (element: Element): string => {
    const name = local(element);
    if (!/^[a-z]+$/.test(name) || name.startsWith("annotation")) return "";
    const inner = element.children
      .map((child) => (isTag(child) ? written(child) : child.type === "text" ? escapeHtml(child.data) : ""))
      .join("");
    return `<${name}>${inner}</${name}>`;
  };
  return written(math);
}

/** A chart's title, and the table that it is drawn from. */
function chartHtml(chart: Element, context: TextContext, blocks: ReadBlocks): string {
  const title = at(chart, "title");
  const table = at(chart, "table");
  const caption = title ? textOf(title).trim() : "";
  return `${caption === "" ? "" : `<p>${escapeHtml(caption)}</p>`}${table ? tableHtml(table, context, blocks) : ""}`;
}

/** A frame that is wholly left of or above the page is on none. */
function placeCss(drawing: Element): string {
  const isOff = (
    [
      ["x", "width"],
      ["y", "height"],
    ] as const
  ).some(([place, extent]) => {
    const start = inPoints(attribute(drawing, place));
    // Places are counted from the text or from the paper's edge.
    return start < 0 && start + inPoints(attribute(drawing, extent)) < -TEN_CENTIMETRES;
  });
  return isOff ? "position:absolute;left:-9999px;" : "";
}

/** Whether a picture lies behind the text of pages: nobody knows what the letters are on. */
export function hasBackdrop(roots: readonly Element[], { styles }: Pick<TextContext, "styles">): boolean {
  return roots.some((root) =>
    [...elementsOf(root)].some((one) => {
      if (local(one) !== "frame" || !at(one, "image")) return false;
      const line = styles.line("graphic", attribute(one, "style-name"));
      return (
        property(line, "graphic-properties", "run-through") === "background" &&
        inPoints(attribute(one, "width")) >= TEN_CENTIMETRES
      );
    }),
  );
}
