import { load } from "cheerio/slim";
import type { Warning } from "../../document.ts";
import { leadIn } from "../../vocabulary/html-text.ts";
import { applyLabels, joinItems, resolveLeftLabels } from "./lists.ts";
import { mark } from "./make.ts";
import type { Label } from "./numbering.ts";
import { sensibleTitle } from "./package.ts";

/** Corrects in mammoth's HTML what its style map cannot express. */
export function finishDocx(
  converted: string,
  labels: readonly Label[],
): { html: string; title?: string | undefined; warnings: Warning[] } {
  const $ = load(withFormulas(converted), { xml: { xmlMode: false, decodeEntities: true } }, false);
  applyLabels($, labels);
  joinItems($, labels);
  resolveLeftLabels($, labels);
  let nameless = 0;
  $("img").each((_, image) => {
    const alt = $(image).attr("alt")?.trim();
    if (alt) $(image).removeAttr("src");
    else {
      nameless += 1;
      $(image).remove();
    }
  });
  $("pre br").replaceWith("\n");
  $("p.caption").each((_, caption) => {
    const next = $(caption).next("table");
    if (next.length === 0) return;
    next.prepend($("<caption></caption>").append($(caption).contents()));
    $(caption).remove();
  });
  $("p.caption").removeAttr("class");
  $('a[href^="#footnote-ref-"], a[href^="#endnote-ref-"]').remove();
  // The mark names its note; pages have no anchors for a link to it.
  $('a[href^="#footnote-"], a[href^="#endnote-"]').each((_, mark) => {
    $(mark).replaceWith($(mark).contents());
  });
  $('li[id^="footnote-"], li[id^="endnote-"]').first().parent("ol").before(leadIn("Footnotes"));
  $("th strong").each((_, bold) => {
    if ($(bold).closest("th").text() === $(bold).text()) $(bold).replaceWith($(bold).contents());
  });
  const title = $("h1.title").first().text();
  const sensible = sensibleTitle(title);
  $("h1.title").removeAttr("class");
  const warnings = nameless === 0 ? [] : [imageWarning(nameless)];
  return { html: $.html(), title: sensible, warnings };
}

const formula = new RegExp(`${mark.formula}([^${mark.formulaEnd}]*)${mark.formulaEnd}`, "g");

/** Marked formulas as the normaliser knows them from Pandoc and Sphinx; marked blank lines of code as empty ones. */
function withFormulas(html: string): string {
  return html.replaceAll(formula, '<span class="math">\\($1\\)</span>').replaceAll(mark.blank, "");
}

function imageWarning(count: number): Warning {
  const what = count === 1 ? "an image" : `${count} images`;
  return { code: "image-without-alt", message: `${what} without alternative text dropped` };
}
