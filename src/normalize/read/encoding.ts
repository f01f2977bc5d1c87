import { withoutControls } from "../../html/characters.ts";
import type { Document, Warning } from "../document.ts";

export interface Decoded {
  readonly text: string;
  readonly warnings: readonly Warning[];
}

const boms: readonly (readonly [label: string, bytes: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];
/** Where the HTML standard lets a page declare its encoding: https://html.spec.whatwg.org/#determining-the-character-encoding */
const DECLARATION_BYTES = 1024;
const declaration = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)/i;
/**
 * The body as well-formed text: bytes decoded by byte order mark, then by the page's own declaration, then as UTF-8,
 * and as Windows-1252 when they are not UTF-8. Line ends become `\n`; control characters are removed; a lone surrogate
 * becomes U+FFFD. Never throws.
 */
export function decodeBody(document: Document): Decoded {
  const { body } = document;
  if (typeof body === "string") return { text: cleanText(body), warnings: [] };
  const bom = boms.find(([, bytes]) => bytes.every((byte, index) => body[index] === byte));
  const declared = document.mediaType === "text/html" ? declaredCharset(body) : undefined;
  const label = bom?.[0] ?? declared ?? "utf-8";
  const strict = tryDecode(body, label);
  if (strict !== undefined) return { text: cleanText(strict), warnings: [] };
  const fallback = label === "utf-8" ? "windows-1252" : "utf-8";
  return {
    text: cleanText(new TextDecoder(fallback).decode(body)),
    warnings: [
      {
        code: "encoding-guessed",
        message: `The text is not valid ${label.toUpperCase()}; it was read as ${fallback.toUpperCase()}.`,
      },
    ],
  };
}

/** Text without characters that a page cannot have. */
export function cleanText(text: string): string {
  const start = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return withoutControls(start.includes("\r") ? start.replace(/\r\n?/g, "\n") : start).toWellFormed();
}

function declaredCharset(body: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(body.subarray(0, DECLARATION_BYTES));
  const label = declaration.exec(head)?.[1]?.toLowerCase();
  // A page in which "utf-16" can be read as ASCII is not UTF-16: the standard reads it as UTF-8.
  return label?.startsWith("utf-16") ? "utf-8" : label;
}

function tryDecode(body: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}
