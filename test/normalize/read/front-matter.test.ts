import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { bodyBehindFrontMatter, splitFrontMatter } from "../../../src/normalize/read/front-matter/index.ts";
import { runs } from "../../setup/properties.ts";
import { startCpuTimer } from "../../setup/time.ts";

const cases: readonly (readonly [
  name: string,
  text: string,
  data: Record<string, unknown>,
  body: string,
  code?: string,
])[] = [
  ["YAML", "---\ntitle: A\ntags: [x, y]\n---\nBody", { title: "A", tags: ["x", "y"] }, "Body"],
  ["TOML", '+++\ntitle = "A"\n[extra]\nn = 1\n+++\nBody', { title: "A", extra: { n: 1 } }, "Body"],
  ["TOML between dashes", '---toml\ntitle = "A"\n---\nBody', { title: "A" }, "Body"],
  ["JSON between dashes", '---json\n{"title": "A"}\n---\nBody', { title: "A" }, "Body"],
  ["byte order mark and CRLF", "\ufeff---\r\ntitle: A\r\n---\r\nBody\r\n", { title: "A" }, "Body\r\n"],
  ["blank lines before it", "\n\n---\ntitle: A\n---\nBody", { title: "A" }, "Body"],
  ["blanks behind the marks", "---  \ntitle: A\n--- \nBody", { title: "A" }, "Body"],
  ["closed by dots", "---\ntitle: A\n...\nBody", { title: "A" }, "Body"],
  ["an empty block", "---\n---\nBody", {}, "Body"],
  ["nothing but comments", "---\n# none\n---\nBody", {}, "Body"],
  ["no front matter", "# Title\n\n---\n\ntext", {}, "# Title\n\n---\n\ntext"],
  [
    "a rule at the top",
    "---\n\nText between rules\n\n---\nmore",
    {},
    "---\n\nText between rules\n\n---\nmore",
  ],
  [
    "a rule with prose behind it",
    "---\nText: not\nkeys at all, is it\n",
    {},
    "---\nText: not\nkeys at all, is it\n",
  ],
  ["dashes with a word behind them", "--- note\ntext\n---\nmore", {}, "--- note\ntext\n---\nmore"],
  ["a list is not front matter", "---\n- a\n- b\n---\nBody", {}, "---\n- a\n- b\n---\nBody"],
  ["JavaScript is dropped", "---js\nmodule.exports = {}\n---\nBody", {}, "Body", "front-matter-language"],
  [
    "a broken block, simple lines kept",
    "---\ntitle: A: B\ndraft: true\nlist: [\n---\nBody",
    { title: "A: B", draft: true },
    "Body",
    "front-matter-broken",
  ],
  ["a key twice", "---\ntitle: A\ntitle: B\n---\nBody", { title: "B" }, "Body", "front-matter-broken"],
  ["never closed", "---\ntitle: A\n\nBody", { title: "A" }, "\nBody", "front-matter-unclosed"],
  ["broken TOML", "+++\ntitle = A\n+++\nBody", { title: "A" }, "Body", "front-matter-broken"],
];

