import type { Element, Document as Tree } from "domhandler";
import { at, attribute, childrenOf, elementsOf } from "../office/xml.ts";

/** What a style means for the text alone; `basedOn` is resolved. */
export interface StyleFacts {
  /** Style id → whether it is set in a fixed-width font. */
  readonly monospace: ReadonlySet<string>;
  /** Style id → heading level 1 to 6, from the outline level. */
  readonly headings: ReadonlyMap<string, number>;
  /** Table styles that format the first row differently. */
  readonly headedTables: ReadonlySet<string>;
  /** A style and those that it is based on, nearest first. */
  readonly line: (id: string | undefined) => readonly Element[];
  /** The document's default run properties. */
  readonly defaults: Element | undefined;
  /** The style of paragraphs that state none. */
  readonly paragraph: string | undefined;
}

const fixedWidth =
  /^(?:consolas|courier|menlo|monaco|lucida console|lucida sans typewriter|andale mono|cascadia|fira (?:code|mono)|source code|jetbrains|inconsolata|liberation mono|dejavu sans mono|noto (?:sans )?mono|roboto mono|ubuntu mono|sf ?mono|ibm plex mono|space mono|hack$)/i;

export function isFixedWidth(font: string | null | undefined): boolean {
  return font !== null && font !== undefined && fixedWidth.test(font.trim());
}

/** https://learn.microsoft.com/en-us/openspecs/office_standards/ms-oi29500/ (styles: ECMA-376 part 1, 17.7). */
export function styleFacts(styles: Tree | undefined): StyleFacts {
  const byId = new Map<string, Element>();
  for (const style of styles ? elementsOf(styles) : []) {
    const id = attribute(style, "styleId");
    if (id !== undefined) byId.set(id, style);
  }
  const monospace = new Set<string>();
  const headings = new Map<string, number>();
  const headedTables = new Set<string>();
  for (const id of byId.keys()) {
    const line = [...ancestry(id, byId)];
    if (isFixedWidth(first(line, (style) => attribute(at(style, "rPr", "rFonts"), "ascii"))))
      monospace.add(id);
    const outline = Number(first(line, (style) => attribute(at(style, "pPr", "outlineLvl"), "val")) ?? "9");
    if (outline >= 0 && outline < 6) headings.set(id, outline + 1);
    if (line.some((style) => childrenOf(style, "tblStylePr").some(isFirstRow))) headedTables.add(id);
  }
  const lines = new Map([...byId.keys()].map((id) => [id, [...ancestry(id, byId)]]));
  const root = styles && childrenOf(styles)[0];
  return {
    monospace,
    headings,
    headedTables,
    line: (id) => lines.get(id ?? "") ?? [],
    defaults: root && at(root, "docDefaults", "rPrDefault", "rPr"),
    paragraph: [...byId].find(([, style]) => isDefaultParagraph(style))?.[0],
  };
}

function isDefaultParagraph(style: Element): boolean {
  return (
    attribute(style, "type") === "paragraph" && /^(?:1|true|on)$/.test(attribute(style, "default") ?? "")
  );
}

function isFirstRow(style: Element): boolean {
  return attribute(style, "type") === "firstRow";
}

function* ancestry(id: string, byId: ReadonlyMap<string, Element>): Generator<Element> {
  const seen = new Set<string>();
  for (let next: string | undefined = id; next !== undefined && !seen.has(next) && seen.size < 20; ) {
    seen.add(next);
    const style = byId.get(next);
    if (!style) return;
    yield style;
    next = attribute(at(style, "basedOn"), "val");
  }
}

function first<T>(styles: readonly Element[], read: (style: Element) => T | undefined): T | undefined {
  for (const style of styles) {
    const value = read(style);
    if (value !== undefined) return value;
  }
  return undefined;
}

export type StyleRole = "code" | "quote" | "caption" | "title" | "subtitle";

const roles: readonly (readonly [StyleRole, RegExp])[] = [
  [
    "code",
    /^(?:code|code ?block|code (?:sample|example|listing|snippet|text)|source ?code|source text|listing|preformatted(?: text)?|html preformatted|html vorformatiert|vorformatiert(?:er text)?|quell(?:code|text)|plain text|macro text|(?:bloc de )?code source|texte préformaté|préformaté html|código(?: fuente)?|html con formato previo|texto preformateado|(?:html )?code char|html code|verbatim(?: char)?|inline code|code in ?line|html typewriter|user input|console)$/i,
  ],
  [
    "quote",
    /^(?:quote|intense quote|block ?quote|block ?quotation|block text|quotations?|zitat|intensives zitat|citation(?: intense)?|cita(?: destacada)?)$/i,
  ],
  ["caption", /^(?:caption|table caption|image caption|figure|beschriftung|légende|epígrafe|leyenda)$/i],
  ["title", /^(?:title|titel|titre|título)$/i],
  ["subtitle", /^(?:subtitle|untertitel|sous-titre|subtítulo)$/i],
];

/** The role of a style, by the names that editors and their users give it. */
export function roleOfStyle(name: string | null | undefined): StyleRole | undefined {
  const plain = (name ?? "").trim();
  return roles.find(([, names]) => names.test(plain))?.[0];
}
