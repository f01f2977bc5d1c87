import { type Drawing, drawn, greyImage, show, stream } from "./pdf.ts";

/** Draws a PDF with a word in it. */
export type Channel = (word: string) => Buffer;

const prose = ["Refunds take five days.", "Higher limits are granted on request, within two days."]
  .map((line, index) => show(line, 50, 750 - index * 14))
  .join("\n");

function on(content: (word: string) => string, more: Omit<Drawing, "content"> = {}): Channel {
  return (word) => drawn({ ...more, content: `${prose}\n${content(word)}` });
}

const at = (word: string, size = 10) => show(word, 50, 600, size);
const bar = (color: string) => `${color} rg 40 590 300 24 re f 0 0 0 rg`;
const state = (entries: string) => `/ExtGState<</G<<${entries}>>>>`;
const layer = (word: string) => `/OC /L BDC ${at(word)} EMC`;
const off = "/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]/Order[6 0 R]>>>>";
const form = (content: string, entries = "") =>
  stream(content, `/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>${entries}`);
const rounded =
  "0 0 0 rg 44 590 m 336 590 l 340 590 340 594 340 594 c 340 610 l 340 614 336 614 336 614 c 44 614 l 40 614 40 610 40 610 c 40 594 l 40 590 44 590 44 590 c f";
const square = "/Annots[<</Type/Annot/Subtype/Square/Rect[40 590 340 614]/F 4/AP<</N 6 0 R>>>>]";
const image = (side: number, entries = "") => ({
  resources: "/XObject<</I 6 0 R>>",
  objects: [greyImage(side, entries)],
});
const placed = "q 300 0 0 24 40 590 cm /I Do Q";

/** Ways to have text in a PDF that its reader does not see. */
export const hiddenInPdf: Readonly<Record<string, Channel>> = {
  "rendering mode 3": on((word) => `3 Tr ${at(word)} 0 Tr`),
  "rendering mode 7": on((word) => `q 7 Tr ${at(word)} Q`),
  white: on((word) => `1 1 1 rg ${at(word)}`),
  "white in CMYK": on((word) => `0 0 0 0 k ${at(word)}`),
  "white in grey": on((word) => `1 g ${at(word)}`),
  "white outlines": on((word) => `1 Tr 1 1 1 RG ${at(word)}`),
  "near white (98 %)": on((word) => `0.98 0.98 0.98 rg ${at(word)}`),
  "near white (95 %)": on((word) => `0.95 0.95 0.95 rg ${at(word)}`),
  "black on black": on((word) => `${bar("0 0 0")} ${at(word)}`),
  "the colour of its ground": on((word) => `${bar("0.2 0.4 0.6")} 0.21 0.4 0.6 rg ${at(word)}`),
  "no opacity": on((word) => `/G gs ${at(word)}`, { resources: state("/ca 0") }),
  "next to no opacity": on((word) => `/G gs ${at(word)}`, { resources: state("/ca 0.02") }),
  "a form without opacity": (word) =>
    drawn({
      content: `${prose} /G gs /X Do`,
      resources: `${state("/ca 0")}/XObject<</X 6 0 R>>`,
      objects: [form(at(word), "/Group<</S/Transparency>>")],
    }),
  "a black bar over it": on((word) => `${at(word)} ${bar("0 0 0")}`),
  "a white bar over it": on((word) => `${at(word)} ${bar("1 1 1")}`),
  "a bar with round corners over it": on((word) => `${at(word)} ${rounded}`),
  "two bars over it": on((word) => `${at(word)} 0 0 0 rg 40 590 40 24 re f 80 590 300 24 re f`),
  "a bar over it in the middle of a line": on(
    (word) => `${show(`Ask ${word} first.`, 50, 600)} 0 0 0 rg 69 590 ${word.length * 5.4} 20 re f`,
  ),
  "an image over it": on((word) => `${at(word)} ${placed}`, image(4)),
  "an image of one pixel over it": on((word) => `${at(word)} ${placed}`, image(1)),
  "an annotation over it": on(at, {
    page: square,
    objects: [stream("0 0 0 rg 0 0 300 24 re f", "/Type/XObject/Subtype/Form/BBox[0 0 300 24]")],
  }),
  "a layer that is off": on(layer, {
    catalog: off,
    resources: "/Properties<</L 6 0 R>>",
    objects: ["<</Type/OCG/Name(Draft)>>"],
  }),
  "a membership whose layers are off": on(layer, {
    catalog: off,
    resources: "/Properties<</L 7 0 R>>",
    objects: ["<</Type/OCG/Name(Draft)>>", "<</Type/OCMD/OCGs[6 0 R]/P/AnyOn>>"],
  }),
  "layers that are off unless named": on(layer, {
    catalog: "/OCProperties<</OCGs[6 0 R]/D<</BaseState/OFF>>>>",
    resources: "/Properties<</L 6 0 R>>",
    objects: ["<</Type/OCG/Name(Draft)>>"],
  }),
  "a form in a layer that is off": (word) =>
    drawn({
      content: `${prose} /X Do`,
      catalog: off,
      resources: "/XObject<</X 7 0 R>>",
      objects: ["<</Type/OCG/Name(Draft)>>", form(at(word), "/OC 6 0 R")],
    }),
  "a tenth of a point": on((word) => at(word, 0.1)),
  "one point": on((word) => at(word, 1)),
  "one point by its matrix": on((word) => `BT /F1 10 Tf 0.1 0 0 0.1 50 600 Tm (${word}) Tj ET`),
  "scaled to nothing": on((word) => `q 0.001 0 0 0.001 50 600 cm BT /F1 10 Tf (${word}) Tj ET Q`),
  "no width": on((word) => `1 Tz ${at(word)}`),
  "an empty clip": on((word) => `q 0 0 0 0 re W n ${at(word)} Q`),
  "a clip elsewhere": on((word) => `q 300 100 50 50 re W n ${at(word)} Q`),
  "a form whose box is elsewhere": (word) =>
    drawn({
      content: `${prose} /X Do`,
      resources: "/XObject<</X 6 0 R>>",
      objects: [form(at(word)).replace("[0 0 595 842]", "[300 100 350 150]")],
    }),
  "outside the page": on((word) => show(word, 50, 900)),
  "outside the crop box": on((word) => show(word, 500, 600), { page: "/CropBox[0 0 400 842]" }),
};

