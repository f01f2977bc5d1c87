import type { Color } from "../../legibility/ink.ts";

export { type Color, sameColor, white } from "../../legibility/ink.ts";

const named: Readonly<Record<string, Color>> = {
  white: [255, 255, 255, 1],
  black: [0, 0, 0, 1],
  red: [255, 0, 0, 1],
  lime: [0, 255, 0, 1],
  green: [0, 128, 0, 1],
  blue: [0, 0, 255, 1],
  yellow: [255, 255, 0, 1],
  gray: [128, 128, 128, 1],
  grey: [128, 128, 128, 1],
  silver: [192, 192, 192, 1],
  ivory: [255, 255, 240, 1],
  snow: [255, 250, 250, 1],
  ghostwhite: [248, 248, 255, 1],
  whitesmoke: [245, 245, 245, 1],
  floralwhite: [255, 250, 240, 1],
  mintcream: [245, 255, 250, 1],
  azure: [240, 255, 255, 1],
  transparent: [0, 0, 0, 0],
};

/** Undefined where a value alone does not state a colour. */
export function colorOf(value: string): Color | undefined {
  const text = value.trim().toLowerCase();
  if (Object.hasOwn(named, text)) return named[text];
  const hex = /^#?([0-9a-f]{3,8})$/.exec(text)?.[1];
  if (hex !== undefined) return fromHex(hex);
  const call = /^(rgb|hsl)a?\(([^()]{1,80})\)$/.exec(text);
  if (!call) return undefined;
  const [first, second, third, alpha = 1] = (call[2] ?? "")
    .split(/[\s,/]+/)
    .filter(Boolean)
    .map(number);
  if (first === undefined || second === undefined || third === undefined) return undefined;
  if (call[1] === "rgb") return [first, second, third, alpha];
  // For a colour by hue, only white, black and the opacity matter.
  return third >= 0.99
    ? [255, 255, 255, alpha]
    : third <= 0.01
      ? [0, 0, 0, alpha]
      : alpha === 0
        ? [0, 0, 0, 0]
        : undefined;
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

function number(text: string): number {
  const value = Number.parseFloat(text);
  return text.endsWith("%") ? value / 100 : value;
}
