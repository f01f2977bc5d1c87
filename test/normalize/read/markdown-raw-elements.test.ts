import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document, MediaType } from "../../../src/normalize/document.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

const base: Document = { body: "", mediaType: "text/markdown", name: "page.md", title: "Page" };

async function pageOf(body: string, mediaType: MediaType = "text/markdown") {
  const [page] = await normalizeDocument({ ...base, body, mediaType });
  return { html: page?.html ?? "", codes: (page?.warnings ?? []).map(({ code }) => code) };
}

const setup =
  '<script setup>\nimport Plan from "./Plan.vue"\nimport { rows } from "./rows.data.js"\n</script>';
const after = "\n\n## Returns\n\nSend it back within thirty days.\n";
const kept = "<h2>Returns</h2>\n<p>Send it back within thirty days.</p>";

describe("nothing behind a script, a style sheet or a module line is lost", () => {
  it.each([
    ["a setup script at the top", `${setup}\n\n<Plan />${after}`],
    ["a setup script between texts", `Plans <Badge text="new" />.\n\n${setup}${after}`],
    [
      "a script of TypeScript",
      `<Plan />\n\n<script lang="ts" setup>\nimport a from "./a"\n\nconst b = 1\n</script>${after}`,
    ],
    ["a script in capitals", `<SCRIPT>\nlet a = 1;\n</SCRIPT>${after}`],
    [
      "a script whose strings close other elements",
      `<script>\nconst a = "</pre>"\n\n    more()\n    </script>${after}`,
    ],
    ["a script in an item that ends outside it", `- item\n- <script>\n  a()\n\nb()\n</script>${after}`],
    ["a script that is never closed", `Words before.\n\n<script setup>\nimport a from "./a"${after}`],
    [
      "a style sheet with blank lines",
      `<style scoped>\n.a { color: red }\n\n    .b { margin: 0 }\n\n</style>${after}`,
    ],
    ["a style sheet that is never closed", `<style>\n.a { color: red }${after}`],
    [
      "module lines that MDX cannot read",
      `import Plan from "./Plan.vue"\nText with <Plan> and {{ x }} of a {set.${after}`,
    ],
    [
      "an exported function with braces",
      `export const a = () => {\n  return 1;\n};\nA price < 5 {.\n\n<A>${after}`,
    ],
    ["an element that hides its text, in a sentence", `The <title> and the <select> element.${after}`],
    ["an element that hides its text, alone", `<textarea>${after}`],
    ["a frame that is not closed", `<iframe src="https://v.example/1">${after}`],
    ["a tag with Vue's attributes", `Press <b @click="n++" :key="n" v-if="a > b">here</b>.${after}`],
    ["a generic type", `A Map<String, Integer> of List<String>.${after}`],
  ])("%s", async (_name, body) => {
    for (const mediaType of ["text/markdown", "text/mdx"] as const) {
      expect((await pageOf(body, mediaType)).html.replaceAll("\n\n", "\n")).toContain(kept);
    }
  });

  it("nor the words in and around such tags", async () => {
    expect((await pageOf("Press <b @click=\"n++\">here</b> or <i :class='c'>there</i>.")).html).toBe(
      "<p>Press <strong>here</strong> or <em>there</em>.</p>",
    );
    expect((await pageOf("The <title> of a List<String>.")).html).toBe(
      "<p>The &lt;title&gt; of a List&lt;String&gt;.</p>",
    );
    expect((await pageOf("<Tabs>\n<template #one>\n\nFirst text.\n\n</template>\n</Tabs>")).html).toContain(
      "First text.",
    );
    expect((await pageOf('import a from "b"\nNext words <a {.')).html).toContain("Next words");
  });

  it("and an unclosed one is reported", async () => {
    expect((await pageOf(`<script>\nlet a${after}`)).codes).toContain("element-unclosed");
    expect((await pageOf(`<script>\nlet a\n</script>${after}`)).codes).toEqual(["script-dropped"]);
  });

  it("and code that shows a script is left as it is", async () => {
    const code = `<script setup>\nimport A from "./A.vue"\n\n</script>`;
    const { html, codes } = await pageOf(`<Badge text="new"/>\n\n\`\`\`vue\n${code}\n\`\`\`${after}`);
    expect(html).toContain(`import A from "./A.vue"\n\n&lt;/script&gt;`);
    expect(codes).toEqual([]);
  });
});

it("whatever stands in a script, the text behind it is on the page", async () => {
  const part = fc.constantFrom(
    ..."import a from 'b'|export const x = {|<Plan />|</pre>|```|{{ x }}|{% raw %}|:::|/* */|  |\n|\n\n|    |<!-- |`|'|\"|$|{/*".split(
      "|",
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
      const body = `Words <Plan /> before.\n\n<script setup>\n${parts.join("")}\n</script>${after}`;
      expect((await pageOf(body)).html).toContain("Send it back within thirty days.");
    }),
    { numRuns: 200 },
  );
});
