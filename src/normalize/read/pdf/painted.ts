/** One piece of text as the page paints it: where, and whether a reader can see it. */
export interface Painted {
  readonly x: number;
  readonly end: number;
  readonly y: number;
  readonly visible: boolean;
}

export interface PaintedPage {
  readonly texts: readonly Painted[];
  readonly images: number;
}

type Matrix = readonly [number, number, number, number, number, number];
/** The operators of pdf.js by name: https://github.com/mozilla/pdf.js/blob/master/src/shared/util.js (`OPS`). */
export type OperatorNames = Readonly<Record<string, number>>;
export interface OperatorList {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

interface State {
  matrix: Matrix;
  size: number;
  mode: number;
  fill: string;
  alpha: number;
  charSpacing: number;
  wordSpacing: number;
  scale: number;
  leading: number;
}

const identity: Matrix = [1, 0, 0, 1, 0, 0];

function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[2] * b[1],
    a[1] * b[0] + a[3] * b[1],
    a[0] * b[2] + a[2] * b[3],
    a[1] * b[2] + a[3] * b[3],
    a[0] * b[4] + a[2] * b[5] + a[4],
    a[1] * b[4] + a[3] * b[5] + a[5],
  ];
}

/** Arguments come as numbers, or as one array of them. */
function numbers(args: unknown): number[] {
  if (typeof args === "number") return [args];
  if (ArrayBuffer.isView(args)) return Array.from(args as unknown as ArrayLike<number>);
  return Array.isArray(args) ? args.flatMap(numbers) : [];
}

function matrixOf(args: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(args);
  return [a, b, c, d, e, f];
}

/**
 * Follows what a page paints. Text is invisible in rendering mode 3 and 7, with no opacity, and in white where nothing
 * but white has been painted. Text that something is painted over later counts as visible.
 * ISO 32000-1, 9.3.6: https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf
 */
export function paintedPage({ fnArray, argsArray }: OperatorList, ops: OperatorNames): PaintedPage {
  const names = new Map(Object.entries(ops).map(([name, code]) => [code, name]));
  const texts: Painted[] = [];
  const stack: State[] = [];
  let now: State = {
    matrix: identity,
    size: 1,
    mode: 0,
    fill: "#000000",
    alpha: 1,
    charSpacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
  };
  let text = identity;
  let line = identity;
  let images = 0;
  const boxes: Box[] = [];
  const move = (x: number, y: number) => {
    line = times(line, [1, 0, 0, 1, x, y]);
    text = line;
  };
  fnArray.forEach((code, index) => {
    const args = argsArray[index];
    const [first = 0, second = 0] = numbers(args);
    const name = names.get(code) ?? "";
    switch (name) {
      case "save":
        if (stack.length < 1_000) stack.push({ ...now });
        return;
      case "restore":
        now = stack.pop() ?? now;
        return;
      case "transform":
        now.matrix = times(now.matrix, matrixOf(args));
        return;
      case "paintFormXObjectBegin":
        stack.push({ ...now });
        if (Array.isArray(args) && args[0]) now.matrix = times(now.matrix, matrixOf(args[0]));
        return;
      case "paintFormXObjectEnd":
        now = stack.pop() ?? now;
        return;
      case "setGState":
        now.alpha = fillAlpha(args) ?? now.alpha;
        return;
      case "setFillRGBColor":
        now.fill = Array.isArray(args) && typeof args[0] === "string" ? args[0].toLowerCase() : "other";
        return;
      case "setFillColorN":
        now.fill = "other";
        return;
      case "setTextRenderingMode":
        now.mode = first;
        return;
      case "setFont":
        now.size = numbers(Array.isArray(args) ? args.slice(1) : [])[0] ?? 1;
        return;
      case "setCharSpacing":
        now.charSpacing = first;
        return;
      case "setWordSpacing":
        now.wordSpacing = first;
        return;
      case "setHScale":
        now.scale = first > 2 ? first / 100 : first;
        return;
      case "setLeading":
        now.leading = -first;
        return;
      case "beginText":
        text = identity;
        line = identity;
        return;
      case "setTextMatrix":
        text = matrixOf(args);
        line = text;
        return;
      case "moveText":
        move(first, second);
        return;
      case "setLeadingMoveText":
        now.leading = second;
        move(first, second);
        return;
      case "nextLine":
        move(0, now.leading);
        return;
      case "showText": {
        const width = advance(Array.isArray(args) ? args[0] : [], now);
        const at = times(now.matrix, text);
        const after = times(now.matrix, times(text, [1, 0, 0, 1, width, 0]));
        const unseen =
          now.mode === 3 ||
          now.mode === 7 ||
          now.alpha === 0 ||
          (now.fill === "#ffffff" && !boxes.some((box) => covers(box, at[4], at[5])));
        texts.push({
          x: Math.min(at[4], after[4]),
          end: Math.max(at[4], after[4]),
          y: at[5],
          visible: !unseen,
        });
        text = times(text, [1, 0, 0, 1, width, 0]);
        return;
      }
      case "constructPath":
      case "fill":
      case "shadingFill":
        if (name !== "constructPath" || fills(first, ops)) {
          if (now.fill !== "#ffffff" && now.alpha > 0 && boxes.length < 20_000)
            boxes.push(boxOf(now.matrix, pathBounds(args)));
        }
        return;
      default:
        if (/^paint.*Image/.test(name)) {
          images += 1;
          if (boxes.length < 20_000) boxes.push(boxOf(now.matrix, [0, 0, 1, 1]));
        }
    }
  });
  return { texts, images };
}

