import { expect, test } from "vitest";
import { parseUrl } from "../../src/http/url.ts";

test.each([
  ["https://e.com/a", undefined, "https://e.com/a"],
  ["../b", "https://e.com/a/c", "https://e.com/b"],
  ["//\u00e9.example/x", "https://e.com", "https://xn--9ca.example/x"],
])("%s from %s is %s", (text, base, href) => expect(parseUrl(text, base)?.href).toBe(href));

test.each(["", "a/b", "https://", "https://a b/"])("%j alone is not a URL", (text) =>
  expect(parseUrl(text)).toBeUndefined(),
);

test("international host names are addresses however often they are asked for", () => {
  for (let at = 0; at < 30_000; at += 1)
    if (!parseUrl("//\u00e9.example", "https://e.com")) throw new Error(`none at ${at}`);
});
