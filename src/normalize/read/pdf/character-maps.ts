import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { FinIngestError } from "../../../errors.ts";
import { installedVersion, versionFault } from "../../../optional-package.ts";

/** A folder of character maps: which characters the codes of a font without its own table stand for. */
export interface CharacterMaps {
  /** With a slash at its end. */
  readonly folder: string;
  /** Whether the files are in pdf.js's own compact form. */
  readonly packed: boolean;
}

/**
 * The maps of Chinese, Japanese and Korean fonts that are part of pdf.js's own package and not of `unpdf`; undefined
 * where that package is not installed, or too old. https://github.com/mozilla/pdf.js/tree/master/external/bcmaps
 */
export function installedMaps(): CharacterMaps | undefined {
  if (unfit()) return undefined;
  try {
    const manifest = createRequire(import.meta.url).resolve("pdfjs-dist/package.json");
    return { folder: join(dirname(manifest), "cmaps", "/"), packed: true };
  } catch {
    return undefined;
  }
}

/** What is wrong with the version of that package that is installed. */
function unfit(): FinIngestError | undefined {
  const version = installedVersion("pdfjs-dist");
  return version === undefined ? undefined : versionFault("pdfjs-dist", version);
}

/** pdf.js gives the reason in place of a font that it could not load. */
export function lacksMap(font: unknown): boolean {
  return typeof font === "string" && /cMapUrl|CMap data|BinaryCMap/.test(font);
}

function hint(): string {
  const why = unfit();
  return `${why ? `${why.message}. ` : ""}Install them beside fin-ingest (\`npm install pdfjs-dist\`), or save the PDF with embedded fonts.`;
}

/** @returns the error for a document most of which cannot be read without character maps */
export function missingMaps(): FinIngestError {
  return new FinIngestError(
    "the PDF cannot be read: its Chinese, Japanese or Korean fonts need character maps that are not installed",
    { hint: hint() },
  );
}

export function missingMapsWarning(pieces: number): { code: string; message: string } {
  return {
    code: "pdf-unreadable-text",
    message: `${pieces === 1 ? "1 piece" : `${pieces} pieces`} of text left out: Chinese, Japanese or Korean fonts need character maps that are not installed. ${hint()}`,
  };
}

const unmappedHint =
  "Export it again from the program that it was written in, or run text recognition over it, for example `ocrmypdf --force-ocr`.";

/** @returns the error for a document much of which is signs whose characters the file does not state */
export function unmappedText(): FinIngestError {
  return new FinIngestError(
    "the PDF cannot be read: its fonts do not say which characters their signs stand for",
    { hint: unmappedHint },
  );
}

export function unmappedWarning(pieces: number): { code: string; message: string } {
  return {
    code: "pdf-unreadable-text",
    message: `Signs in ${pieces === 1 ? "1 piece" : `${pieces} pieces`} of text left out: their fonts do not say which characters they stand for. ${unmappedHint}`,
  };
}
