import { type Box, intersection } from "../../legibility/cover.ts";
import type { Color } from "../../legibility/ink.ts";
import { identity, type Matrix, numbers } from "./geometry.ts";

/** What a page's operators have set so far. ISO 32000-1, 8.4 and 9.3. */
export interface State {
  matrix: Matrix;
  size: number;
  mode: number;
  /** "unknown": a pattern or a gradient. */
  fill: Color | "unknown";
  stroke: Color | "unknown";
  fillAlpha: number;
  strokeAlpha: number;
  /** The opacity of the transparency groups around. */
  groupAlpha: number;
  /** Whether colours mix with what is below. */
  blends: boolean;
  /** Whether a soft mask lets parts of what is below through. */
  masked: boolean;
  clip: Box;
  /** Whether the clip is the whole of its box. */
  clipIsBox: boolean;
  charSpacing: number;
  wordSpacing: number;
  scale: number;
  leading: number;
  rise: number;
}

const everywhere: Box = [-1e9, -1e9, 1e9, 1e9];

export function initialState(matrix: Matrix = identity): State {
  return {
    matrix,
    size: 1,
    mode: 0,
    fill: [0, 0, 0, 1],
    stroke: [0, 0, 0, 1],
    fillAlpha: 1,
    strokeAlpha: 1,
    groupAlpha: 1,
    blends: false,
    masked: false,
    clip: everywhere,
    clipIsBox: true,
    charSpacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
    rise: 0,
  };
}

/** Applies an operator that only sets something; false for any other. */
export function applyOperator(state: State, name: string, args: unknown): boolean {
  const first = Array.isArray(args) && typeof args[0] === "number" ? args[0] : 0;
  switch (name) {
    case "setGState":
      applySettings(state, args);
      return true;
    case "setFillRGBColor":
    case "setFillColorN":
      state.fill = name === "setFillColorN" ? "unknown" : colorOfArgument(args);
      return true;
    case "setStrokeRGBColor":
    case "setStrokeColorN":
      state.stroke = name === "setStrokeColorN" ? "unknown" : colorOfArgument(args);
      return true;
    case "setTextRenderingMode":
      state.mode = first;
      return true;
    case "setFont":
      state.size = numbers(Array.isArray(args) ? args.slice(1) : [])[0] ?? 1;
      return true;
    case "setCharSpacing":
      state.charSpacing = first;
      return true;
    case "setWordSpacing":
      state.wordSpacing = first;
      return true;
    case "setHScale":
      state.scale = first / 100;
      return true;
    case "setTextRise":
      state.rise = first;
      return true;
    default:
      return false;
  }
}

/** Applies an external graphics state: opacities, blend mode, soft mask (ISO 32000-1, 11.6.4 and 11.6.5). */
function applySettings(state: State, args: unknown): void {
  const settings: unknown = Array.isArray(args) ? args[0] : [];
  if (!Array.isArray(settings)) return;
  for (const setting of settings) {
    if (!Array.isArray(setting)) continue;
    const [name, value]: readonly unknown[] = setting;
    if (name === "ca" && typeof value === "number") state.fillAlpha = value;
    else if (name === "CA" && typeof value === "number") state.strokeAlpha = value;
    else if (name === "BM") state.blends = !/^(?:normal|compatible|source-over)$/i.test(String(value));
    else if (name === "SMask") state.masked = value !== false;
  }
}

/** pdf.js states colours as `#rrggbb`. */
function colorOfArgument(args: unknown): Color | "unknown" {
  const text: unknown = Array.isArray(args) ? args[0] : args;
  const digits = typeof text === "string" ? /^#([0-9a-f]{6})$/i.exec(text)?.[1] : undefined;
  if (digits === undefined) return "unknown";
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
  return [red, green, blue, 1];
}

/** Whether what is painted replaces what is below it. */
export function replacesGround({ blends, masked }: State): boolean {
  return !blends && !masked;
}

export function clipTo(state: State, box: Box, isBox = true): void {
  state.clip = intersection(state.clip, box);
  state.clipIsBox &&= isBox;
}

/** The colours in which text is painted: filled, stroked or both; none in modes 3 and 7 (ISO 32000-1, 9.3.6). */
export function inksOf(state: State): (Color | "unknown")[] {
  const mode = state.mode & 3;
  const inks: (Color | "unknown")[] = [];
  const painted = (color: Color | "unknown", alpha: number) => {
    const opacity = alpha * state.groupAlpha;
    if (color === "unknown") inks.push(opacity > 0 ? "unknown" : [0, 0, 0, 0]);
    else inks.push([color[0], color[1], color[2], opacity]);
  };
  if (mode === 0 || mode === 2) painted(state.fill, state.fillAlpha);
  if (mode === 1 || mode === 2) painted(state.stroke, state.strokeAlpha);
  return inks;
}
