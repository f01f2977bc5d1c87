import { AsyncLocalStorage } from "node:async_hooks";
import type { LogMessage } from "@asciidoctor/core";
import { FinIngestError } from "../../../errors.ts";
import { oneLine, textOf } from "../../../html/dom.ts";
import { parseHtml } from "../../../html/parse.ts";
import type { Document, Warning } from "../../document.ts";
import { Warnings } from "../../warnings.ts";
import { decodeBody } from "../encoding.ts";
import { lineOf } from "../markdown/nest.ts";
import type { ReadPage } from "../reader.ts";
import { componentAttributes } from "./component.ts";
import { withFootnotes, withoutMarks } from "./footnotes.ts";
import { standIns, withoutUnknownSite } from "./undefined-attributes.ts";

/** Limits of one AsciiDoc document. */
export interface AsciidocLimits {
  /** Characters of the text, before includes. */
  readonly maxCharacters: number;
}

const defaultLimits: AsciidocLimits = { maxCharacters: 5_000_000 };

/**
 * Attributes that the document cannot change, and null for those that it may not set: nothing about this machine, today's
 * date or a site's layout gets into a page. https://docs.asciidoctor.org/asciidoc/latest/attributes/document-attributes-ref/
 */
const lockedAttributes: Readonly<Record<string, string | null>> = {
  relfilesuffix: ".adoc",
  icons: null,
  toc: null,
  nofooter: "",
  nofootnotes: "",
  experimental: "",
  "source-highlighter": null,
  "allow-uri-read": null,
  "data-uri": null,
  docinfo: null,
  "user-home": null,
  docdir: null,
  // A blank, because Asciidoctor fills in today's date for an empty value.
  ...Object.fromEntries(
    ["local", "doc"].flatMap((of) =>
      ["date", "time", "datetime", "year"].map((what) => [`${of}${what}`, " "]),
    ),
  ),
  "max-include-depth": "8",
  // What nothing defines stays as written, since it may be meant so, and is named.
  "attribute-missing": "warn",
};

/**
 * AsciiDoc → HTML through Asciidoctor.js, in its mode for untrusted input: no file, no request
 * (https://docs.asciidoctor.org/asciidoctor/latest/safe-modes/). Links to other files stay as written (`other.adoc#x`);
 * includes come from `document.includes`.
 *
 * @throws FinIngestError when the text is too large or Asciidoctor cannot read it
 */
export async function readAsciidoc(
  document: Document,
  limits: AsciidocLimits = defaultLimits,
): Promise<readonly ReadPage[]> {
  const { text, warnings } = decodeBody(document);
  if (text.length > limits.maxCharacters) throw unreadable(document, "it is too large");
  const list = new Warnings(warnings, text);
  try {
    return [await converted(text, document, list)];
  } catch (error) {
    throw unreadable(document, error instanceof Error ? error.message : String(error), error);
  }
}

async function converted(text: string, document: Document, warnings: Warnings): Promise<ReadPage> {
  const attributes = { ...componentAttributes(document.includes), ...lockedAttributes };
  const first = await rendered(text, document, attributes);
  const missing = new Set(first.messages.flatMap((one) => missingName(one) ?? []));
  const instead = standIns(missing, [text, ...Object.values(document.includes ?? {})]);
  const isAgain = Object.keys(instead.attributes).length > 0;
  const page = isAgain ? await rendered(text, document, { ...attributes, ...instead.attributes }) : first;
  for (const name of missing)
    warnings.add(
      "template-value",
      `The attribute {${name}} is not defined; ${instead.describe(name)}.`,
      lineOf(text, `{${name}}`),
    );
  for (const { code, message } of page.warnings) warnings.add(code, message);
  for (const message of page.messages) warnOf(message, text, warnings);
  return { html: page.html, title: page.title === "" ? undefined : page.title, warnings: warnings.all() };
}

interface Rendered {
  readonly html: string;
  readonly title: string;
  readonly messages: readonly LogMessage[];
  /** What the extensions had to say. */
  readonly warnings: readonly Warning[];
}

