import { describe, expect, test } from "vitest";
import { markdownPage } from "../support/normalized.ts";

const block = (kind: string, json: unknown) =>
  `One.\n\n[block:${kind}]\n${typeof json === "string" ? json : JSON.stringify(json, null, 2)}\n[/block]\n\nTwo.\n`;
const between = async (text: string) => {
  const { html, codes } = await markdownPage(text);
  const others = codes.filter((code) => !/^(?:nothing-left|images-only)$/.test(code));
  return { html: html.replace(/^<p>One\.<\/p>/, "").replace(/<p>Two\.<\/p>$/, ""), codes: others };
};

describe("parts of a page in JSON, as ReadMe exports them", () => {
  test.each<[string, unknown, string]>([
    ["api-header", { title: "Limits" }, "<h2>Limits</h2>"],
    [
      "callout",
      { type: "danger", title: "Stop", body: "Do **not** go on." },
      "<blockquote><p><strong>Danger: Stop</strong></p><p>Do <strong>not</strong> go on.</p></blockquote>",
    ],
    [
      "code",
      {
        codes: [
          { code: "curl x", language: "shell", name: "cURL" },
          { code: "get(x)", language: "js" },
        ],
      },
      '<p><strong>cURL</strong></p><pre><code class="language-shell">curl x</code></pre><pre><code class="language-js">get(x)</code></pre>',
    ],
    [
      "parameters",
      { data: { "h-0": "Key", "h-1": "Value", "0-0": "`a|b`", "0-1": "x\ny", "1-0": "c" }, cols: 2, rows: 2 },
      "<table><thead><tr><th>Key</th><th>Value</th></tr></thead><tbody><tr><td><code>a|b</code></td><td>x<br>y</td></tr><tr><td>c</td><td></td></tr></tbody></table>",
    ],
    [
      "image",
      { images: [{ image: ["https://x.example/a.png", "a.png"], caption: "The settings" }] },
      "<p><em>Image: The settings</em></p>",
    ],
    [
      "embed",
      { url: "https://x.example/v", title: "How to" },
      '<p><a href="https://x.example/v">How to</a></p>',
    ],
    ["html", { html: "<div>Words</div>" }, "<p>Words</p>"],
  ])("%s", async (kind, json, wanted) =>
    expect(await between(block(kind, json))).toEqual({ html: wanted, codes: [] }),
  );

  test.each([
    ["an unknown kind", block("gallery", { title: "A" })],
    ["a shape that is not its own", block("callout", [1])],
    ["what is no JSON", block("code", "{ codes")],
    ["a table of a million rows", block("parameters", { data: {}, cols: 2, rows: 1e6 })],
  ])("%s is kept as code, with a warning", async (_, text) => {
    const { html, codes } = await between(text);
    expect(html).toMatch(/^<pre><code class="language-json">/);
    expect(codes).toContain("unknown-directive");
  });

  test("in code they are examples", async () => {
    const { html } = await between(
      `One.\n\n~~~\n${block("callout", { type: "info", title: "T", body: "B" })}~~~\n\nTwo.\n`,
    );
    expect(html).toContain("[block:callout]");
  });
});

test("a term of ReadMe's glossary is its word", async () => {
  expect((await between("One.\n\nA <<glossary:workspace>> and `<<glossary:code>>`.\n\nTwo.")).html).toContain(
    "A workspace and",
  );
});

describe("GitBook's references of an API", () => {
  test("a method, its parameters and answers", async () => {
    const { html, codes } = await markdownPage(
      '{% swagger method="get" path="/pets" baseUrl="https://x.example" summary="List pets" %}\n{% swagger-description %}\nAll of them.\n{% endswagger-description %}\n\n{% swagger-parameter in="query" name="limit" type="integer" required="true" %}\nHow many\n{% endswagger-parameter %}\n\n{% swagger-response status="200: OK" description="The pets" %}\n```json\n[]\n```\n{% endswagger-response %}\n{% endswagger %}\n',
    );
    expect(html).toBe(
      '<p><strong>List pets</strong></p><p><code>GET https://x.example/pets</code></p><p>All of them.</p><p><strong><code>limit</code></strong> (query, integer, required)</p><p>How many</p><p><strong>200: OK – The pets</strong></p><pre><code class="language-json">[]</code></pre>',
    );
    expect(codes).toEqual([]);
  });

  test("an operation of OpenAPI is named", async () => {
    const { html } = await markdownPage(
      '{% openapi src="./a.yaml" path="/pets" method="delete" %}\nThe description of the API.\n{% endopenapi %}\n',
    );
    expect(html).toBe("<p><code>DELETE /pets</code></p><p>The description of the API.</p>");
  });

  test("a reference to another page is named once", async () => {
    const { html } = await markdownPage(
      '{% content-ref url="b.md" %}\n[The other](b.md)\n{% endcontent-ref %}\n',
    );
    expect(html.replaceAll(/<[^>]*>/g, "")).toBe("The other");
  });
});

test("GitLab's include is one", async () => {
  const { html, codes } = await markdownPage("::include{file=parts/a.md}\n\nText.\n", {
    includes: { "parts/a.md": "From the part." },
  });
  expect(html).toBe("<p>From the part.</p><p>Text.</p>");
  expect(codes).not.toContain("include-missing");
  expect((await markdownPage("::include{file=b.md}\n")).codes).toContain("include-missing");
});
