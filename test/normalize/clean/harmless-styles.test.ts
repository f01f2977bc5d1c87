import { expect, test } from "vitest";
import { conceals, isHarmless } from "../../../src/normalize/clean/visibility/css-visibility.ts";
import { declarationsOf } from "../../../src/normalize/clean/visibility/declarations.ts";

const isHarmlessStyle = (style: string) =>
  [...declarationsOf(style)].every(([name, one]) => isHarmless(name, one));

test.each([
  "width: 100%; height: auto; max-width: 40em",
  "margin: 0 auto; padding: 1px; border: 1px solid",
  "display: block",
  "font-weight: bold; text-align: center; vertical-align: top",
])("%s need not be asked of any element", (style) => expect(isHarmlessStyle(style)).toBe(true));

test.each([
  "display: none",
  "display: block !important",
  "width: 0",
  "max-height: 1px",
  "margin-left: -9999px",
  "margin: -1px",
  "color: red",
  "background: white",
  "font-size: 0",
  "font: 0/0 a",
  "visibility: hidden",
  "opacity: 1",
  "position: absolute",
  "overflow: hidden",
  "text-indent: -99em",
])("%s may have a part in hiding", (style) => expect(isHarmlessStyle(style)).toBe(false));

test("what hides alone is never harmless", () => {
  const hiding = [
    "display:none",
    "visibility:collapse",
    "opacity:0",
    "font-size:1px",
    "clip-path:inset(50%)",
  ];
  for (const style of hiding) {
    expect(conceals(declarationsOf(style), "p")).toBe(true);
    expect(isHarmlessStyle(style)).toBe(false);
  }
});
