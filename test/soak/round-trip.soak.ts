import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Normalized } from "../../src/normalize/document.ts";
import { normalizeDocument } from "../../src/normalize/pipeline.ts";
import { chromiumPath, launchChromium, openPage, whyNoBrowser } from "../setup/chromium.ts";
import { type Comparison, compare, contentOf, parts } from "./round-trip.ts";

/**
 * Approved pages are printed by Chromium and saved as Word documents by pandoc, and read back: the words, tables, lists
 * and code that come back are what is lost by reading, because the pages themselves are known. KEEP names a folder for
 * the files that were made.
 */
const goldens = path.join(import.meta.dirname, "../goldens");
const PAGES = 60;
const MIN_F1 = 0.97;
/**
 * The rest cannot be told from print: tables of one row without lines, lists side by side, lists in cells, blocks of code next to
 * each other and blank lines in short ones.
 */
const MIN_SAME = { tables: 0.85, lists: 0.8, code: 0.88 };

interface Approved {
  readonly name: string;
  readonly title: string;
  readonly html: string;
}

/** Made in print or by Word already, or made to be refused. */
const unfit = /^(?:pdf-|docx-)|hostile|-empty$/;

const wordCount = ({ html }: Approved) => contentOf(html).words.length;

/** The longest. */
function approvedPages(): Approved[] {
  const found = readdirSync(goldens, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !unfit.test(entry.name))
    .map(({ name }) => {
      const text = readFileSync(path.join(goldens, name, "page.html"), "utf8");
      const title = /^<!-- title: (.*) -->$/m.exec(text)?.[1] ?? name;
      return { name, title, html: text.replaceAll(/^<!-- (?:title|warnings): .*-->\n/gm, "") };
    });
  return found.toSorted((a, b) => wordCount(b) - wordCount(a)).slice(0, PAGES);
}

const style = `body { font: 11pt/1.4 "DejaVu Serif", serif } pre, code { font: 9pt/1.4 "DejaVu Sans Mono", monospace }
table { border-collapse: collapse; margin: 1em 0 } th, td { padding: 4pt 8pt; text-align: left; vertical-align: top }`;
const tableStyles = {
  grid: "th, td { border: 1px solid #888 }",
  "rules across":
    "tr { border-bottom: 1px solid #888 } thead { border-top: 2px solid; border-bottom: 2px solid }",
};

function printed({ title, html }: Approved, tables: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${style}${tables}</style><body><h1>${title}</h1>${html}</body></html>`;
}

const kept = process.env.KEEP;
let folder: string;
beforeAll(() => {
  folder = kept ?? mkdtempSync(path.join(tmpdir(), "fin-ingest-round-trip-"));
  mkdirSync(folder, { recursive: true });
});
afterAll(() => {
  if (kept === undefined) rmSync(folder, { recursive: true });
});

/** Pages read back, as one. */
function joined(pages: readonly Normalized[]): string {
  return pages.map(({ html }) => html).join("\n");
}

async function readBack(body: Uint8Array, name: string, mediaType: "application/pdf" | typeof word) {
  return joined(await normalizeDocument({ body, mediaType, name, url: `https://docs.example.com/${name}` }));
}

const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

interface Trip extends Comparison {
  readonly name: string;
  readonly html: string;
}

function trip(page: Approved, html: string): Trip {
  const comparison = compare(contentOf(page.html), contentOf(html));
  if (kept !== undefined) writeFileSync(path.join(folder, `${page.name}.back.html`), html);
  return { name: page.name, html, ...comparison };
}

function report(what: string, pages: readonly Approved[], trips: readonly Trip[]): void {
  const f1 = trips.reduce((sum, one) => sum + one.f1, 0) / trips.length;
  const originals = pages.map(({ html }) => contentOf(html));
  const figures = parts.map((part) => {
    const all = originals.reduce((sum, one) => sum + one[part].length, 0);
    const lost = trips.reduce((sum, one) => sum + one.lost[part].length, 0);
    return `${part} ${all - lost}/${all}`;
  });
  console.log(`${what}: ${trips.length} pages, word F1 ${f1.toFixed(4)}, the same: ${figures.join(", ")}`);
  for (const one of trips) {
    const lost = parts.flatMap((part) =>
      one.lost[part].length > 0 ? [`${part} ${one.lost[part].length}`] : [],
    );
    if (one.f1 < 0.99 || lost.length > 0)
      console.log(
        `  ${one.name}: F1 ${one.f1.toFixed(3)} (precision ${one.precision.toFixed(3)}, recall ${one.recall.toFixed(3)}) ${lost.join(", ")}`,
      );
    if (process.env.VERBOSE)
      for (const part of parts)
        for (const text of one.lost[part]) console.log(`    ${part}: ${text.replaceAll("\n", "\n      ")}`);
  }
  expect(f1, "mean word F1").toBeGreaterThanOrEqual(MIN_F1);
  for (const part of parts) {
    const all = originals.reduce((sum, one) => sum + one[part].length, 0);
    const lost = trips.reduce((sum, one) => sum + one.lost[part].length, 0);
    expect(all - lost, `${part} that came back as they were, of ${all}`).toBeGreaterThanOrEqual(
      all * MIN_SAME[part],
    );
  }
}

const pages = approvedPages().filter(
  ({ name }) => process.env.CASE === undefined || name === process.env.CASE,
);

it("there are enough pages", () => expect(approvedPages()).toHaveLength(PAGES));

it.skipIf(!chromiumPath).each(Object.entries(tableStyles))(
  `printed by Chromium, tables with %s${whyNoBrowser}`,
  async (name, tables) => {
    const browser: Browser = await launchChromium();
    const trips: Trip[] = [];
    try {
      const tab = await openPage(browser);
      for (const page of pages) {
        await tab.setContent(printed(page, tables));
        const body = await tab.pdf({
          format: "A4",
          margin: { top: "2cm", bottom: "2cm", left: "2cm", right: "2cm" },
        });
        if (kept !== undefined) writeFileSync(path.join(folder, `${page.name}.pdf`), body);
        trips.push(trip(page, await readBack(body, `${page.name}.pdf`, "application/pdf")));
      }
    } finally {
      await browser.close();
    }
    report(`PDF, ${name}`, pages, trips);
  },
);

const hasPandoc = spawnSync("pandoc", ["--version"]).status === 0;

it.skipIf(!hasPandoc)(
  `saved as Word by pandoc${hasPandoc ? "" : " (skipped: pandoc is not installed)"}`,
  async () => {
    const trips: Trip[] = [];
    for (const page of pages) {
      const file = path.join(folder, `${page.name}.docx`);
      execFileSync("pandoc", ["-f", "html", "-t", "docx", "-o", file], {
        input: `<h1>${page.title}</h1>${page.html}`,
        stdio: ["pipe", "pipe", "ignore"],
      });
      trips.push(trip(page, await readBack(readFileSync(file), `${page.name}.docx`, word)));
    }
    report("Word", pages, trips);
  },
);