type Box = readonly [number, number, number, number];

/** pdf.js gives a path's bounds as the third argument; without them it may be anywhere. */
function pathBounds(args: unknown): Box {
  const [x = -1e6, y = -1e6, right = 1e6, top = 1e6] = numbers(Array.isArray(args) ? args[2] : []);
  return [x, y, right, top];
}

function boxOf(matrix: Matrix, [left, bottom, right, top]: Box): Box {
  const corners = [
    [left, bottom],
    [left, top],
    [right, bottom],
    [right, top],
  ].map(([x = 0, y = 0]) => times(matrix, [1, 0, 0, 1, x, y]));
  const xs = corners.map((corner) => corner[4]);
  const ys = corners.map((corner) => corner[5]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function covers([left, bottom, right, top]: Box, x: number, y: number): boolean {
  return x >= left - 1 && x <= right + 1 && y >= bottom - 1 && y <= top + 1;
}

function fills(code: number, ops: OperatorNames): boolean {
  return [
    ops.fill,
    ops.eoFill,
    ops.fillStroke,
    ops.eoFillStroke,
    ops.closeFillStroke,
    ops.closeEOFillStroke,
  ].includes(code);
}

function fillAlpha(args: unknown): number | undefined {
  const settings: unknown = Array.isArray(args) ? args[0] : [];
  const found: unknown = Array.isArray(settings)
    ? settings.find((setting: unknown) => Array.isArray(setting) && setting[0] === "ca")
    : undefined;
  return Array.isArray(found) && typeof found[1] === "number" ? found[1] : undefined;
}

function advance(glyphs: unknown, { size, charSpacing, wordSpacing, scale }: State): number {
  let width = 0;
  for (const glyph of Array.isArray(glyphs) ? glyphs : []) {
    if (typeof glyph === "number") width -= (glyph / 1000) * size;
    else if (typeof glyph === "object" && glyph !== null) {
      const { width: own, isSpace } = glyph as { width?: unknown; isSpace?: unknown };
      width +=
        ((typeof own === "number" ? own : 0) / 1000) * size +
        charSpacing +
        (isSpace === true ? wordSpacing : 0);
    }
  }
  return width * scale;
}

/** Whether text at a place is only painted where nobody sees it. */
export function isUnseen(item: { x: number; y: number; width: number }, texts: readonly Painted[]): boolean {
  const middle = item.x + item.width / 2;
  const here = texts.filter(
    ({ x, end, y }) => Math.abs(y - item.y) < 1.5 && x - 1 <= middle && middle <= end + 1,
  );
  return here.length > 0 && here.every(({ visible }) => !visible);
}
