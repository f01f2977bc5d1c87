import { escapeHtml } from "../../src/html/characters.ts";
import type { Warning } from "../../src/normalize/index.ts";
import type { CanvasLayout, WebPart } from "./schema.ts";

/** The code of the warning that names a part of a page that was left out. */
export const leftOutCode = "web-part-left-out";

/** Parts without words of their own, or that repeat the title. https://learn.microsoft.com/graph/api/sitepage-create#supported-web-parts */
const silent: ReadonlySet<string> = new Set([
  "2161a1c6-db61-4731-b97c-3cdb303f7cbb", // divider
  "8654b779-4886-46d4-8ffb-b5ed960ee986", // spacer
  "cbe7b0a9-3504-44dd-a3a3-0e5cacd07788", // title area
]);
const IMAGE = "d1d91016-032f-456d-98a4-721247c305e8";
/** Parts whose words and links their author wrote into this page. */
const written: ReadonlySet<string> = new Set([
  "0f087d7f-520e-42b7-89c0-496aaf979d58", // button
  "df8e44e7-edd5-46d5-90da-aca1539313b8", // call to action
  "6410b3b6-d440-4663-8744-378976dc041e", // link preview
  "c70391ea-0b10-4ee9-b2b4-006d3fcad0cd", // quick links
]);

export interface PageText {
  readonly html: string;
  readonly warnings: readonly Warning[];
  /** Parts of which nobody can tell what they are. */
  readonly odd: number;
}

/**
 * The text of a page, section by section and column by column. What is shown from elsewhere, for some readers only, or by
 * a part that is not known, is left out and named.
 */
export function htmlOf(layout: CanvasLayout): PageText {
  const columns = [
    ...(layout.horizontalSections ?? []).flatMap((section) => section.columns),
    ...(layout.verticalSection ? [layout.verticalSection] : []),
  ];
  const warnings: Warning[] = [];
  let odd = 0;
  const parts = columns.flatMap(({ webparts }) => {
    for (const { reason } of webparts.odd) warnings.push(leftOut(`a part of the page (${reason})`));
    odd += webparts.odd.length;
    return webparts.items.map((part) => {
      const html = htmlOfPart(part);
      if (html === undefined) warnings.push(leftOut(nameOf(part)));
      if (html === undefined && !part.webPartType) odd += 1;
      return html ?? "";
    });
  });
  return { html: parts.filter((part) => part !== "").join("\n"), warnings: distinct(warnings), odd };
}

/** Undefined: the part is left out. */
function htmlOfPart({ innerHtml, webPartType, data }: WebPart): string | undefined {
  if (innerHtml != null) return innerHtml;
  if (data?.audiences && data.audiences.length > 0) return undefined;
  const type = webPartType?.toLowerCase() ?? "";
  if (silent.has(type)) return "";
  if (type === IMAGE) return imageOf(data);
  return written.has(type) ? linksOf(data) : undefined;
}

/** What an image says: its alternative text, the text over it and its caption. */
function imageOf(data: WebPart["data"]): string {
  const texts = ["altText", "overlayText", "captionText"].flatMap((name) => textAt(data?.properties, name));
  return [...new Set([...texts, ...textsOf(data).values()])].map(paragraph).join("");
}

/** Texts and links come in two lists; what belongs together has one key up to its last step: `items[0].title`. */
function linksOf(data: WebPart["data"]): string | undefined {
  const texts = textsOf(data);
  const links = pairsOf(data?.serverProcessedContent?.links);
  const html = pairsOf(data?.serverProcessedContent?.htmlStrings);
  if (texts.size === 0)
    for (const name of ["label", "title"])
      for (const text of textAt(data?.properties, name)) texts.set(name, text);
  if (texts.size + html.size === 0) return undefined;
  const [only] = links.values();
  const isOne = texts.size === 1 && links.size === 1;
  const shown = [...texts].map(([key, text]) => {
    const url = isOne ? only : linkBeside(key, links);
    return url === undefined
      ? paragraph(text)
      : `<p><a href="${escapeHtml(url)}">${escapeHtml(text)}</a></p>`;
  });
  return [...shown, ...html.values()].join("");
}

function linkBeside(key: string, links: ReadonlyMap<string, string>): string | undefined {
  const item = /^(.*\[\d+\])\.title$/.exec(key)?.[1];
  if (item === undefined) return undefined;
  return [...links].find(([other]) => other.startsWith(`${item}.`))?.[1];
}

type Pairs = NonNullable<NonNullable<WebPart["data"]>["serverProcessedContent"]>["links"];

const pairsOf = (pairs: Pairs): Map<string, string> =>
  new Map(
    (pairs ?? []).flatMap((pair) =>
      pair && typeof pair.value === "string" && pair.value.trim() !== ""
        ? [[pair.key ?? "", pair.value.trim()] as const]
        : [],
    ),
  );

const textsOf = (data: WebPart["data"]) => pairsOf(data?.serverProcessedContent?.searchablePlainTexts);

function textAt(properties: Readonly<Record<string, unknown>> | null | undefined, name: string): string[] {
  const value = properties?.[name];
  return typeof value === "string" && value.trim() !== "" ? [value.trim()] : [];
}

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

function nameOf({ webPartType, data }: WebPart): string {
  const name = data?.title ? `the part "${data.title}"` : "a part";
  const type = webPartType ? ` (${webPartType})` : "";
  const why = data?.audiences && data.audiences.length > 0 ? ", which is for some readers only" : "";
  return `${name}${type}${why}`;
}

const leftOut = (what: string): Warning => ({
  code: leftOutCode,
  message: `${what} is left out: its text is not in SharePoint's answer, or not meant for everybody.`,
});

const distinct = (warnings: readonly Warning[]): Warning[] => [
  ...new Map(warnings.map((warning) => [warning.message, warning])).values(),
];
