import { withoutControls } from "../../html/characters.ts";
import {
  declaredCharset,
  decodeAs,
  decodedTwice,
  decodeMixed,
  isIso2022Jp,
  lateCharset,
} from "../../html/charset.ts";
import { likelyCharset } from "../../html/likely-charset.ts";
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
  const declared =
    bom?.[0] ?? bareUtf16(body) ?? servedLabel(served) ?? (isHtml ? declaredCharset(body) : undefined);
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

const UTF16_SAMPLE = 512;

/** UTF-16 without a mark: every second byte of its ASCII is zero, and no other text has zeros. */
function bareUtf16(body: Uint8Array): string | undefined {
  const sample = body.subarray(0, UTF16_SAMPLE);
  const zeros = (rest: number) => sample.filter((byte, at) => at % 2 === rest && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (Math.min(even, odd) > 0 || Math.max(even, odd) * 4 < sample.length) return undefined;
  const label = odd > 0 ? "utf-16le" : "utf-16be";
  return sample.length > 0 && decodeAs(body, label) !== undefined ? label : undefined;
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
  const likely = decodeAs(body, "utf-8") === undefined ? likelyCharset(body) : "utf-8";
  const notDeclared = `The text is not valid ${label.toUpperCase()}`;
  const warning =
    likely === undefined
      ? { code: unknownEncoding, message: `${notDeclared}, and no other encoding makes words of it.` }
      : guess(`${notDeclared}; it was read as ${likely.toUpperCase()}.`);
  const text = decodeAs(body, likely ?? "windows-1252") ?? new TextDecoder().decode(body);
  return { text: cleanText(text), warnings: [warning] };
}

/** The code of a warning that the text is not what its author wrote: such a page is not made. */
export const unknownEncoding = "encoding-unknown";
const guess = (message: string): Warning => ({ code: "encoding-guessed", message });

/** A terminal's colours, as VitePress and Expressive Code show them in `ansi` blocks: `ESC[32m`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern has to match control characters
const colours = /\x1b\[[\d;]*m/g;

/** Text without characters that a page cannot have. */
export function cleanText(text: string): string {
  const shown = text.includes("\x1b") ? text.replaceAll(colours, "") : text;
  const start = shown.charCodeAt(0) === 0xfeff ? shown.slice(1) : shown;
  return withoutControls(start.includes("\r") ? start.replace(/\r\n?/g, "\n") : start).toWellFormed();
}
