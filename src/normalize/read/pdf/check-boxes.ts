import type { Box } from "../../legibility/cover.ts";
import { boxOf, boxOfNumbers, type Matrix } from "./geometry.ts";
import type { TextItem } from "./text.ts";

/** A box is a sign as large as the text beside it, whatever it is drawn in. Points. */
const MAX_SIZE = 11;

/**
 * A page's text with the boxes of its forms as signs. Viewers draw their state as a picture, or in a font of signs, whose
 * letters mean something else. PDF 32000-1, 12.7.4.2.3
 *
 * @param annotations of the page, as pdf.js tells them
 */
export function withCheckBoxes(
  items: readonly TextItem[],
  annotations: readonly unknown[],
  upright: Matrix,
): TextItem[] {
  const boxes = annotations.flatMap((annotation) => {
    const { subtype, checkBox, radioButton, hidden, fieldValue, exportValue, buttonValue, rect } =
      annotation as Record<string, unknown>;
    if (subtype !== "Widget" || (checkBox !== true && radioButton !== true) || hidden === true) return [];
    if (!Array.isArray(rect)) return [];
    const on = checkBox === true ? exportValue : buttonValue;
    const isOn = fieldValue === on && on !== undefined && on !== null;
    return [{ box: boxOf(upright, boxOfNumbers(rect)), isOn }];
  });
  if (boxes.length === 0) return [...items];
  const text = items.filter((item) => !boxes.some(({ box }) => isIn(box, item)));
  return [...text, ...boxes.map(({ box, isOn }) => signAt(box, isOn))];
}

function isIn([left, bottom, right, top]: Box, { x, y, width }: TextItem): boolean {
  const middle = x + width / 2;
  return middle > left && middle < right && y > bottom - 2 && y < top;
}

function signAt([left, bottom, right, top]: Box, isOn: boolean): TextItem {
  const size = Math.min(MAX_SIZE, Math.max(top - bottom, 1));
  const y = bottom + (top - bottom - size * 0.7) / 2;
  return { text: isOn ? "☑" : "☐", x: left, y, width: right - left, size, format: {} };
}
