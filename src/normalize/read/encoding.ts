import { withoutControls } from "../../html/characters.ts";
import {
  declaredCharset,
  decodeAs,
  decodeMixed,
  isIso2022Jp,
  lateCharset,
  likelyCharset,
} from "../../html/charset.ts";
import { decodedTwice } from "../../html/twice-encoded.ts";
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

/**
 * The body as well-formed text: bytes decoded by byte order mark, then by what the server or the page itself declares,
 * then as UTF-8, and as the most likely encoding when they are not UTF-8. Line ends become `\n`; control characters are
 * removed; a lone surrogate becomes U+FFFD. Never throws.
 * @param served the encoding that the header of an HTTP answer names; it comes before the page's own declaration
 */
export function decodeBody({ body, mediaType }: Document, served?: string): Decoded {
  if (typeof body === "string") return { text: cleanText(body), warnings: [] };
  const bom = boms.find(([, bytes]) => bytes.every((byte, index) => body[index] === byte));
  const isHtml = mediaType === "text/html";
  const declared = bom?.[0] ?? servedLabel(served) ?? (isHtml ? declaredCharset(body) : undefined);
  const label = declared ?? "utf-8";
  const plain = decodeAs(body, label);
  const isJapanese = declared === undefined && plain !== undefined && isIso2022Jp(plain);
  const read = isJapanese ? (decodeAs(body, "iso-2022-jp") ?? plain) : plain;
  const text = read ?? (isHtml && !bom ? declaredLate(body) : undefined);
  return text === undefined ? guessed(body, label) : asMeant(text);
}

function asMeant(text: string): Decoded {
  const meant = decodedTwice(text);
  return meant === undefined
    ? { text: cleanText(text), warnings: [] }
    : {
        text: cleanText(meant),
        warnings: [guess("The text was encoded as UTF-8 twice; it was decoded twice.")],
      };
}

/** An unknown label in a header tells nothing; the page may state a better one. */
function servedLabel(label: string | undefined): string | undefined {
  return label !== undefined && decodeAs(new Uint8Array(), label) !== undefined
    ? label.toLowerCase()
    : undefined;
}

function declaredLate(body: Uint8Array): string | undefined {
  const label = lateCharset(body);
  return label === undefined ? undefined : decodeAs(body, label);
}

function guessed(body: Uint8Array, label: string): Decoded {
  const mixed = decodeMixed(body);
  if (mixed !== undefined) {
    const places = `${mixed.strays} ${mixed.strays === 1 ? "byte" : "bytes"}`;
    return {
      text: cleanText(mixed.text),
      warnings: [guess(`The text is UTF-8 but for ${places}, read as WINDOWS-1252.`)],
    };
  }
  const isUtf8 = decodeAs(body, "utf-8") !== undefined;
  const likely = isUtf8 ? "utf-8" : likelyCharset(body);
  return {
    text: cleanText(decodeAs(body, likely) ?? new TextDecoder().decode(body)),
    warnings: [
      guess(`The text is not valid ${label.toUpperCase()}; it was read as ${likely.toUpperCase()}.`),
    ],
  };
}

const guess = (message: string): Warning => ({ code: "encoding-guessed", message });

/** Text without characters that a page cannot have. */
export function cleanText(text: string): string {
  const start = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return withoutControls(start.includes("\r") ? start.replace(/\r\n?/g, "\n") : start).toWellFormed();
}
