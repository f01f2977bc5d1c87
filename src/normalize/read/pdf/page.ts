import type { Box } from "../../legibility/cover.ts";
import { areaOf, isCovered } from "../../legibility/cover.ts";
import { bulletsOf } from "./bullets.ts";
import { numberedFonts } from "./characters.ts";
import { withCheckBoxes } from "./check-boxes.ts";
import { fontsOf } from "./fonts.ts";
import { type Matrix, uprightMatrix } from "./geometry.ts";
import { itemsOf } from "./items.ts";
import { linksOf } from "./links.ts";
import { type OperatorNames, type PaintedPage, paintedPage } from "./painted.ts";
import { hasDoubtfulCover, lookAt } from "./seen.ts";
import type { PageText } from "./text.ts";

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
  /** Pieces of text with signs whose characters the file does not state. */
  readonly unmapped: number;
  /** Whether its text is what a text recognition made of an image. */
  readonly isRecognised: boolean;
  /** Whether it shows an image of a page, and no text. */
  readonly isScanned: boolean;
}

/** Images that take this share of a page are the page. */
const MIN_SCAN_SHARE = 0.5;

/** The text of a page that a reader sees, with its places, and the lines that are drawn. */
export async function readPage(page: PdfPage, tools: PageTools): Promise<ReadPdfPage> {
  const upright = uprightMatrix(page.view as unknown as Box, page.rotate);
  const [width, height] = extentOf(page);
  const share = (painted: PaintedPage) => imageShare(painted, width * height);
  let painted = await paint(page, tools, upright);
  let looked = lookAt(painted, height);
  const isWholeCover = share(painted) >= MIN_SCAN_SHARE && isAllUnderImage(painted);
  if (!isWholeCover && hasDoubtfulCover(painted)) {
    painted = await paint(await tools.withImages(), tools, upright);
    looked = lookAt(painted, height);
  }
  const nothingSeen = isWholeCover || looked.every(({ seen }) => !seen.includes(true));
  // In a scan with recognised text under its image, all text is invisible, but it is what the reader sees.
  const hasText = painted.texts.some(({ glyphs }) => glyphs.some(({ isBlank }) => !isBlank));
  const isRecognised = hasText && nothingSeen && share(painted) >= MIN_SCAN_SHARE;
  if (isRecognised) looked = lookAt(painted, height, true);
  const { rules, marks, unreadable, unmapped } = painted;
  const down = rules.map(({ box }) => box).filter((box) => box[3] - box[1] > box[2] - box[0]);
  const annotations: unknown[] = await page.getAnnotations();
  const links = linksOf(annotations, upright);
  const found = itemsOf(looked, { width, height, links, down });
  const { turned, unseen } = found;
  const text = withCheckBoxes(found.items, annotations, upright);
  const items = [...text, ...bulletsOf(text, marks)];
  for (const { text } of [...items, ...turned]) tools.count(text);
  const isScanned = items.length === 0 && share(painted) >= MIN_SCAN_SHARE;
  return { width, height, items, turned, rules, unseen, unreadable, unmapped, isRecognised, isScanned };
}

/** Width and height of a page as it is shown, in points. */
function extentOf({ view, rotate }: PdfPage): [number, number] {
  const [left = 0, bottom = 0, right = 0, top = 0] = view;
  return rotate % 180 === 0 ? [right - left, top - bottom] : [top - bottom, right - left];
}

async function paint(page: PdfPage, { ops, layers }: PageTools, upright: Matrix): Promise<PaintedPage> {
  const list = await page.getOperatorList();
  return paintedPage(list, ops, {
    isLayerShown: (layer) => layers.isVisible(layer),
    fontNamed: fontsOf(page, numberedFonts(list, ops)),
    isImageOpaque: (name) => isOpaque(typeof name === "string" ? objectNamed(page, name) : name),
    upright,
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

function imageShare({ areas }: PaintedPage, pageArea: number): number {
  const sum = areas.reduce((all, { isImage, box }) => all + (isImage ? areaOf(box) : 0), 0);
  return sum / Math.max(pageArea, 1);
}

function isAllUnderImage({ texts, areas }: PaintedPage): boolean {
  const images = areas.filter(({ isImage, opaque }) => isImage && opaque !== false);
  return texts.every(({ order, glyphs }) =>
    glyphs.every(
      ({ box, isBlank }) =>
        isBlank || images.some((image) => image.order > order && isCovered(box, image.box)),
    ),
  );
}
