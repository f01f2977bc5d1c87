import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";

const pieces = [
  ..."a word * ** _ ` `` ~~ [ ] ( ) ![ < > & \\ : ! # ^ { } | / // @ ☐ 😀".split(" "),
  " ",
  "\n",
  "\n\n",
  "  \n",
  "\t",
  "    ",
  "```\n",
  "```js title=a.js\n",
  "```{note} Title\n",
  "> ",
  "> [!NOTE]\n> ",
  "- ",
  "- [x] ",
  "1. ",
  "7) ",
  "| a | b |\n|---|:-:|\n| c | d |\n",
  "# ",
  "## Heading {#id}\n",
  "---\n",
  "===\n",
  ":::note Title\n",
  ":::\n",
  '!!! tip "Title"\n    ',
  '=== "Tab"\n    ',
  "{: .note}\n",
  "{{< badge a >}}",
  "{% b %}",
  "[^1]",
  "[^1]: note\n",
  "^[note]",
  "term\n: definition\n",
  "[x]: /y 'title'\n",
  "[x]",
  "[a](b)",
  "![alt](c.png)",
  "**bold**",
  "https://a.example/b",
  "mailto:a@b.example",
  "<https://a.example>",
  ':::image source="a.png" alt-text="b":::',
  "&amp;",
  "&#13;",
  "&nbsp;",
  "\u200b",
  "<br>",
  "<b>",
  "</b>",
  "<kbd>K</kbd>",
  "<a href='b'>",
  "</a>",
  "<p>",
  "<div hidden>",
  "</div>",
  "<!-- comment -->",
  "<!--",
  "<your-name>",
  '<Card title="T" href="/h"/>',
];

/** Markdown in which everything meets everything. */
export const markdownTexts = fc
  .array(fc.constantFrom(...pieces), { maxLength: 30 })
  .map((parts) => parts.join(""));

/** As for the corpora's own test: every fourth file finds what is wrong as a rule. */
const step = process.env.FULL_CORPORA ? 1 : 4;
const root = path.resolve(import.meta.dirname, "../../..");
const folders = ["test/goldens", "docs", "examples", "../shared/corpus/powershell-docs"];

/** Real files: the goldens' inputs, our own pages, and a corpus where it is there. */
export function markdownFiles(): { readonly name: string; readonly body: string }[] {
  return folders
    .map((folder) => path.join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".md"))
        .filter((_, at) => !folder.includes("corpus") || at % step === 0)
        .map((file) => ({ name: file, body: readFileSync(path.join(folder, file), "utf8") })),
    );
}
