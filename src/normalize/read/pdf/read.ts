import { FinIngestError } from "../../../errors.ts";
import type { Warning } from "../../document.ts";
import { sensibleTitle } from "../docx/package.ts";
import { isUnseen, type Painted, paintedPage } from "./painted.ts";
import type { PageText, TextFormat, TextItem } from "./text.ts";

/** The raw text of a PDF. */
export interface PdfText {
  readonly pages: readonly PageText[];
  readonly title?: string | undefined;
  readonly warnings: readonly Warning[];
}

/** Longer ones are refused, never cut. */
export const most = { pages: 2_000, characters: 5_000_000, items: 1_000_000 };

type Pdf = Awaited<ReturnType<typeof import("unpdf")["getDocumentProxy"]>>;
type Page = Awaited<ReturnType<Pdf["getPage"]>>;

/**
 * The text of a PDF with its places, read by pdf.js without scripts, fonts or network.
 *
 * @throws FinIngestError when it is encrypted, damaged, too long, or holds no text
 */
export async function extractPages(bytes: Uint8Array): Promise<PdfText> {
  standInForNode20();
  // Images are not decoded for their text: a scan of many pages then costs nothing.
  const pdf = await open(bytes, 1);
  try {
    return await readAll(pdf, bytes);
  } catch (error) {
    throw error instanceof FinIngestError ? error : unreadable(error);
  } finally {
    await pdf.destroy();
  }
}

async function open(bytes: Uint8Array, maxImageSize: number): Promise<Pdf> {
  const { getDocumentProxy } = await import("unpdf");
  const options = {
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: 0,
    maxImageSize,
  };
  // A copy, because pdf.js takes over the memory.
  return getDocumentProxy(Uint8Array.from(bytes), options).catch((error: unknown) => {
    throw unreadable(error);
  });
}

async function readAll(pdf: Pdf, bytes: Uint8Array): Promise<PdfText> {
  if (pdf.numPages > most.pages) throw tooLong(`${pdf.numPages} pages, more than ${most.pages}`);
  const pages: PageText[] = [];
  const counts = { characters: 0, items: 0, unseen: 0, recognised: 0 };
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    pages.push(await readPage(page, counts, () => hasImages(bytes, number)));
    page.cleanup();
  }
  if (!pages.some(({ items }) => items.some(({ text }) => /[\p{L}\p{N}]/u.test(text)))) throw noText();
  const { info } = await pdf.getMetadata();
  const stated: unknown = "Title" in info ? info.Title : undefined;
  const title = typeof stated === "string" ? sensibleTitle(stated) : undefined;
  return { pages, warnings: warningsOf(counts), title };
}

interface Counts {
  characters: number;
  items: number;
  unseen: number;
  recognised: number;
}

async function readPage(page: Page, counts: Counts, withImages: () => Promise<boolean>): Promise<PageText> {
  const { OPS } = await (await import("unpdf")).getResolvedPDFJS();
  const painted = paintedPage(await page.getOperatorList(), OPS);
  const content = await page.getTextContent();
  const links = await linksOf(page);
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  // In a scan with recognised text under its image, all text is invisible, but it is what the reader sees.
  const allUnseen = painted.texts.length > 0 && painted.texts.every(({ visible }) => !visible);
  const isScan = allUnseen && (await withImages());
  if (isScan) counts.recognised += 1;
  const items: TextItem[] = [];
  const formats = new Map<string, TextFormat>();
  const rows = byHeight(painted.texts);
  for (const item of content.items) {
    if (!("str" in item)) continue;
    counts.characters += item.str.length;
    counts.items += 1;
    if (counts.characters > most.characters || counts.items > most.items) {
      throw tooLong(`more than ${most.characters} characters, or as many pieces of text`);
    }
    const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform.map(Number);
    const isUpright = Math.abs(b) <= Math.abs(a) * 0.2;
    if (
      item.str.trim() === "" ||
      !isUpright ||
      x < left - 5 ||
      x > right + 5 ||
      y < bottom - 5 ||
      y > top + 5
    )
      continue;
    if (!isScan && isUnseen({ x, y, width: item.width }, nearby(rows, y))) {
      counts.unseen += 1;
      continue;
    }
    const format =
      formats.get(item.fontName) ?? formatOf(page, item.fontName, content.styles[item.fontName]?.fontFamily);
    formats.set(item.fontName, format);
    const size = Math.round(Math.hypot(c, d) * 10) / 10;
    for (const piece of splitAtLinks(tidy(item.str), { x, y, width: item.width }, links)) {
      const { text, url } = piece;
      const linked = url === undefined ? format : { ...format, href: url };
      items.push({ text, x: piece.x - left, y: y - bottom, width: piece.width, size, format: linked });
    }
  }
  return { width: right - left, height: top - bottom, items };
}

/** Painted text by whole points of height, so that an item is compared with its own line only. */
function byHeight(texts: readonly Painted[]): Map<number, Painted[]> {
  const rows = new Map<number, Painted[]>();
  for (const text of texts) {
    const key = Math.round(text.y);
    const row = rows.get(key);
    if (row) row.push(text);
    else rows.set(key, [text]);
  }
  return rows;
}

function nearby(rows: ReadonlyMap<number, Painted[]>, y: number): Painted[] {
  const key = Math.round(y);
  return [key - 2, key - 1, key, key + 1, key + 2].flatMap((at) => rows.get(at) ?? []);
}

const ligatures: Readonly<Record<string, string>> = {
  ﬀ: "ff",
  ﬁ: "fi",
  ﬂ: "fl",
  ﬃ: "ffi",
  ﬄ: "ffl",
  ﬅ: "st",
  ﬆ: "st",
};

