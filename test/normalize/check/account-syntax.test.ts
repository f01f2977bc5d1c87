import { expect, test } from "vitest";
import { markdownWords } from "../../../src/normalize/check/account/visible-text.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

const prose =
  "The plan can be changed by its owner at any time, and the bill follows on the first of the month.";

/** What site generators and authors write around words; none of it is a word of the page. */
const dialects: Readonly<Record<string, string>> = {
  "MyST: roles, a table's options, nested tabs": `(quota-target)=
# Quota

{doc}\`the guide <guide.md>\`, {kbd}\`Ctrl+C\`, {menuselection}\`File --> Open\`, {guilabel}\`Save\`

:::{note}
:class: dropdown
:name: some-long-name-of-a-note
${prose}
:::

\`\`\`\`{tab-set}
\`\`\`{tab-item} Linux
:sync: linux-tab-for-all-pages
Use apt.
\`\`\`
\`\`\`{tab-item} Mac
:sync: mac-tab-for-all-pages
Use brew.
\`\`\`
\`\`\`\`

\`\`\`{toctree}
:maxdepth: 2
install/linux
install/mac
usage/first-steps
usage/second-steps
usage/third-steps
\`\`\`
`,
  "Material: attributes, blocks, icons, abbreviations": `# Home

:material-clock-fast:{ .lg .middle } **Set up** :octicons-arrow-right-24:

![Alt text of the picture](a.png){ width="300" loading=lazy align=left }

/// details | More on limits
    type: warning
${prose}
///

--8<-- "snippets/some/long/name/of-a-file.md"

The HTML spec.

*[HTML]: Hyper Text Markup Language
`,
  "comments of authors": `# Hidden

${prose}

{% comment %} Ask the lawyers first whether any of this may be said in public at all {% endcomment %}
{# The second paragraph is wrong and will be rewritten by somebody in the next sprint #}
`,
  "a wiki's links": `# Wiki

See [[Getting-Started-With-The-Whole-Product|this page]] and [[Some-Very-Long-Name-Of-Another-Page|that one]].

${prose}
`,
};

test.each(Object.entries(dialects))("%s: nothing is said to be lost", async (_what, text) => {
  const pages = await normalizeDocument({ body: text, mediaType: "text/markdown", name: "a.md" });
  expect(pages.flatMap(({ warnings }) => warnings).filter(({ code }) => code === "text-lost")).toEqual([]);
});

test("an item's number is no word, and other numbers are", () => {
  const words = markdownWords("1. One\n   12) two 3. three\n> 4. four\n\n2026 was\n5.5 times\n");
  expect(words.map(({ word }) => word).join(" ")).toBe("one two 3 three four 2026 was 5 5 times");
});
