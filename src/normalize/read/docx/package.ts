import { FinIngestError } from "../../../errors.ts";
import {
  at,
  attribute,
  childrenOf,
  elementsOf,
  flag,
  local,
  type Part,
  parsePart,
  textOf,
} from "../office/xml.ts";
import { damagedZip, storedZip, tooMuch, unpack, type ZipEntry, zipEntries } from "../office/zip.ts";
import type { RelatedPart } from "./charts.ts";
import { statedColor, themeOf } from "./colors.ts";
import type { Label } from "./numbering.ts";
import { isBackdrop, paperOf } from "./place.ts";
import { prepareBody } from "./prepare.ts";
import { type StyleFacts, styleFacts } from "./styles.ts";
import type { Setting } from "./unseen.ts";

/** All XML of a document together, unpacked. Hundreds of pages take a tenth of it. */
const MAX_XML_BYTES = 32_000_000;

/** Parts without text of the body: they are not even unpacked. */
const unread =
  /(?:^|\/)(?:theme|glossary|customXml|embeddings|media|fonts|diagrams|charts|activeX)\/|(?:^|\/)(?:comments\w*|people|settings|webSettings|fontTable|header\d*|footer\d*|app|custom)\.xml(?:\.rels)?$/;
/** Parts that decide how the text looks. A converter does not get them. */
const facts = /(?:^|\/)(?:theme\/theme\d*|settings|header\d*|charts\/chart\w*|diagrams\/data\d*)\.xml$/;
const body = /(?:^|\/)(?:document\d*|footnotes|endnotes)\.xml$/;

/** A document that is safe for a converter. */
export interface PreparedDocx {
  /** A zip of unpacked parts: no media, no comments, no document types, nothing hidden. */
  readonly zip: Buffer;
  readonly styles: StyleFacts;
  /** Pieces of text that a reader does not see, and that were left out. */
  readonly unseen: number;
  /** The labels of lists, which marks in the text count. */
  readonly labels: readonly Label[];
  /** From the core properties, where it is meaningful. */
  readonly title?: string | undefined;
}

/**
 * Checks and cleans a DOCX before anything else reads it.
 * https://ecma-international.org/publications-and-standards/standards/ecma-376/
 *
 * @throws FinIngestError when it is encrypted, in the old format, damaged, or unpacks to too much
 */
export function preparedDocx(bytes: Uint8Array): PreparedDocx {
  refuseOldFormat(bytes);
  const parts = xmlParts(zipEntries(bytes));
  if (![...parts.keys()].some((name) => body.test(name))) throw notWord();
  const styles = styleFacts(
    parts.get("word/styles.xml")?.root ?? found(parts, /(?:^|\/)styles\d*\.xml$/)?.root,
  );
  const setting = settingOf(parts, styles);
  let unseen = 0;
  const labels: Label[] = [];
  const numbering = found(parts, /(?:^|\/)numbering\d*\.xml$/)?.root;
  for (const [name, part] of parts)
    if (body.test(name)) {
      const related = relatedTo(name, parts);
      unseen += prepareBody(part.root, { setting, numbering, labels, related });
    }
  const files = new Map(
    [...parts]
      .filter(([name]) => !facts.test(name))
      .map(([name, part]) => [name, Buffer.from(part.write(), "utf8")]),
  );
  const title = coreTitle(parts.get("docProps/core.xml"));
  return { zip: storedZip(files), styles, title, unseen, labels };
}

