import type { Box } from "../../legibility/cover.ts";
import { areaOf, isCovered } from "../../legibility/cover.ts";
import { isLegibleSize } from "../../legibility/size.ts";
import { lacksMap } from "./character-maps.ts";
import { formatOf, tidy } from "./format.ts";
import { linksOf, splitAtLinks } from "./links.ts";
import { type OperatorNames, type PaintedPage, paintedPage, type Rule } from "./painted.ts";
import { hasDoubtfulCover, type Run, runsOf } from "./seen.ts";
import type { PageText, TextFormat, TextItem } from "./text.ts";

export type Pdf = Awaited<ReturnType<typeof import("unpdf")["getDocumentProxy"]>>;
export type PdfPage = Awaited<ReturnType<Pdf["getPage"]>>;
type Layers = Awaited<ReturnType<Pdf["getOptionalContentConfig"]>>;

/** What reading a page needs of its document. */
export interface PageTools {
  readonly ops: OperatorNames;
  readonly layers: Layers;
  /** The same page with its images decoded, which costs as much as showing it. */
  readonly withImages: () => Promise<PdfPage>;
  /** Counts a piece of text. @throws FinIngestError when there are too many */
  readonly count: (text: string) => void;
}

export interface ReadPdfPage extends PageText {
  /** Pieces of text that a reader does not see. */
  readonly unseen: number;
  /** Pieces of text whose characters are not known. */
  readonly unreadable: number;
  /** Whether its text is what a text recognition made of an image. */
  readonly isRecognised: boolean;
  /** Whether it shows an image of a page, and no text. */
  readonly isScanned: boolean;
}

/** Images that take this share of a page are the page. */
const MIN_SCAN_SHARE = 0.5;

/** The text of a page that a reader sees, with its places, and the lines that are drawn. */
export async function readPage(page: PdfPage, tools: PageTools): Promise<ReadPdfPage> {
  const { ops, layers } = tools;
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const height = top - bottom;
  const share = (painted: PaintedPage) => imageShare(painted, [left, bottom, right, top]);
  let painted = await paint(page, ops, layers);
  let runs = runsOf(painted, height);
  const isWholeCover = share(painted) >= MIN_SCAN_SHARE && isAllUnderImage(painted);
  if (!isWholeCover && hasDoubtfulCover(painted)) {
    painted = await paint(await tools.withImages(), ops, layers);
    runs = runsOf(painted, height);
  }
  const nothingSeen = isWholeCover || runs.every(({ seen }) => !seen);
  // In a scan with recognised text under its image, all text is invisible, but it is what the reader sees.
  const isRecognised = runs.length > 0 && nothingSeen && share(painted) >= MIN_SCAN_SHARE;
  if (isRecognised) runs = runsOf(painted, height, true);
  const { items, unseen } = await itemsOf(page, tools, runs, painted.rules);
  const isScanned = items.length === 0 && share(painted) >= MIN_SCAN_SHARE;
  const rules = painted.rules.map(({ box }) => moved(box, left, bottom));
  const { unreadable } = painted;
  return { width: right - left, height, items, rules, unseen, unreadable, isRecognised, isScanned };
}

async function paint(page: PdfPage, ops: OperatorNames, layers: Layers): Promise<PaintedPage> {
  return paintedPage(await page.getOperatorList(), ops, {
    isLayerShown: (layer) => layers.isVisible(layer),
    isFontReadable: (name) => typeof name !== "string" || !lacksMap(objectNamed(page, name)),
    isImageOpaque: (name) => isOpaque(typeof name === "string" ? objectNamed(page, name) : name),
  });
}

function objectNamed(page: PdfPage, name: string): unknown {
  const objects = name.startsWith("g_") ? page.commonObjs : page.objs;
  return objects.has(name) ? objects.get(name) : undefined;
}

/** pdf.js decodes images as 1 grey bit, 3 or 4 bytes per pixel (`ImageKind` 1, 2, 3); the fourth is the opacity. */
function isOpaque(image: unknown): boolean | undefined {
  if (typeof image !== "object" || image === null) return undefined;
  const { kind, data } = image as { kind?: unknown; data?: unknown };
  if (kind === 1 || kind === 2) return true;
  if (kind !== 3 || !(data instanceof Uint8Array || data instanceof Uint8ClampedArray)) return undefined;
  const step = 4 * Math.max(1, Math.floor(data.length / 4 / 10_000));
  for (let at = 3; at < data.length; at += step) if ((data[at] ?? 0) < 230) return false;
  return true;
}

function imageShare({ areas }: PaintedPage, page: Box): number {
  const sum = areas.reduce((all, { isImage, box }) => all + (isImage ? areaOf(box) : 0), 0);
  return sum / Math.max(areaOf(page), 1);
}

