import type { Element, Document as Tree } from "domhandler";
import type { Color, Ground } from "../../legibility/ink.ts";
import { at, attribute, childrenOf, elementsOf, local } from "../office/xml.ts";

/** A document's theme colours by the names that Word uses for them. */
export type Theme = ReadonlyMap<string, Color>;

/** Names of colours in Word and DrawingML → names in the theme (ECMA-376 part 1, 17.18.97 and 20.1.6.2). */
const themeNames: Readonly<Record<string, string>> = {
  background1: "lt1",
  bg1: "lt1",
  light1: "lt1",
  background2: "lt2",
  bg2: "lt2",
  light2: "lt2",
  text1: "dk1",
  tx1: "dk1",
  dark1: "dk1",
  text2: "dk2",
  tx2: "dk2",
  dark2: "dk2",
  hyperlink: "hlink",
  followedHyperlink: "folHlink",
};
const usual: readonly (readonly [string, Color])[] = [
  ["lt1", [255, 255, 255, 1]],
  ["lt2", [231, 230, 230, 1]],
  ["dk1", [0, 0, 0, 1]],
  ["dk2", [68, 84, 106, 1]],
];

/** The colours of a theme part; black on white without one. */
export function themeOf(part: Tree | undefined): Theme {
  const theme = new Map<string, Color>(usual);
  for (const scheme of part ? elementsOf(part) : [])
    if (local(scheme) === "clrScheme")
      for (const named of childrenOf(scheme)) {
        const [color] = childrenOf(named);
        const hex = hexColor(attribute(color, "lastClr") ?? attribute(color, "val"));
        if (hex) theme.set(local(named), hex);
      }
  return theme;
}

/** The sixteen highlighters (ECMA-376 part 1, 17.18.40). */
const highlights: Readonly<Record<string, string>> = {
  black: "000000",
  blue: "0000FF",
  cyan: "00FFFF",
  darkBlue: "000080",
  darkCyan: "008080",
  darkGray: "808080",
  darkGreen: "008000",
  darkMagenta: "800080",
  darkRed: "800000",
  darkYellow: "808000",
  green: "00FF00",
  lightGray: "C0C0C0",
  magenta: "FF00FF",
  red: "FF0000",
  white: "FFFFFF",
  yellow: "FFFF00",
};

export function highlightColor(element: Element | undefined): Color | undefined {
  return hexColor(highlights[attribute(element, "val") ?? ""]);
}

export function hexColor(text: string | undefined): Color | undefined {
  if (!/^#?[0-9a-f]{6}$/i.test(text ?? "")) return undefined;
  const value = Number.parseInt((text ?? "").replace("#", ""), 16);
  return [value >> 16, (value >> 8) & 255, value & 255, 1];
}

/**
 * The colour that an element of WordprocessingML states, by a name of the theme or by its value. Undefined: automatic.
 *
 * @param kind whose attributes are meant: a shading has a pattern's colour and a fill
 */
export function statedColor(
  element: Element | undefined,
  theme: Theme,
  kind: "val" | "color" | "fill" = "val",
): Color | undefined {
  const prefix = kind === "fill" ? "themeFill" : "themeColor";
  const name = attribute(element, prefix);
  const themed = name === undefined ? undefined : theme.get(themeNames[name] ?? name);
  if (!themed) return hexColor(attribute(element, kind));
  const tint = byte(attribute(element, kind === "fill" ? "themeFillTint" : "themeTint"));
  const shade = byte(attribute(element, kind === "fill" ? "themeFillShade" : "themeShade"));
  return [mixed(themed[0], tint, shade), mixed(themed[1], tint, shade), mixed(themed[2], tint, shade), 1];
}

function byte(text: string | undefined): number {
  const value = Number.parseInt(text ?? "FF", 16);
  return Number.isNaN(value) ? 1 : value / 255;
}

/** A tint mixes with white, a shade with black. */
function mixed(channel: number, tint: number, shade: number): number {
  return Math.round((channel * tint + 255 * (1 - tint)) * shade);
}

/** The ground that `w:shd` paints: a fill, a pattern's colour, or a mixture of both (ECMA-376 part 1, 17.18.78). */
export function shadingColor(element: Element | undefined, theme: Theme): Ground {
  if (!element) return undefined;
  const pattern = attribute(element, "val") ?? "clear";
  const fill = statedColor(element, theme, "fill");
  if (pattern === "clear" || pattern === "nil") return fill;
  const color = statedColor(element, theme, "color") ?? [0, 0, 0, 1];
  if (pattern === "solid") return color;
  const share = Number(/^pct(\d+)$/.exec(pattern)?.[1] ?? Number.NaN) / 100;
  if (Number.isNaN(share)) return "unknown";
  const [red, green, blue] = [0, 1, 2].map((index) =>
    Math.round((color[index] ?? 0) * share + (fill?.[index] ?? 255) * (1 - share)),
  );
  return [red ?? 0, green ?? 0, blue ?? 0, 1];
}

/** The fill of a shape or of letters in DrawingML; undefined where none is stated. `none`: nothing is filled. */
export function drawnFill(
  properties: Element | undefined,
  theme: Theme,
): Color | "unknown" | "none" | undefined {
  if (!properties) return undefined;
  if (at(properties, "noFill")) return "none";
  const solid = at(properties, "solidFill");
  if (!solid)
    return at(properties, "gradFill") || at(properties, "blipFill") || at(properties, "pattFill")
      ? "unknown"
      : undefined;
  const [color] = childrenOf(solid);
  const value = attribute(color, "val") ?? "";
  const found = theme.get(themeNames[value] ?? value) ?? hexColor(attribute(color, "lastClr") ?? value);
  if (!color || !found) return "unknown";
  const changes = childrenOf(color).map((change) => local(change));
  const alpha = transparency(color);
  if (changes.some((name) => name !== "alpha")) return alpha >= 0.95 ? [0, 0, 0, 0] : "unknown";
  return [found[0], found[1], found[2], 1 - alpha];
}

/** In Word's own namespace `alpha` is the transparency, in DrawingML's the opacity, in thousandths of a percent. */
function transparency(color: Element): number {
  const alpha = at(color, "alpha");
  if (!alpha) return 0;
  const share = Number.parseFloat(attribute(alpha, "val") ?? "0") / 100_000;
  return alpha.name.startsWith("a:") ? 1 - share : share;
}