function tidy(text: string): string {
  return text
    .replaceAll(/[\uFB00-\uFB06]/g, (letter) => ligatures[letter] ?? letter)
    .replaceAll(/[\u00A0\0]/g, " ");
}

/** Bold and italic are stated in the font's name or in its flags. */
function formatOf(page: Page, fontName: string, family: string | undefined): TextFormat {
  const font: unknown = page.commonObjs.has(fontName) ? page.commonObjs.get(fontName) : undefined;
  const { name, bold, italic, isMonospace } = (font ?? {}) as Record<string, unknown>;
  const plain = typeof name === "string" ? name : "";
  const isCode =
    isMonospace === true ||
    family === "monospace" ||
    /mono|courier|consol|menlo|typewriter|cmtt/i.test(plain);
  return {
    ...(bold === true || /bold|black|heavy|semibold|cmbx/i.test(plain) ? { bold: true } : {}),
    ...(italic === true || /italic|oblique|cmti/i.test(plain) ? { italic: true } : {}),
    ...(isCode ? { code: true } : {}),
  };
}

/** Opens the document again with its images; only for pages that seem to be empty. */
async function hasImages(bytes: Uint8Array, number: number): Promise<boolean> {
  const { OPS } = await (await import("unpdf")).getResolvedPDFJS();
  const pdf = await open(bytes, 100_000_000);
  try {
    const page = await pdf.getPage(number);
    return paintedPage(await page.getOperatorList(), OPS).images > 0;
  } finally {
    await pdf.destroy();
  }
}

interface Link {
  readonly url: string;
  readonly rect: readonly number[];
}

/** Links to addresses; a page has no targets for those inside the document. */
async function linksOf(page: Page): Promise<Link[]> {
  const found: Link[] = [];
  const annotations: unknown[] = await page.getAnnotations();
  for (const annotation of annotations) {
    const { subtype, url, rect } = annotation as Record<string, unknown>;
    if (subtype !== "Link" || typeof url !== "string" || !/^(?:https?|mailto):/i.test(url)) continue;
    if (Array.isArray(rect) && found.length < 5_000) found.push({ url, rect: rect.map(Number) });
  }
  return found;
}

/** pdf.js joins text across the ends of links; a word belongs to the link that contains its middle. */
function splitAtLinks(text: string, at: { x: number; y: number; width: number }, links: readonly Link[]) {
  const step = at.width / Math.max(1, text.length);
  const near = links.filter(({ rect: [, bottom = 0, , top = 0] }) => at.y + 2 >= bottom - 2 && at.y <= top);
  const pieces: { text: string; url: string | undefined; x: number; width: number }[] = [];
  let offset = 0;
  for (const part of near.length === 0 ? [text] : (text.match(/\s+|[^\s\p{P}]+|\p{P}/gu) ?? [])) {
    const x = at.x + offset * step;
    const width = part.length * step;
    const url = near.find(({ rect }) => inside(rect, x + width / 2, at.y + 2))?.url;
    const last = pieces.at(-1);
    if (last && last.url === url)
      pieces[pieces.length - 1] = { ...last, text: last.text + part, width: last.width + width };
    else pieces.push({ text: part, url, x, width });
    offset += part.length;
  }
  return pieces;
}

function inside(
  [left = 0, bottom = 0, right = 0, top = 0]: readonly number[],
  x: number,
  y: number,
): boolean {
  return x >= left && x <= right && y >= bottom - 2 && y <= top + 2;
}

/** pdf.js transfers buffers with a function that Node has since version 21: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/ArrayBuffer/transferToFixedLength */
function standInForNode20(): void {
  if ("transferToFixedLength" in ArrayBuffer.prototype) return;
  Object.defineProperty(ArrayBuffer.prototype, "transferToFixedLength", {
    configurable: true,
    writable: true,
    value(this: ArrayBuffer, length = this.byteLength) {
      const moved = structuredClone(this, { transfer: [this] });
      if (length === moved.byteLength) return moved;
      const sized = new Uint8Array(length);
      sized.set(new Uint8Array(moved).subarray(0, length));
      return sized.buffer;
    },
  });
}

function warningsOf({ unseen, recognised }: Counts): Warning[] {
  return [
    ...(unseen > 0
      ? [{ code: "hidden-text", message: `${unseen} pieces of text that a reader does not see left out` }]
      : []),
    ...(recognised > 0
      ? [
          {
            code: "pdf-recognised-text",
            message: `${recognised} pages are scans; their text is what a text recognition made of them`,
          },
        ]
      : []),
  ];
}

function tooLong(what: string): FinIngestError {
  return new FinIngestError(`the PDF cannot be read: it has ${what}`, {
    hint: "Split the document, or leave it out (a rule with `exclude: true`).",
  });
}

function noText(): FinIngestError {
  return new FinIngestError("the PDF cannot be read: it holds images of text only", {
    hint: "Run text recognition (OCR) over it first, for example `ocrmypdf`, or leave it out.",
  });
}

function unreadable(cause: unknown): FinIngestError {
  const name = cause instanceof Error ? cause.name : "";
  if (name === "PasswordException") {
    return new FinIngestError("the PDF cannot be read: it is encrypted with a password", {
      hint: "Save a copy without a password, or leave the document out.",
      cause,
    });
  }
  return new FinIngestError("the PDF cannot be read: it is damaged, or no PDF", {
    hint: "Open it in a viewer and save (or print) it as PDF again; a download that broke off also looks like this.",
    cause,
  });
}