function isAllUnderImage({ texts, areas }: PaintedPage): boolean {
  const images = areas.filter(({ isImage, opaque }) => isImage && opaque !== false);
  return texts.every(({ order, glyphs }) =>
    glyphs.every(({ box }) => images.some((image) => image.order > order && isCovered(box, image.box))),
  );
}

function moved([left, bottom, right, top]: Box, x: number, y: number): Rule {
  return { box: [left - x, bottom - y, right - x, top - y] };
}

async function itemsOf(page: PdfPage, { count }: PageTools, runs: readonly Run[], rules: readonly Rule[]) {
  const down = rules.map(({ box }) => box).filter((box) => box[3] - box[1] > box[2] - box[0]);
  const content = await page.getTextContent();
  const links = await linksOf(page);
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const formats = new Map<string, TextFormat>();
  const rows = byHeight(runs);
  const items: TextItem[] = [];
  let unseen = 0;
  for (const item of content.items) {
    if (!("str" in item)) continue;
    count(item.str);
    const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform.map(Number);
    const isUpright = Math.abs(b) <= Math.abs(a) * 0.2;
    const isOutside = x < left - 5 || x > right + 5 || y < bottom - 5 || y > top + 5;
    if (item.str.trim() === "" || !isUpright || isOutside) continue;
    const size = Math.round(Math.hypot(c, d) * 10) / 10;
    const whole = { text: item.str, x, width: item.width };
    const seen = isLegibleSize(size, { pageHeight: top - bottom })
      ? seenParts(whole, y, nearby(rows, y))
      : [];
    if (seen[0] !== whole) unseen += 1;
    const format =
      formats.get(item.fontName) ?? formatOf(page, item.fontName, content.styles[item.fontName]?.fontFamily);
    formats.set(item.fontName, format);
    for (const part of seen.flatMap((one) => cutAtRules(one, y + size * 0.3, nearby(rows, y), down)))
      for (const { text, url, ...at } of splitAtLinks(tidy(part.text), { ...part, y }, links)) {
        const linked = url === undefined ? format : { ...format, href: url };
        items.push({ text, x: at.x - left, y: y - bottom, width: at.width, size, format: linked });
      }
  }
  return { items, unseen };
}

interface Part {
  readonly text: string;
  readonly x: number;
  readonly width: number;
}

/** The parts of an item that are seen: itself, nothing, or, where a bar covers some of its words, the others. */
function seenParts(item: Part, y: number, near: readonly Run[]): readonly Part[] {
  const end = item.x + item.width;
  const here = near.filter((run) => Math.abs(run.y - y) < 1.5 && run.end > item.x + 0.5 && run.x < end - 0.5);
  const hidden = here.filter(({ seen }) => !seen);
  if (hidden.length === 0) return [item];
  const shown = here.filter(({ seen }) => seen);
  const isPaintedAgain = hidden.every(({ x, end: to }) =>
    shown.some((run) => run.x <= x + 1 && run.end >= to - 1),
  );
  if (isPaintedAgain) return [item];
  return shown.map(({ text, x, end: to }) => ({ text, x, width: to - x }));
}

/** pdf.js joins the text of cells side by side: parts an item where a line stands between its letters. */
function cutAtRules(item: Part, y: number, near: readonly Run[], down: readonly Box[]): readonly Part[] {
  const end = item.x + item.width;
  const cuts = down
    .filter((box) => box[1] <= y && box[3] >= y && box[0] > item.x && box[2] < end)
    .map((box) => (box[0] + box[2]) / 2);
  if (cuts.length === 0) return [item];
  const here = near
    .filter((run) => run.seen && Math.abs(run.y - y) < 20 && run.x >= item.x - 1 && run.end <= end + 1)
    .toSorted((a, b) => a.x - b.x);
  if (here.some((run) => cuts.some((x) => run.x < x && run.end > x))) return [item];
  const parts: { text: string; x: number; width: number }[] = [];
  let last: Run | undefined;
  for (const run of here) {
    const part = parts.at(-1);
    const from = last?.end ?? run.x;
    if (!part || cuts.some((x) => x >= from - 1 && x <= run.x + 1))
      parts.push({ text: run.text, x: run.x, width: run.end - run.x });
    else {
      part.text += (run.x - from > 1 ? " " : "") + run.text;
      part.width = run.end - part.x;
    }
    last = run;
  }
  return parts.length < 2 ? [item] : parts;
}

/** Painted text by whole points of height, so that an item is compared with its own line only. */
function byHeight(runs: readonly Run[]): Map<number, Run[]> {
  const rows = new Map<number, Run[]>();
  for (const run of runs) {
    const key = Math.round(run.y);
    const row = rows.get(key);
    if (row) row.push(run);
    else rows.set(key, [run]);
  }
  return rows;
}

function nearby(rows: ReadonlyMap<number, Run[]>, y: number): Run[] {
  const key = Math.round(y);
  return [key - 2, key - 1, key, key + 1, key + 2].flatMap((at) => rows.get(at) ?? []);
}
