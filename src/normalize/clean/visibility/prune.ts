import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { findFirst, isBlank, noAttributes, textOf } from "../../../html/dom.ts";
import type { Parsed } from "../../../html/parse.ts";
import type { Warnings } from "../../warnings.ts";
import type { Covered } from "./covers/find.ts";
import type { Declarations } from "./declarations.ts";
import type { Opened } from "./opened/find.ts";
import { isUnseen, type Paint, paintOf, plainPaint } from "./paint.ts";
import type { Sight } from "./sight.ts";
import type { Styles } from "./styles.ts";
import { isReplacedName } from "./text-length.ts";
import type { Twins } from "./twins.ts";

export interface Pruning {
  readonly styles: Styles;
  readonly sight: Sight;
  readonly opened: Opened;
  readonly twins: Twins;
  readonly covered: Covered;
  readonly warnings: Warnings;
  readonly isPage: boolean;
}

/**
 * Removes what a reader of the document does not see: hidden by attribute, by `style`, by the document's own style
 * sheets, or by text in the colour of its background. What opens on demand stays: `<details>`, the panels of labelled
 * tabs. Afterwards no step can take a title, a caption or a label from hidden text.
 */
export function pruneHidden({ tree }: Parsed, pruning: Pruning): void {
  prune(tree, plainPaint, pruning);
  const unread = pruning.styles.unread();
  for (const rule of unread) pruning.warnings.count("style-unread", rule);
}

function prune(node: ParentNode, paint: Paint, pruning: Pruning): void {
  let kept: ChildNode[] | undefined;
  const { children } = node;
  const unseen = isUnseen(paint);
  for (let index = 0; index < children.length; index += 1) {
    const child = children[index];
    if (!child) continue;
    const hidden = isTag(child)
      ? visit(child, paint, pruning)
      : unseen && isText(child) && !isBlank(child.data);
    if (hidden) {
      pruning.sight.total();
      kept ??= children.slice(0, index);
      child.parent = null;
    } else kept?.push(child);
  }
  if (kept) relink(node, kept);
}

/** Whether an element is hidden; if not, removes its hidden parts. */
function visit(node: Element, paint: Paint, pruning: Pruning): boolean {
  const { styles, sight, opened, twins } = pruning;
  const isPlain = node.attribs === noAttributes;
  const style = isPlain && styles.onlyInline ? undefined : sight.styleOf(node);
  if ((!style || (isPlain && style.size === 0)) && !isUnseen(paint)) {
    if (node.children.length > 0) prune(node, paint, pruning);
    return false;
  }
  const isOpened = opened.parts.has(node) || twins.kept.has(node);
  if (twins.dropped.size > 0 && twins.dropped.has(node)) return true;
  const hides = !isOpened && sight.hides(node);
  const painted = paintedAs(node, style ?? nothing, paint, pruning, isOpened);
  const unseen = isUnseen(painted);
  if ((hides || (unseen && !isUnseen(paint))) && !pruning.isPage && textOf(node).trim() !== "")
    pruning.warnings.count("hidden-dropped");
  if (hides) return true;
  if (isOpened || node.attribs.style !== undefined) showInTree(node, isOpened);
  if (painted.invisible && isReplacedName(node.name)) return true;
  if (node.children.length > 0) prune(node, painted, pruning);
  return unseen && textOf(node).trim() === "" && !holdsPicture(node, painted);
}

const nothing: Declarations = new Map();

/** How the text of an element is painted, if that is not only until a script has run or a reader has opened it. */
function paintedAs(
  node: Element,
  style: Declarations,
  outer: Paint,
  { sight, covered }: Pruning,
  isOpened: boolean,
): Paint {
  const painted = underCover(node, paintOf(node, style, outer), covered);
  if (!isUnseen(painted) || isUnseen(outer)) return painted;
  const waits = isOpened || sight.isWaitingForScript(node);
  return waits
    ? { ...painted, inkless: outer.inkless, invisible: outer.invisible, size: outer.size }
    : painted;
}

function underCover(node: Element, paint: Paint, { boxes, above }: Covered): Paint {
  const covered = boxes.has(node) || (paint.covered && !above.has(node));
  return covered === paint.covered ? paint : { ...paint, covered };
}

/** Later steps know the usual attributes of hidden elements, and must not take this one for hidden. */
function showInTree({ attribs }: Element, isOpened: boolean): void {
  if (isOpened) {
    delete attribs.hidden;
    delete attribs.popover;
    delete attribs["aria-hidden"];
  }
  if (isOpened || /display|visibility/i.test(attribs.style ?? "")) delete attribs.style;
}

/** Pictures have no ink and no size of letters. */
function holdsPicture(node: Element, { invisible }: Paint): boolean {
  return (
    !invisible &&
    (isReplacedName(node.name) || findFirst(node, ({ name }) => isReplacedName(name)) !== undefined)
  );
}

function relink(node: ParentNode, kept: ChildNode[]): void {
  node.children = kept;
  kept.forEach((child, index) => {
    child.prev = kept[index - 1] ?? null;
    child.next = kept[index + 1] ?? null;
  });
}
