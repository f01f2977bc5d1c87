import { FinIngestError } from "../../../errors.ts";
import type { Warning } from "../../document.ts";
import { unseenText } from "../../legibility/ink.ts";
import { sensibleTitle } from "../docx/package.ts";
import {
  type CharacterMaps,
  installedMaps,
  missingMaps,
  missingMapsWarning,
  unmappedText,
  unmappedWarning,
} from "./character-maps.ts";
import { type Pdf, type ReadPdfPage, readPage } from "./page.ts";
import type { PageText, TextItem } from "./text.ts";

/** The raw text of a PDF. */
export interface PdfText {
  readonly pages: readonly PageText[];
  readonly title?: string | undefined;
  readonly warnings: readonly Warning[];
}

/** Longer ones are refused, never cut. */
const most = { pages: 2_000, characters: 5_000_000, items: 1_000_000 };
/** A document of which more cannot be read is refused; less is left out with a warning. */
const MAX_UNREADABLE_SHARE = 0.05;
/** The same where a file does not state the characters of some signs: these may be ornaments. */
const MAX_UNMAPPED_SHARE = 0.2;
/** Larger images are not decoded. */
const MAX_IMAGE_PIXELS = 100_000_000;

/**
 * The text of a PDF with its places, read by pdf.js without scripts, fonts or network.
 *
 * @throws FinIngestError when it is encrypted, damaged, too long, or holds no text
 */
export async function extractPages(bytes: Uint8Array, maps = installedMaps()): Promise<PdfText> {
  standInForNode20();
  // Images are not decoded for their text: a scan of many pages then costs nothing.
  const open: Opener = (maxImageSize) => openPdf(bytes, maxImageSize, maps);
  const pdf = await open(1);
  try {
    return await readAll(pdf, open);
  } catch (error) {
    throw error instanceof FinIngestError ? error : unreadable(error);
  } finally {
    await pdf.destroy();
  }
}

type Opener = (maxImageSize: number) => Promise<Pdf>;

async function openPdf(
  bytes: Uint8Array,
  maxImageSize: number,
  maps: CharacterMaps | undefined,
): Promise<Pdf> {
  const { getDocumentProxy } = await import("unpdf");
  const options = {
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: 0,
    maxImageSize,
    fontExtraProperties: true,
    ...(maps && { cMapUrl: maps.folder, cMapPacked: maps.packed }),
  };
  // A copy, because pdf.js takes over the memory.
  return getDocumentProxy(Uint8Array.from(bytes), options).catch((error: unknown) => {
    throw unreadable(error);
  });
}

async function readAll(pdf: Pdf, open: Opener): Promise<PdfText> {
  if (pdf.numPages > most.pages) throw tooLong(`${pdf.numPages} pages, more than ${most.pages}`);
  const { OPS } = await (await import("unpdf")).getResolvedPDFJS();
  const layers = await pdf.getOptionalContentConfig();
  const pages: ReadPdfPage[] = [];
  const count = counter();
  // The document with its images, opened once, and only when a page needs them.
  let decoded: Pdf | undefined;
  try {
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const withImages = async () => {
        decoded ??= await open(MAX_IMAGE_PIXELS);
        return decoded.getPage(number);
      };
      pages.push(await readPage(page, { ops: OPS, layers, withImages, count }));
      page.cleanup();
    }
  } finally {
    await decoded?.destroy();
  }
  const unreadable = pages.reduce((sum, page) => sum + page.unreadable, 0);
  const read = pages.reduce((sum, { items, turned }) => sum + items.length + turned.length, 0);
  if (unreadable > read * MAX_UNREADABLE_SHARE) throw missingMaps();
  const unmapped = pages.reduce((sum, page) => sum + page.unmapped, 0);
  if (unmapped > (read + unmapped) * MAX_UNMAPPED_SHARE) throw unmappedText();
  if (
    !pages.some(({ items, turned }) => [...items, ...turned].some(({ text }) => /[\p{L}\p{N}]/u.test(text)))
  )
    throw noText();
  const { info } = await pdf.getMetadata();
  const stated: unknown = "Title" in info ? info.Title : undefined;
  const title = typeof stated === "string" ? sensibleTitle(stated) : undefined;
  return { pages: settledHyphens(pages), warnings: warningsOf(pages), title };
}

function counter(): (text: string) => void {
  let characters = 0;
  let items = 0;
  return (text) => {
    characters += text.length;
    items += 1;
    if (characters > most.characters || items > most.items)
      throw tooLong(`more than ${most.characters} characters, or as many pieces of text`);
  };
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

function warningsOf(pages: readonly ReadPdfPage[]): Warning[] {
  const unseen = pages.reduce((sum, page) => sum + page.unseen, 0);
  const recognised = pages.filter(({ isRecognised }) => isRecognised).length;
  const scanned = pages.flatMap(({ isScanned }, index) => (isScanned ? [index + 1] : []));
  const found: (Warning | false)[] = [
    unseen > 0 && {
      code: "hidden-text",
      message: unseenText(unseen),
    },
    recognised > 0 && {
      code: "pdf-recognised-text",
      message: `${recognised} pages are scans; their text is what a text recognition made of them`,
    },
    scanned.length > 0 && {
      code: "pdf-scanned-page",
      message: `${pageNumbers(scanned)} an image without text, which was not read; run text recognition (OCR) over the document, for example \`ocrmypdf --skip-text\``,
    },
  ];
  const unreadable = pages.reduce((sum, page) => sum + page.unreadable, 0);
  if (unreadable > 0) found.push(missingMapsWarning(unreadable));
  const unmapped = pages.reduce((sum, page) => sum + page.unmapped, 0);
  if (unmapped > 0) found.push(unmappedWarning(unmapped));
  return found.filter((one) => one !== false);
}

/** "page 2 is", "pages 2, 5–9 are". */
function pageNumbers(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  const named = ranges.slice(0, 20).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  const more = ranges.length > 20 ? ", …" : "";
  return numbers.length === 1 ? `page ${named[0]} is` : `pages ${named.join(", ")}${more} are each`;
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

/**
 * Soft hyphens that were painted where no line ends, because the text was set anew, are no part of their word. In a
 * document that has no other hyphens they are its hyphens.
 */
function settledHyphens(pages: readonly ReadPdfPage[]): readonly ReadPdfPage[] {
  const texts = pages.flatMap(({ items }) => items.map(({ text }) => text));
  if (!texts.some((text) => text.includes("\u00AD"))) return pages;
  const settle = texts.some((text) => text.includes("-")) ? withoutSoft : withHard;
  const settled = (item: TextItem) => ({ ...item, text: settle(item.text) });
  return pages.map((page) => ({ ...page, items: page.items.map(settled), turned: page.turned.map(settled) }));
}

const withoutSoft = (text: string): string =>
  text.replaceAll(/\u00AD(?=\p{L})/gu, "").replaceAll(/\u00AD(?!$)/g, "-");

const withHard = (text: string): string => text.replaceAll("\u00AD", "-");
