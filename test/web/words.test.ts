import { expect, test } from "vitest";
import { ago, audienceWords, moment } from "../../src/web/words.ts";

test.each([
  [true, true, "Customers and teammates"],
  [true, false, "Customers only"],
  [false, true, "Teammates only"],
  [false, false, "Hidden from everyone"],
])("customers %s, teammates %s: %s", (customers, teammates, words) => {
  expect(audienceWords({ customers, teammates })).toBe(words);
});

test.each([
  [0, "just now"],
  [-5, "just now"],
  [59, "59 seconds ago"],
  [60, "1 minute ago"],
  [7199, "1 hour ago"],
  [86_400, "yesterday"],
  [86_400 * 45, "last month"],
  [86_400 * 800, "2 years ago"],
])("%d seconds are %s", (seconds, words) => {
  expect(ago(1_000_000_000, 1_000_000_000 + seconds)).toBe(words);
});

test("a moment is a date in UTC", () => {
  expect(moment(Date.UTC(2026, 10, 22, 20, 33) / 1000)).toMatch(/^22 Nov 2026, 20:33 UTC$/);
});
