import { describe, expect, test } from "vitest";
import { stemsOf, withParts, wordsOf } from "../../src/answers/text/words.ts";

describe("words", () => {
  test.each([
    ["en", "Cancelling a Subscription", ["cancel", "a", "subscript"]],
    ["en-GB", "companies' filing", ["compani", "file"]],
    ["de", "Kündigungen zurücknehmen", ["kundigungen", "zurucknehmen"]],
    ["fr", "l'été déjà", ["l", "ete", "deja"]],
    ["en", "getImage() & `astro:assets` v2.15", ["getimag", "astro", "asset", "v2", "15"]],
    ["ko", "구독을 해지", ["구독", "독을", "해지"]],
    ["en", "iPhone用ケース", ["iphon", "用", "ケース"]],
  ])("%s: %s", (locale, text, stems) => {
    expect(stemsOf(text, locale)).toEqual(stems);
  });

  test("Japanese, Chinese and Thai are cut into words without spaces", () => {
    expect(stemsOf("請求書の支払い方法", "ja")).toContain("支払い");
    expect(stemsOf("如何取消订阅", "zh")).toContain("取消");
    expect(stemsOf("วิธีการยกเลิก", "th")).toContain("ยกเลิก");
  });

  test("a word keeps how it stands beside what it is indexed as", () => {
    expect(wordsOf("Running", "en")).toEqual([{ plain: "running", stem: "run" }]);
  });

  test.each([
    ["useAppConfig", "useAppConfig use App Config"],
    ["The useSSRContext of v2", "The useSSRContext use SSR Context of v2"],
    ["FAQs of APIs", "FAQs of APIs"],
    ["about_CommonParameters", "about_CommonParameters Common Parameters"],
    ["Plans and prices", "Plans and prices"],
    ["NUXT E2004", "NUXT E2004"],
  ])("a name that is written as one word is its parts, too: %s", (text, all) => {
    expect(withParts(text)).toBe(all);
  });
});
