import { expect, it } from "vitest";
import { contextOf } from "../../src/report/blocks.ts";
import { ruleItems, rulesMarkdown, ruleTable, ruleWarnings } from "../../src/report/rules.ts";

const rules = [
  { rule: "path internal/**", line: 12, documents: 1_203 },
  {
    rule: "label a|b",
    line: 130,
    documents: 0,
    warning: "matches no document any more, did you mean a-b? 1 document",
  },
];
const context = contextOf({ width: 60, colours: false });

it("is a table of rules and what they select, with the lines of the file", () => {
  expect(ruleTable(rules, context)).toEqual([
    "  line  rule              documents",
    "    12  path internal/**      1,203",
    "   130  label a|b                 0",
  ]);
  expect(ruleWarnings(rules, context)).toEqual([
    "  ! line 130, label a|b: matches no document any more, did",
    "    you mean a-b? 1 document",
  ]);
  expect(ruleTable([], context)).toEqual([]);
});

it("keeps the numbers on a narrow terminal", () => {
  const [, row = ""] = ruleTable(
    [{ rule: `path ${"deep/".repeat(30)}**`, line: 7, documents: 4 }],
    contextOf({ width: 40, colours: false }),
  );
  expect(row.length).toBeLessThanOrEqual(40);
  expect(row).toMatch(/^ {5}7 {2}path deep.*… {10}4$/);
});

it("is the same in Markdown, where a rule's text is only text", () => {
  expect(rulesMarkdown(rules).split("\n")).toEqual([
    "| line | rule | documents |",
    "|---:|---|---:|",
    "| 12 | `path internal/**` | 1,203 |",
    "| 130 | `label a\\|b` | 0 |",
  ]);
  expect(ruleItems(rules)).toEqual([
    "- **A rule:** line 130, label a\\|b: matches no document any more, did you mean a-b? 1 document",
  ]);
});
