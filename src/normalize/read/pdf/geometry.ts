import type { Box } from "../../legibility/cover.ts";

export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** `b`, then `a`: how PDF concatenates (ISO 32000-1, 8.3.4). */
export function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[2] * b[1],
    a[1] * b[0] + a[3] * b[1],
    a[0] * b[2] + a[2] * b[3],
    a[1] * b[2] + a[3] * b[3],
    a[0] * b[4] + a[2] * b[5] + a[4],
    a[1] * b[4] + a[3] * b[5] + a[5],
  ];
}

/** Where a matrix moves a point. */
export function moved([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** Arguments of an operator come as numbers, or as one array of them. */
export function numbers(args: unknown): number[] {
  const found: number[] = [];
  collect(args, found);
  return found;
}

function collect(args: unknown, found: number[]): void {
  if (typeof args === "number") found.push(args);
  else if (ArrayBuffer.isView(args)) for (const one of args as unknown as Iterable<number>) found.push(one);
  else if (Array.isArray(args)) for (const one of args) collect(one, found);
}

/** Moves a page's own coordinates so that its lower left corner, as it is shown, is the origin. ISO 32000-1, 7.7.3.3 (`Rotate`). */
export function uprightMatrix([left, bottom, right, top]: Box, rotate: number): Matrix {
  switch (((rotate % 360) + 360) % 360) {
    case 90:
      return [0, -1, 1, 0, -bottom, right];
    case 180:
      return [-1, 0, 0, -1, right, top];
    case 270:
      return [0, 1, -1, 0, top, -left];
    default:
      return [1, 0, 0, 1, -left, -bottom];
  }
}

/** How text runs: to the right, upwards, to the left, downwards; undefined where it is slanted. */
export type Turn = 0 | 1 | 2 | 3;

export function turnOf([a, b]: Matrix): Turn | undefined {
  if (Math.abs(b) <= Math.abs(a) * 0.2) return a < 0 ? 2 : 0;
  if (Math.abs(a) <= Math.abs(b) * 0.2) return b > 0 ? 1 : 3;
  return undefined;
}

/** A box in coordinates in which text of a turn runs to the right. */
export function unturned(box: Box, turn: Turn): Box {
  const [left, bottom, right, top] = box;
  if (turn === 1) return [bottom, -right, top, -left];
  if (turn === 2) return [-right, -top, -left, -bottom];
  return turn === 3 ? [-top, left, -bottom, right] : box;
}

/** Back from the coordinates of a turn. */
export function turned(box: Box, turn: Turn): Box {
  return unturned(box, turn === 1 ? 3 : turn === 3 ? 1 : turn);
}

export function matrixOf(args: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(args);
  return [a, b, c, d, e, f];
}

/** The smallest upright rectangle around a rectangle that a matrix moves. */
export function boxOf(matrix: Matrix, [left, bottom, right, top]: Box): Box {
  const corners = [
    [left, bottom],
    [left, top],
    [right, bottom],
    [right, top],
  ].map(([x = 0, y = 0]) => moved(matrix, x, y));
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** One closed part of a path. */
export interface Shape {
  readonly box: Box;
  /** The share of its box that it fills: 1 for a rectangle, 0.79 for a circle. */
  readonly fullness: number;
}

/** How many numbers follow each of pdf.js's drawing codes: move, line, curve, quadratic curve, close (`DrawOPS`). */
const lengths = [2, 2, 6, 4, 0];

/** The parts of a path as pdf.js packs it: a code, then its points. */
export function shapesOf(path: readonly number[], matrix: Matrix): Shape[] {
  const shapes: Shape[] = [];
  let points: [number, number][] = [];
  const finish = () => {
    if (points.length > 1) shapes.push(shapeOf(points));
    points = [];
  };
  for (let at = 0; at < path.length; ) {
    const code = path[at] ?? 0;
    const length = lengths[code] ?? 0;
    if (code === 0) finish();
    for (let k = at + 1; k < at + 1 + length; k += 2)
      points.push(moved(matrix, path[k] ?? 0, path[k + 1] ?? 0));
    at += 1 + length;
  }
  finish();
  return shapes;
}

function shapeOf(points: readonly [number, number][]): Shape {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const box: Box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const area = (box[2] - box[0]) * (box[3] - box[1]);
  let twice = 0;
  points.forEach(([x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    twice += x * nextY - nextX * y;
  });
  return { box, fullness: area > 0 ? Math.abs(twice) / 2 / area : 0 };
}

/** Thinner areas are lines, in points. */
const MAX_RULE_THICKNESS = 2.5;

export function isRule([left, bottom, right, top]: Box): boolean {
  return Math.min(right - left, top - bottom) <= MAX_RULE_THICKNESS;
}

/** A rectangle from two opposite corners. */
export function boxOfNumbers(args: unknown): Box {
  const [a = 0, b = 0, c = 0, d = 0] = numbers(args);
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}
