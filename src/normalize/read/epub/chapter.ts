import { type CheerioAPI, load } from "cheerio/slim";
import type { Document as Tree } from "domhandler";
import { parseUrl } from "../../../http/url.ts";
import { refuseBottomless, refuseDepth } from "../office/xml.ts";
import { type EpubFile, nameIn } from "./package.ts";

/** A chapter's content as HTML, and the style sheets that decide what of it is shown. */
export interface Chapter {
  readonly html: string;
  readonly css: string;
}

/**
 * XHTML as HTML: an element that closes itself would stay open there, and swallow what follows.
 *
 * @throws FinIngestError where elements are nested more deeply than any editor does
 */
export function readChapter(name: string, parts: EpubFile["parts"]): Chapter | undefined {
  const text = parts.text(name);
  if (text === undefined) return undefined;
  refuseBottomless(text);
  const $ = load(text, { xml: { xmlMode: false, recognizeSelfClosing: true, recognizeCDATA: true } }, false);
  // The root of a loaded tree is a Document; cheerio's type says "any node".
  refuseDepth($.root()[0] as Tree);
  const folder = name.slice(0, name.lastIndexOf("/") + 1);
  const css = sheetsOf($, folder, parts);
  $("script, style, link, template").remove();
  dropFurniture($);
  showNotes($);
  dropTargets($);
  const body = $("body");
  return { html: (body.length > 0 ? body.html() : $.root().html()) ?? "", css };
}

function sheetsOf($: CheerioAPI, folder: string, parts: EpubFile["parts"]): string {
  const sheets: string[] = [];
  $("style, link").each((_, element) => {
    const one = $(element);
    const href = one.attr("href") ?? "";
    const isSheet = /^(?:\S+\s+)*stylesheet$/i.test((one.attr("rel") ?? "").trim());
    const text = one.is("style")
      ? one.text()
      : isSheet && !parseUrl(href)
        ? parts.text(nameIn(folder, href))
        : "";
    const media = one.attr("media") ?? "";
    if (text) sheets.push(media === "" ? text : `@media ${media} {${text}}`);
  });
  // A closing tag in a style sheet would end it.
  return sheets.join("\n").replaceAll("<", " ");
}

const typed = (type: string): string => `[epub\\:type~="${type}"]`;

/** Numbers of printed pages, lists of contents, links back to where a note is called. */
function dropFurniture($: CheerioAPI): void {
  $(["pagebreak", "backlink"].map(typed).join()).remove();
  $('[role="doc-pagebreak"], [role="doc-backlink"]').remove();
  $(["toc", "landmarks", "page-list", "lot", "loi"].map((type) => `nav${typed(type)}`).join()).remove();
}

/** Notes are shown when a reader asks for them; their marks are raised, as the page has no anchors to lead there. */
function showNotes($: CheerioAPI): void {
  $(["footnote", "footnotes", "endnote", "rearnote"].map(typed).join()).removeAttr("hidden");
  $("a[href]").each((_, link) => {
    const mark = $(link);
    const label = /^[[(]?(\d{1,3}|[*†‡§])[\])]?$/.exec(mark.text().trim())?.[1];
    if (label === undefined || parseUrl(mark.attr("href") ?? "")) return;
    const raised = mark.closest("sup");
    const isNote =
      mark.is(`${typed("noteref")}, [role="doc-noteref"], [class*="note"]`) ||
      raised.length > 0 ||
      mark.find("sup").length > 0;
    if (isNote) (raised.length > 0 ? raised : mark).replaceWith($("<sup></sup>").text(`[${label}]`));
  });
}

/** Links between chapters and pictures lead into the file, where no reader of the page gets. */
function dropTargets($: CheerioAPI): void {
  $("a[href]").each((_, link) => {
    if (!parseUrl($(link).attr("href") ?? "")) $(link).removeAttr("href");
  });
  $("img").attr("src", "");
}
