import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mask, redactor } from "../../src/log/redact.ts";

const secret = 'dG9r/en+42=="a b&c';
const redact = redactor([secret]);

describe("a secret is masked however it is written", () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const spellings: Record<string, string> = {
    raw: secret,
    "in an address": encodeURIComponent(secret),
    "in an address, small letters": encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (c) =>
      c.toLowerCase(),
    ),
    "as a form value": encodeURIComponent(secret).replaceAll("%20", "+"),
    "in JSON": JSON.stringify({ token: secret }),
    "in JSON in JSON": JSON.stringify(JSON.stringify({ token: secret })),
    "in HTML": secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;"),
    base64: base64(secret),
    base64url: Buffer.from(secret).toString("base64url"),
    hexadecimal: Buffer.from(secret).toString("hex"),
  };
  test.each(Object.entries(spellings))("%s", (_, text) => {
    const redacted = redact(`before ${text} after`);
    expect(redacted).toContain(mask);
    expect(redacted).not.toContain(secret.slice(4, 12));
    expect(redacted).toMatch(/^before .* after$/);
  });

  test.each(["user:", "x:", "ab:"])("base64 of %s + secret", (user) => {
    const redacted = redact(`Basic ${base64(`${user}${secret}`)}`);
    expect(Buffer.from(redacted.split(" ")[1] ?? "", "base64").toString("latin1")).not.toContain("en+42");
    expect(redacted).toContain(mask);
  });
});

test("no text that was redacted holds the secret", () => {
  const secrets = fc.string({ minLength: 6, maxLength: 40, unit: "grapheme" });
  fc.assert(
    fc.property(secrets, fc.string(), fc.string(), (own, before, after) => {
      const redacted = redactor([own])(before + own + after);
      expect(redacted).toContain(mask);
      for (const piece of redacted.split(mask)) expect(piece).not.toContain(own);
    }),
  );
});

test("short values and texts without secrets are left alone", () => {
  expect(redactor(["admin"])("admin adminXY")).toBe("admin adminXY");
  expect(redactor([])("anything")).toBe("anything");
  expect(redact("nothing to hide")).toBe("nothing to hide");
});

test("the longer of two secrets is masked whole", () => {
  expect(redactor(["tokens", "tokens-of-mine"])("tokens-of-mine tokens")).toBe(`${mask} ${mask}`);
});
