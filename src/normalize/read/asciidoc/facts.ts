import { antoraDescription } from "../../media-types.ts";
import type { DocumentFacts } from "../document-facts.ts";
import { commaList, documentFactsOf, isDocumentTarget } from "../found-facts.ts";

const entry = /^:(!?[\w-]{1,100}!?):(?:[ \t]+(.*))?$/;
const titleLine = /^(?:=|#)[ \t]+(\S.*)$/;
const includeLine = /^include::([^[]{1,2000})\[/;
/** Matches to the end whether or not a bracket follows, so that no character is read twice. */
const macro = /\b(xref|link):([^\s[\]]*)/g;
const angled = /<<([^<>\n]*)>>/g;
/** Blank lines, attributes and an id may stand above a title; so may directives, behind which there is no text. */
const aboveTitle = /^(?:\s*$|:!?[\w-]+!?:|\[[^\]]*\]\s*$|(?:include|ifn?def|ifeval|endif)::)/;
const labelKeys = ["keywords", "page-tags", "page-labels", "page-keywords"];
const draftKeys = ["page-draft", "draft", "page-unlisted", "page-hidden"];

/**
 * What a connector needs to know of an AsciiDoc text before it is rendered: title, labels (`:keywords:`,
 * `:page-tags:`), whether it is a draft, and the targets of includes and links. Attributes in a target that the text
 * itself defines are resolved, as Asciidoctor does; missing `.adoc` endings of `xref:other#id[]` are added. Linear.
 */
export function asciidocFacts(text: string): DocumentFacts {
  const attributes = new Map<string, string>();
  const includes: string[] = [];
  const links: string[] = [];
  const shown: string[] = [];
  let title: string | undefined;
  let inHeader = true;
  for (const line of wholeLines(text)) {
    if (inHeader && title === undefined) title = titleLine.exec(line)?.[1]?.trim();
    inHeader &&= title === undefined && aboveTitle.test(line);
    const [, name, value] = line.startsWith(":") ? (entry.exec(line) ?? []) : [];
    if (name !== undefined) {
      if (name.includes("!")) attributes.delete(name.replaceAll("!", ""));
      else attributes.set(name.toLowerCase(), filled(value ?? "", attributes).trim());
    }
    const included = line.startsWith("include::") ? includeLine.exec(line)?.[1] : undefined;
    if (included !== undefined) includes.push(filled(included, attributes));
    else for (const target of linksIn(line, attributes, shown)) links.push(target);
  }
  return documentFactsOf({
    title: title === undefined ? undefined : filled(title, attributes),
    unpublished: unpublishedBy(attributes),
    labels: labelKeys.flatMap((key) => commaList(attributes.get(key) ?? "")),
    // Where there is one, it has attributes and captions of each page, and names the component that references begin with.
    includes: [antoraDescription, ...includes].filter((target) => !/^[A-Za-z][\w+.-]*:\/\//.test(target)),
    links,
    shown,
    aliases: commaList(attributes.get("page-aliases") ?? "").flatMap(aliasOf),
    // Of a page they are known already; those of a file that pages share name further files.
    attributes: title === undefined ? [...attributes].filter(isPartOfPath) : [],
  });
}

const isPartOfPath = ([, value]: readonly [string, string]): boolean => /^[\w./:$-]{1,100}$/.test(value);

/** A former resource id of the page; the ending may be left out. */
const aliasOf = (alias: string): string[] =>
  alias === "" ? [] : [alias.endsWith(".adoc") ? alias : `${alias}.adoc`];

/** Lines with the values of attributes whole: `:name: one, \\` goes on in the next line. */
function* wholeLines(text: string): Generator<string> {
  let begun = "";
  for (const line of proseLines(text)) {
    const whole = begun === "" ? line : begun + line.trimStart();
    const goesOn = whole.endsWith(" \\") && whole.startsWith(":") && whole.length < MAX_VALUE_LENGTH;
    begun = goesOn ? whole.slice(0, -1) : "";
    if (!goesOn) yield whole;
  }
  if (begun !== "") yield begun;
}

/** Lines outside of comments; a comment's fence is a line of four or more slashes. */
function* proseLines(text: string): Generator<string> {
  let fence: string | undefined;
  for (const raw of text.split(/\r\n?|\n/)) {
    const line = raw.trimEnd();
    if (/^\/{4,}$/.test(line)) {
      if (fence === undefined) fence = line;
      else if (fence === line) fence = undefined;
    } else if (fence === undefined && (!line.startsWith("//") || line.startsWith("///"))) yield line;
  }
}

const MAX_VALUE_LENGTH = 4096;

function filled(value: string, attributes: ReadonlyMap<string, string>): string {
  if (!value.includes("{")) return value;
  return value
    .replace(/\{([\w-]{1,100})\}/g, (whole, name: string) => attributes.get(name.toLowerCase()) ?? whole)
    .slice(0, MAX_VALUE_LENGTH);
}

/** @param shown takes those that show the title of the page to which they lead: `xref:page.adoc#id[]` */
function linksIn(line: string, attributes: ReadonlyMap<string, string>, shown: string[]): string[] {
  const found: string[] = [];
  for (const { 0: whole, 1: kind, 2: target = "", index } of line.includes(":") ? line.matchAll(macro) : []) {
    if (line[index + whole.length] !== "[") continue;
    const written = filled(target.replace(/^(\+\+)(.*)\1$/, "$2"), attributes);
    const full = kind === "xref" ? withEnding(written) : written;
    found.push(full);
    const isBare = line.startsWith("[]", index + whole.length);
    if (kind === "xref" && isBare && /\.adoc(?:#|$)/.test(full)) shown.push(full);
  }
  for (const [, inside = ""] of line.includes("<<") ? line.matchAll(angled) : []) {
    const target = filled(inside.split(",", 1)[0]?.trim() ?? "", attributes);
    if (/#|\.(?:adoc|asciidoc|asc)$/.test(target)) found.push(withEnding(target));
  }
  return found.filter(
    (target) => isDocumentTarget(target) || /^[\w.@-]+:[\w./:-]+\.adoc(?:#|$)/.test(target),
  );
}

/** `other#id` → `other.adoc#id`; an empty fragment is dropped. */
function withEnding(target: string): string {
  const hash = target.indexOf("#");
  if (hash === 0) return target;
  const path = hash === -1 ? target : target.slice(0, hash);
  const fragment = hash === -1 ? "" : target.slice(hash);
  const isNamed = /\.[A-Za-z]\w{0,9}$/.test(path);
  return `${isNamed || hash === -1 ? path : `${path}.adoc`}${fragment === "#" ? "" : fragment}`;
}

function unpublishedBy(attributes: ReadonlyMap<string, string>): string | undefined {
  const key = draftKeys.find((name) => {
    const value = attributes.get(name);
    return value !== undefined && !/^(?:false|no|off|0)$/i.test(value);
  });
  if (key !== undefined) return `${key}: true`;
  const published = attributes.get("page-published");
  if (published !== undefined && /^(?:false|no|off)$/i.test(published)) return "page-published: false";
  return /^draft$/i.test(attributes.get("page-status") ?? attributes.get("status") ?? "")
    ? "status: draft"
    : undefined;
}
