import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Document } from "../../../src/normalize/document.ts";
import { splitFrontMatter } from "../../../src/normalize/read/front-matter/index.ts";
import { markdownPage } from "../../../src/normalize/read/markdown/index.ts";
import { mdxPage } from "../../../src/normalize/read/mdx/index.ts";
import type { ReadPage } from "../../../src/normalize/read/reader.ts";

/** All files take half a minute; every eighth one is usually enough to find a fault. */
const step = process.env.FULL_CORPORA ? 1 : 8;
const corpora = path.resolve(import.meta.dirname, "../../../../shared/corpus");

function filesOf(corpus: string, ending: string): string[] {
  const root = path.join(corpora, corpus);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(root, file));
}

/** What must not be left in the visible text outside code. */
const leftovers: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a directive mark", /(?:^|>|\s):::/m],
  ["a shortcode", /\{%|%\}|\{\{[<%]/],
  ["an include", /\[!\w+|--8<--/],
];
/** Words like "import the module" are prose in Markdown; in MDX such a line belongs to a module. */
const leftoversOfMdx: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    "an import or export",
    /^(?:<p>)?\s*(?:import\s.*from|import\s+["']|export\s+(?:const|default|function))/m,
  ],
  ["a component's tag", /<\/?[A-Z]|&lt;\/[A-Z]|&lt;[A-Z][\w.]*[^&]{0,200}\/&gt;/],
  ["a JSX prop", /className|=\{/],
];

function visible(html: string): string {
  return html
    .replaceAll(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>/g, "")
    .replaceAll(/<(\w+)\s[^>]*>/g, "<$1>");
}

/** The part of a source that readers see: without front matter, module lines, comments, tags and link targets. */
function readable(source: string): string {
  return splitFrontMatter(source)
    .body.replaceAll(/\{\/\*[\s\S]*?\*\/\}/g, "")
    .replaceAll(/^import .*$/gm, "")
    .replaceAll(/\]\([^)\n]*\)|^\[[^\]\n]*\]:.*$/gm, "")
    .replaceAll(/<[^>\n]*>/g, "");
}

function words(text: string): number {
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

const suites = [
  {
    corpus: "astro-docs",
    ending: ".mdx",
    count: 420,
    read: mdxPage,
    patterns: [...leftovers, ...leftoversOfMdx],
  },
  { corpus: "powershell-docs", ending: ".md", count: 246, read: markdownPage, patterns: leftovers },
];

describe.each(suites)("$corpus", ({ corpus, ending, count, read, patterns }) => {
  const files = filesOf(corpus, ending);
  it.skipIf(files.length === 0)(
    `every document renders without leftovers${files.length === 0 ? " (skipped: the corpus is not here)" : ""}`,
    () => {
      const found: string[] = [];
      for (const file of files.filter((_, i) => i % step === 0)) {
        const text = readFileSync(file, "utf8");
        const document: Document = { body: text, mediaType: "text/markdown", name: path.basename(file) };
        const result: ReadPage = read(document);
        const seen = visible(result.html);
        for (const [what, pattern] of patterns) {
          const match = pattern.exec(seen);
          if (match !== null)
            found.push(`${document.name}: ${what}: ${seen.slice(match.index, match.index + 60)}`);
        }
        const unread = result.warnings.find(({ code }) =>
          /unreadable|read-as|broken|unclosed|stray/.test(code),
        );
        if (unread !== undefined) found.push(`${document.name}: ${unread.message}`);
        const [kept, written] = [words(result.html.replaceAll(/<[^>]*>/g, " ")), words(readable(text))];
        if (kept < 0.8 * written) found.push(`${document.name}: ${kept} words of ${written}`);
      }
      expect(found).toEqual([]);
      expect(files.length).toBe(count);
    },
  );
});
