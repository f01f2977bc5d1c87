import type { Color } from "../../legibility/ink.ts";
import { colorNames } from "./color-names.ts";

export { type Color, sameColor, white } from "../../legibility/ink.ts";

/** Undefined where a value alone does not state a colour that is known: https://www.w3.org/TR/css-color-4/ */
export function colorOf(value: string): Color | undefined {
  const text = value.trim().toLowerCase();
  const name = colorNames.get(text);
  if (name !== undefined) return fromHex(name);
  const hex = /^#?([0-9a-f]{3,8})$/.exec(text)?.[1];
  if (hex !== undefined) return fromHex(hex);
  const call = /^(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(([^()]{1,80})\)$/.exec(text);
  if (!call) return undefined;
  const [, space = "", inner = ""] = call;
  const parts = inner.split(/[\s,/]+/).filter(Boolean);
  if (space === "color") return parts[0] === "srgb" ? fromShares(parts.slice(1).map(number)) : undefined;
  if (parts.length < 3) return undefined;
  const [first = 0, second = 0, third = 0, alpha = 1] = parts.map(number);
  if ([first, second, third, alpha].some(Number.isNaN)) return undefined;
  if (space === "rgb") return fromRgb(parts, alpha);
  if (space === "hsl") return fromHsl(angle(parts[0] ?? ""), share(parts[1]), share(parts[2]), alpha);
  if (space === "hwb") return fromHwb(angle(parts[0] ?? ""), share(parts[1]), share(parts[2]), alpha);
  return fromLightness(space, parts, alpha);
}

/** The colours that a longer value names: a gradient's, a shadow's. */
export function colorsIn(value: string): Color[] {
  const found = value.match(
    /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|(?:ok)?l(?:ab|ch))a?\([^()]*\)|[a-z]{3,20}(?![\w(-])/g,
  );
  return (found ?? []).map(colorOf).filter((one) => one !== undefined);
}

function fromHex(hex: string): Color | undefined {
  const short = hex.length < 5;
  if (hex.length === 5 || hex.length === 7) return undefined;
  const at = (index: number) => {
    const digits = short ? (hex[index] ?? "").repeat(2) : hex.slice(index * 2, index * 2 + 2);
    return digits === "" ? 255 : Number.parseInt(digits, 16);
  };
  return [at(0), at(1), at(2), at(3) / 255];
}

function fromShares([red, green, blue, alpha = 1]: readonly number[]): Color | undefined {
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return [red * 255, green * 255, blue * 255, alpha];
}

function fromRgb(parts: readonly string[], alpha: number): Color {
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part.endsWith("%") ? number(part) * 255 : number(part),
  );
  return [red, green, blue, alpha];
}

/** https://www.w3.org/TR/css-color-4/#hsl-to-rgb */
function fromHsl(hue: number, saturation: number, lightness: number, alpha: number): Color {
  const part = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    const spread = saturation * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [part(0), part(8), part(4), alpha];
}

function fromHwb(hue: number, white: number, black: number, alpha: number): Color {
  if (white + black >= 1) return fromHsl(0, 0, white / (white + black), alpha);
  const [red, green, blue] = fromHsl(hue, 1, 0.5, 1);
  const mixed = (one: number) => one * (1 - white - black) + white * 255;
  return [mixed(red), mixed(green), mixed(blue), alpha];
}

/** Of colours by lightness only white, black and the opacity are told apart. */
function fromLightness(space: string, parts: readonly string[], alpha: number): Color | undefined {
  const lightness = number(parts[0] ?? "") / (parts[0]?.endsWith("%") || space.startsWith("ok") ? 1 : 100);
  if (lightness >= 0.99) return [255, 255, 255, alpha];
  if (lightness <= 0.01) return [0, 0, 0, alpha];
  return alpha === 0 ? [0, 0, 0, 0] : undefined;
}

function number(text: string): number {
  if (text === "none") return 0;
  const value = Number.parseFloat(text);
  return text.endsWith("%") ? value / 100 : value;
}

/** A share from 0 to 1; percent signs may be left out. */
const share = (text = ""): number => Math.min(1, Math.max(0, Number.parseFloat(text) / 100)) || 0;

function angle(text: string): number {
  const value = Number.parseFloat(text) || 0;
  const degrees = text.endsWith("turn")
    ? value * 360
    : text.endsWith("grad")
      ? value * 0.9
      : text.endsWith("rad")
        ? (value * 180) / Math.PI
        : value;
  return ((degrees % 360) + 360) % 360;
}
