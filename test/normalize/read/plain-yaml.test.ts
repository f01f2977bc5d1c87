import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { plainYaml } from "../../../src/normalize/read/front-matter/plain-yaml.ts";

/** As the parser reads it; undefined for what it refuses. */
function parsed(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false, logLevel: "silent" });
  return document.errors.length > 0 ? undefined : document.toJS();
}

describe("plainYaml", () => {
  it.each([
    "title: About comparison operators",
    "Module Name: Microsoft.PowerShell.Core\nms.date: 01/18/2026\nonline version: https://learn.example.com/a?view=b#c",
    "Locale: en-US\n\n# a: comment\nschema: 2.0.0",
    "title: \"Say: 'a'\"\nother: 'it # is'\nempty:\nblank: ",
    "date: 2026-01-31\nno: no\nyes: yes\npath: /a/b\ndraft: true\nready: false",
    "aliases:\n  - clear\n  - 'cls'\ntags:\n- a\n\n- true\nsidebar:\n    label: A b\n    hidden: false\ntitle: c",
    "tags: [a, b c, -d, true]\nnone: -x\nmap:\n  list: [ a ,b.c ]",
  ])("reads %j as the parser does", (text) => {
    expect(plainYaml(text)).toEqual(parsed(text));
    expect(plainYaml(text)).toBeDefined();
  });

  it.each([
    ["a list of lists", "a: [[b]]"],
    ["a list with keys", "a: [b: c]"],
    ["a list of numbers", "a: [1, b]"],
    ["a list with a comma at its end", "a: [b, ]"],
    ["keys two deep", "a:\n  b:\n    c: d"],
    ["an item of keys", "a:\n  - b: c"],
    ["lines below that are not alike", "a:\n  - b\n   - c"],
    ["items after keys", "a:\n  b: c\n  - d"],
    ["keys after items", "a:\n  - d\n  b: c"],
    ["a text below its key", "a:\n  b"],
    ["a key twice below a key", "a:\n  b: c\n  b: c"],
    ["an item without a key", "- a"],
    ["a value over several lines", "a: b\n  c"],
    ["a block text", "a: |\n  b"],
    ["a number", "a: 1"],
    ["a version that is a number", "a: 7.5"],
    ["a number of another base", "a: 0x1f"],
    ["a truth value in capitals", "a: True"],
    ["nothing by name", "a: null"],
    ["a comment behind a value", "a: b # c"],
    ["a key in a value", "a: b: c"],
    ["a colon at the end", "a: b:"],
    ["an escape", 'a: "b\\n"'],
    ["an anchor", "a: &b c"],
    ["a key twice", "a: b\na: c"],
    ["a key that is a constant", "true: a"],
    ["a prototype", "__proto__: a"],
    ["a tab", "a: b\tc"],
    ["another line end", "a: b\r"],
    ["text without a key", "words"],
    ["nothing", ""],
  ])("leaves %s to the parser", (_what, text) => {
    expect(plainYaml(text)).toBeUndefined();
  });

  it("never differs from the parser", () => {
    const piece = fc.constantFrom(
      ..."a title ms.date 1 0x1 0o7 1e3 .5 - -1 + true Null no ~ : :: # ' \" [ ] { } , & * ! | > % @ ` \\ / ( ) ? = é 😀".split(
        " ",
      ),
      " ",
      "  ",
      ": ",
      " #",
      "\n",
      "\t",
      "\r",
      "\u00a0",
      "\u0085",
      "\ufeff",
      "\u2028",
      "2026-01-31",
      "01/18/2026",
      "https://a.example/b#c",
      "[a, b]",
      "[",
      ", ",
      "]",
      "-a",
      "---",
      "...",
    );
    const value = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(""));
    const key = fc.constantFrom("a", "title", "ms.date", "online version", "x-y", "9", "null", "é");
    const pair = fc.tuple(key, fc.constantFrom(": ", ":", ":  "), value).map((parts) => parts.join(""));
    const quoted = fc
      .tuple(key, fc.constantFrom('"', "'"), value)
      .map(([name, mark, words]) => `${name}: ${mark}${words}${mark}`);
    const indent = fc.constantFrom("  ", "  ", "    ", "", "- ", "  - ", "  - ", "\n");
    const line = fc.oneof(
      pair,
      quoted,
      value,
      pair.map((text) => text.replace(/ .*/, "")),
    );
    const indented = fc.tuple(indent, fc.oneof(pair, quoted, value)).map((parts) => parts.join(""));
    let plain = 0;
    fc.assert(
      fc.property(fc.array(fc.oneof(line, indented), { maxLength: 5 }), (lines) => {
        const text = lines.join("\n");
        const read = plainYaml(text);
        if (read === undefined) return;
        plain += 1;
        expect(read).toEqual(parsed(text));
      }),
      { numRuns: 20_000 },
    );
    expect(plain).toBeGreaterThan(500);
  });
});