describe("splitFrontMatter", () => {
  for (const [name, text, data, body, code] of cases) {
    it(name, () => {
      const result = splitFrontMatter(text);
      expect({ data: result.data, body: result.body }).toEqual({ data, body });
      expect(result.warnings.map((warning) => warning.code)).toEqual(code === undefined ? [] : [code]);
    });
  }

  it("names the line in which the block is broken", () => {
    const [warning] = splitFrontMatter("---\na: 1\nb: 2\nc: d: e\n---\n").warnings;
    expect(warning?.message).toContain("line 3");
  });

  it("runs no code", () => {
    const text =
      '---js\nglobalThis.ran = true\n---\n---\nx: !!js/function "function () { globalThis.ran = true }"\n---\n';
    splitFrontMatter(text);
    splitFrontMatter(text.slice(text.indexOf("---\nx")));
    expect("ran" in globalThis).toBe(false);
  });

  it.each<[string, string]>([
    [
      "aliases that multiply",
      `a0: &a0 [x, x, x]\n${Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`).join("\n")}`,
    ],
    ["deep brackets", `a: ${"[".repeat(30_000)}`],
    ["deep lists", `${"- ".repeat(30_000)}a`],
    ["a block too long to be one", `a: 1\n${"b: 2\n".repeat(100_000)}`],
  ])("survives %s quickly", (_name, yaml) => {
    const spent = startCpuTimer();
    const { body } = splitFrontMatter(`---\ntitle: A\n${yaml}\n---\nBody`);
    expect(body.endsWith("Body")).toBe(true);
    expect(spent()).toBeLessThan(2000);
  });

  it("does not set prototypes", () => {
    const { data } = splitFrontMatter("---\n__proto__: {polluted: true}\n---\n");
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect("polluted" in {}).toBe(false);
  });

  it("never throws, and never loses text that it does not warn about", () => {
    const part = fc.constantFrom(
      "---",
      "+++",
      "\n",
      "\r\n",
      "a: b",
      "title: x",
      "- ",
      "[",
      "...",
      " ",
      "text",
      "---js",
      "\ufeff",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = parts.join("");
        const { data, body, warnings } = splitFrontMatter(text);
        expect(text.endsWith(body)).toBe(true);
        const cut = text.slice(0, text.length - body.length).replaceAll(/[\s\ufeff]|---|\+\+\+|\.\.\./g, "");
        if (cut !== "") expect(Object.keys(data).length + warnings.length).toBeGreaterThan(0);
      }),
      { numRuns: runs(500) },
    );
  });

  it("reads simple lines as a YAML parser does", () => {
    const key = fc.constantFrom("title", "sidebar_label", "id", "null", "true", "constructor", "a-b", "x1");
    const end = fc.constantFrom("", " ", "\r", " # note", ":", ": b", "\t");
    const value = fc.oneof(
      fc.stringMatching(/^[\w .,;()'"+&!?=%@$*#:|>{}[\]~`^/-]{0,20}$/),
      fc.constantFrom(
        "True",
        "null",
        "NULL",
        "yes",
        "Infinity",
        "e5",
        "x: y",
        "a #b",
        "a#b",
        "- a",
        "é",
        "a b.",
      ),
    );
    const line = fc
      .tuple(key, fc.constantFrom(": ", ":  ", ":", " : "), value, end)
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const block = `${lines.join("\n")}\n`;
        const { data, warnings } = splitFrontMatter(`---\n${block}---\nBody`);
        const said = byYaml(block);
        if (typeof said === "object" && said !== null) expect(data).toEqual(said);
        else expect(warnings.length > 0 || Object.keys(data).length === 0).toBe(true);
      }),
      { numRuns: runs(2000) },
    );
  });
});

/** Undefined for what is not YAML. */
function byYaml(block: string): unknown {
  const document = parseDocument(block, { prettyErrors: false, logLevel: "silent" });
  try {
    return document.errors.length > 0 ? undefined : document.toJS();
  } catch {
    return undefined;
  }
}

describe("front matter in JSON", () => {
  it("ends with its brace, and a draft is one", () => {
    const text = '{\n  "title": "T",\n  "draft": true,\n  "menu": {"a": 1}\n}\n\nBody {x}.\n';
    expect(splitFrontMatter(text)).toEqual({
      data: { title: "T", draft: true, menu: { a: 1 } },
      body: "\nBody {x}.\n",
      warnings: [],
    });
    expect(bodyBehindFrontMatter(text)).toBe("\nBody {x}.\n");
  });
  it.each(["{/* a */}\n}\n", "{a}\n}\nText", "{\n not json\n}\n", '{ "a": 1 } text', "[1]\n"])(
    "is not %j",
    (text) => {
      expect(splitFrontMatter(text)).toEqual({ data: {}, body: text, warnings: [] });
    },
  );
});