/** Text that only looks as if it were hidden. */
export const seenInPdf: Readonly<Record<string, Channel>> = {
  "white on a dark bar": on((word) => `${bar("0.1 0.2 0.4")} 1 1 1 rg ${at(word)}`),
  "white on a dark page": (word) =>
    drawn({ content: `0.1 0.1 0.1 rg 0 0 595 842 re f 1 1 1 rg ${prose} ${at(word)}` }),
  "white on an image": on((word) => `${placed} 1 1 1 rg ${at(word)}`, image(4)),
  "white on a gradient": on((word) => `q 40 590 300 24 re W n /S sh Q 1 1 1 rg ${at(word)}`, {
    resources:
      "/Shading<</S<</ShadingType 2/ColorSpace/DeviceRGB/Coords[40 0 340 0]/Function<</FunctionType 2/Domain[0 1]/C0[0 0 0]/C1[0 0 1]/N 1>>>>>>",
  }),
  "white on a round badge": on(
    (word) => `0 0 0.5 rg 40 600 m 40 680 200 680 200 600 c 200 520 40 520 40 600 c f 1 1 1 rg ${at(word)}`,
  ),
  "white with black outlines": on((word) => `2 Tr 1 1 1 rg 0 0 0 RG ${at(word)}`),
  "black outlines": on((word) => `1 Tr ${at(word)}`),
  "a highlight drawn before": on((word) => `${bar("1 1 0")} ${at(word)}`),
  "a highlight that multiplies": on((word) => `${at(word)} /G gs ${bar("1 1 0")}`, {
    resources: state("/BM/Multiply"),
  }),
  "a bar that can be seen through": on((word) => `${at(word)} /G gs ${bar("1 1 0")}`, {
    resources: state("/ca 0.4"),
  }),
  "an image that can be seen through": on((word) => `${at(word)} ${placed}`, {
    resources: "/XObject<</I 6 0 R>>",
    objects: [greyImage(4, "/SMask 7 0 R"), greyImage(4)],
  }),
  "a bar over it, and painted again": on((word) => `${at(word)} ${bar("1 1 1")} ${at(word)}`),
  "an underline": on((word) => `${at(word)} 0 0 0 rg 50 598 90 0.7 re f`),
  "a line through it": on((word) => `${at(word)} 0 0 0 rg 50 602.6 90 0.7 re f`),
  "a frame around it": on((word) => `${at(word)} 0 0 0 RG 40 590 300 24 re S`),
  "a bar over the line below": on((word) => `${at(word)} 0 0 0 rg 40 576 300 22 re f`),
  "a layer that is on": on(layer, {
    catalog: "/OCProperties<</OCGs[6 0 R]/D<</ON[6 0 R]>>>>",
    resources: "/Properties<</L 6 0 R>>",
    objects: ["<</Type/OCG/Name(Draft)>>"],
  }),
  "a footnote of six points": on((word) => at(word, 6)),
  grey: on((word) => `0.6 0.6 0.6 rg ${at(word)}`),
  yellow: on((word) => `1 1 0 rg ${at(word)}`),
  "inside a clip": on((word) => `q 40 590 300 24 re W n ${at(word)} Q`),
  condensed: on((word) => `70 Tz ${at(word)}`),
  "next to a bar in its line": on(
    (word) => `${show(`Ask Benedict, or ${word}.`, 50, 600)} 0 0 0 rg 69 590 38 20 re f`,
  ),
};
