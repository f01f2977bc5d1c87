import { describe, expect, test } from "vitest";
import { toMarkdown } from "../../src/normalize/pipeline.ts";
import { normalizedHtml } from "../normalize/support/normalized.ts";
import { startCpuTimer } from "../setup/time.ts";

/** CPU time, milliseconds: far above what these take (tenths of a second), far below what a quadratic step would. */
const budgetMs = 1500;
const many = 5_000;
const repeat = (part: string, times = many) => part.repeat(times);

const hostile: Readonly<Record<string, string>> = {
  "deep divisions": `${repeat("<div>", 25_000)}end`,
  "deep lists": `${repeat("<ul><li>")}end`,
  "deep quotations": `${repeat("<blockquote>")}end`,
  "deep definition lists": `${repeat("<dl>", 200)}end`,
  "deep tables": `${repeat("<table><tr><td>")}end`,
  "deep callouts": `${repeat('<div class="note">')}end`,
  "deep parts to open": `${repeat("<details><summary>")}end`,
  "formatting left open in every paragraph": `${Array.from({ length: 4000 }, (_, n) => `<b class=c${n}><p>x`).join("")}end`,
  "text that belongs before its table": `<table>${repeat("x<br>")}</table>end`,
  "a tag with very many attributes": `<a ${Array.from({ length: many }, (_, n) => `a${n}`).join(" ")}>x</a>end`,
  "a table of 2,500 rows": `<table>${repeat("<tr><td>1</td><td>a <b>b</b></td><td>c</td></tr>", 2500)}</table>end`,
  "spans larger than any table": `<table><tr><td colspan=1000 rowspan=65534>x</td></tr>${repeat("<tr><td>a", 1500)}</table>end`,
  "a code block of 8,000 lines": `<pre>${repeat("<span>line</span> of code\n", 8_000)}</pre>end`,
  "a code block of blanks": `<pre>a${repeat(" ", 50_000)}b${repeat("\n", 50_000)}c</pre>end`,
  "a paragraph of blanks": `<p>a${repeat(" ", 50_000)}b</p>end`,
  "a list of very many items": `<ol>${repeat("<li>x")}</ol>end`,
  "very many headings": `<section>${repeat("<h2>x</h2><p>y</p>")}end</section>`,
  "many rows of tabs": `${repeat("<div role=tablist><a role=tab>x</a></div><div role=tabpanel>y</div>", 750)}end`,
  "underscores and stars": `<p>${repeat("_")}${repeat("*a")}</p>end`,
};

describe.each(["", "<!doctype html><body>"])("with %j before it", (start) => {
  test.each(Object.entries(hostile))("%s", (_name, html) => {
    const spent = startCpuTimer();
    const page = normalizedHtml(start + html);
    const markdown = toMarkdown(page.html);
    expect(spent()).toBeLessThan(budgetMs);
    if (!/class="?note|details/.test(html) || start === "") expect(page.html).toContain("end");
    expect(markdown.length).toBeGreaterThan(0);
  });
});

test("what was flattened is counted, and its text kept", () => {
  const { html, warnings } = normalizedHtml(
    `${repeat("<div><b>x</b>", 2000)}${repeat("</div>", 2000)}<p>after</p>`,
  );
  expect(warnings.map(({ code }) => code)).toEqual(["depth-flattened"]);
  expect(html.match(/x/g)?.length).toBe(2000);
  expect(html).toMatch(/<p>after<\/p>$/);
});