/** What the text is shown on: the paper, its colour where that is shown, and pictures in the header behind every page. */
function settingOf(parts: ReadonlyMap<string, Part>, styles: StyleFacts): Setting {
  const theme = themeOf(found(parts, /(?:^|\/)theme\d*\.xml$/)?.root);
  const main = found(parts, /(?:^|\/)document\d*\.xml$/)?.root;
  const document = main && childrenOf(main)[0];
  const paper = paperOf(document);
  const settings = found(parts, /(?:^|\/)settings\.xml$/)?.root;
  const [options] = settings ? childrenOf(settings) : [];
  const isColoured = flag(options && at(options, "displayBackgroundShape")) === true;
  const background = document && at(document, "background");
  const hasBackdrop = [...parts].some(
    ([name, { root }]) =>
      /(?:^|\/)header\d*\.xml$/.test(name) && [...elementsOf(root)].some((one) => isBackdrop(one, paper)),
  );
  const color = isColoured ? statedColor(background, theme, "color") : undefined;
  return { styles, theme, paper, page: hasBackdrop ? "unknown" : color };
}

function refuseOldFormat(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 8)).toString("hex");
  if (start !== "d0cf11e0a1b11ae1") return;
  throw new FinIngestError(
    "the document cannot be read: it is encrypted, or in the format before Word 2007 (.doc)",
    {
      hint: "Open it in Word or LibreOffice and save a copy as .docx without a password, or leave it out.",
    },
  );
}

function notWord(): FinIngestError {
  return new FinIngestError("the document cannot be read: it holds no Word document", {
    hint: "Is the file a .docx? Spreadsheets are read as .xlsx, presentations as .pptx, OpenDocument as .odt and .ods.",
  });
}

function xmlParts(entries: ReadonlyMap<string, ZipEntry>): Map<string, Part> {
  const wanted = [...entries.values()].filter(
    ({ name }) => /\.(?:xml|rels)$/i.test(name) && (facts.test(name) || !unread.test(name)),
  );
  const total = wanted.reduce((sum, { size }) => sum + size, 0);
  if (total > MAX_XML_BYTES) {
    throw tooMuch(`its text unpacks to ${Math.ceil(total / 1e6)} MB, more than ${MAX_XML_BYTES / 1e6} MB`);
  }
  return new Map(wanted.map((entry) => [entry.name, parsePart(xmlText(unpack(entry)))]));
}

/** XML of these files is UTF-8 or UTF-16 with a byte order mark. */
function xmlText(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  try {
    return new TextDecoder(wide, { fatal: true }).decode(bytes);
  } catch (error) {
    throw damagedZip(error);
  }
}

function found(parts: ReadonlyMap<string, Part>, name: RegExp): Part | undefined {
  return [...parts].find(([path]) => name.test(path))?.[1];
}

/** Follows the relationships of a part to another part. */
function relatedTo(name: string, parts: ReadonlyMap<string, Part>): RelatedPart {
  const relations = parts.get(name.replace(/([^/]+)$/, "_rels/$1.rels"))?.root;
  const folder = name.slice(0, name.lastIndexOf("/") + 1);
  const targets = new Map<string, string>();
  for (const one of relations ? elementsOf(relations) : []) {
    const [id, target] = [attribute(one, "Id"), attribute(one, "Target")];
    if (id !== undefined && target !== undefined)
      targets.set(id, target.startsWith("/") ? target.slice(1) : folder + target);
  }
  return (id) => parts.get(targets.get(id) ?? "")?.root;
}

function coreTitle(core: Part | undefined): string | undefined {
  if (!core) return undefined;
  for (const element of elementsOf(core.root)) {
    if (local(element) === "title") return sensibleTitle(textOf(element));
  }
  return undefined;
}

const machineTitle =
  /^(?:\(?(?:anonymous|unspecified)\)?|untitled|unbenannt|sans titre|sin título|document ?\d*|dokument ?\d*|microsoft word\b.*|word document|powerpoint presentation|title|.{1,200}\.(?:docx?|pdf|odt|rtf|indd|tex|dvi|xlsx?|pptx?|html?))$/i;

/** A title in a file's properties, unless a program made it up. */
export function sensibleTitle(stated: string): string | undefined {
  const title = stated.replaceAll(/\s+/g, " ").trim();
  return title === "" || title.length > 300 || machineTitle.test(title) ? undefined : title;
}