async function rendered(
  text: string,
  document: Document,
  attributes: Readonly<Record<string, string | null>>,
): Promise<Rendered> {
  const [
    { load, MemoryLogger },
    { converterWith },
    { includeRegistry },
    { readUnknownMacros },
    { readTabs },
  ] = await Promise.all([
    import("@asciidoctor/core"),
    import("./converter.ts"),
    import("./includes.ts"),
    import("./macros.ts"),
    import("./tabs.ts"),
  ]);
  const own = new Warnings([], text);
  const registry = includeRegistry(document.includes ?? {}, own);
  readUnknownMacros(registry, own, text);
  readTabs(registry);
  // A cell that is a document asks the context of `load` for the logger, even when it is converted: else it writes to stderr.
  let withinLoad = AsyncLocalStorage.snapshot();
  registry.treeProcessor(function () {
    this.process(() => {
      withinLoad = AsyncLocalStorage.snapshot();
    });
  });
  const logger = MemoryLogger.create();
  // Styles that nothing defines are named at this level alone.
  logger.level = 0;
  const loaded = await load(text, {
    safe: "secure",
    standalone: false,
    logger,
    converter: converterWith(document.titles),
    extension_registry: registry,
    attributes,
  });
  const body = String(await withinLoad(() => loaded.convert()));
  const footnoteTexts = loaded.footnotes.map(({ text: html }) => html ?? "");
  return {
    html: withoutUnknownSite(withFootnotes(body, footnoteTexts)),
    title: plainTitle(withoutMarks(String(loaded.getDocumentTitle() ?? ""))),
    messages: logger.getMessages(),
    warnings: own.all(),
  };
}

const missingName = (message: LogMessage): string | undefined =>
  /missing attribute: ([\w-]+)/.exec(message.getText())?.[1];

function warnOf(message: LogMessage, text: string, warnings: Warnings): void {
  if (missingName(message) !== undefined) return;
  const style = /unknown style for (\w+)(?: block)?: (\S+)/.exec(message.getText());
  if (style) warnUnknownStyle(style[1] ?? "", style[2] ?? "", text, warnings);
  else if (message.getSeverity() !== "INFO" && message.getSeverity() !== "DEBUG")
    warnings.add("asciidoc", `AsciiDoc: ${oneLine(message.getText()).slice(0, 200)}.`);
}

/** Styles that themes give paragraphs of their own look. */
const looks = /^(?:lead|normal|right|left|center|text-\w+|small|big|subtitle|float|quoteblock)$/;
/**
 * Blocks of extensions that are read: https://github.com/asciidoctor/asciidoctor-tabs, and the diagrams of
 * https://docs.asciidoctor.org/diagram-extension/latest/, which are code in a language of their own.
 */
const read =
  /^(?:tabs|a2s|barcode|blockdiag|bpmn|bytefield|d2|dbml|ditaa|dpic|erd|gnuplot|graphviz|lilypond|meme|mermaid|msc|nomnoml|pikchr|plantuml|salt|seqdiag|actdiag|nwdiag|packetdiag|rackdiag|smcat|structurizr|svgbob|symbolator|syntrax|tikz|umlet|vega|vegalite|wavedrom)$/;

function warnUnknownStyle(block: string, style: string, text: string, warnings: Warnings): void {
  if (looks.test(style) || read.test(style)) return;
  const what = `AsciiDoc: nothing defines the block [${style}]; its ${block === "paragraph" ? "text" : "content"} is kept as it is written.`;
  warnings.add("asciidoc-block", what, lineOf(text, `[${style}`));
}

function plainTitle(html: string): string {
  return oneLine(textOf(parseHtml(html).tree));
}

function unreadable(document: Document, why: string, cause?: unknown): FinIngestError {
  return new FinIngestError(`the AsciiDoc document ${document.name} cannot be read: ${why}`, {
    hint: "Check that `asciidoctor` renders the file, or leave it out with a rule (`exclude: true`).",
    cause,
  });
}
