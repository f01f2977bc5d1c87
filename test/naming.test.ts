import { expect, it } from "vitest";
import { namesTarget, namesTitle } from "../src/naming.ts";

it.each([
  ["Internal refund limits", "Internal refund limits", true],
  [" internal\u00a0refund\nLIMITS ", "Internal refund limits", true],
  ["see Internal refund limits here", "Internal refund limits", true],
  ["our rules", "Internal refund limits", false],
  ["HR", "hr", true],
  ["three", "hr", false],
  ["", "", false],
])("the label %j names the title %j: %s", (label, title, names) => {
  expect(namesTitle(label, title)).toBe(names);
});

it.each([
  ["Layoff plan 2027", "Layoff plan 2027", "../internal/x.md", true],
  ["layoff plan", "", "../internal/layoff-plan.md#when", true],
  ["../internal/x.md", "", "../internal/x.md", true],
  ["internal/x", "", "internal/x.adoc", true],
  ["https://docs.example.com/x", "", "https://docs.example.com/x", true],
  ["our rules", "Layoff plan 2027", "../internal/layoff-plan.md", false],
  ["", "", "x.md", false],
])("the label %j names %j at %j: %s", (label, title, target, names) => {
  expect(namesTarget(label, [title], target)).toBe(names);
});
