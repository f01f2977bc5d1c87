// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${…} is the syntax under test.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { masked, secretsIn } from "../../src/config/read/mask.ts";
import { formFields, isSecret, secret } from "../../src/config/schema/secret.ts";
import { config, load, refused, token } from "./support.ts";

test("the mark survives what schemas are usually made of", () => {
  expect(isSecret(secret())).toBe(true);
  expect(isSecret(secret().describe("a token"))).toBe(true);
  expect(isSecret(secret().regex(/^x/).min(3).describe("a token"))).toBe(true);
  expect(isSecret(z.string().describe("a name"))).toBe(false);
  for (const schema of [
    secret().optional(),
    secret().nullable(),
    secret().default("d"),
    secret().transform((t) => t),
    z.lazy(() => secret()),
  ]) {
    expect(secretsIn(z.object({ key: schema }), { key: "hush" })).toEqual(["hush"]);
  }
});

test("a secret is not empty", () => {
  expect(secret().safeParse("").success).toBe(false);
});

describe("a source's secrets", () => {
  const env = { TOKEN: token, PW: "correct horse", KEY: "k-123" };
  const text = config({
    source:
      'auth: {type: basic, user: me, password: "${PW}"}\nheaders: {X-Key: "${KEY}", Cookie: plain-cookie}\nsite: https://me:s%40crets@wiki.example.com/',
  });
  const loaded = () => load(text, { env });

  test("are all known", () => {
    expect(new Set(loaded().secrets)).toEqual(
      new Set([token, "correct horse", "k-123", "plain-cookie", "s%40crets", "s@crets"]),
    );
  });

  test("reach the connector, and are masked everywhere else", () => {
    const [source] = loaded().sources;
    expect(source?.options).toMatchObject({
      auth: { password: "correct horse" },
      headers: { "X-Key": "k-123" },
    });
    expect(source?.publicOptions).toEqual({
      space: "DOC",
      pages: 50,
      archived: false,
      labels: [],
      limits: { depth: 3 },
      auth: { type: "basic", user: "me", password: "***" },
      headers: { "X-Key": "***", Cookie: "***" },
      site: "https://me:***@wiki.example.com/",
    });
  });

  test("do not change the public options when they are renewed", () => {
    const renewed = load(text, { env: { ...env, PW: "another", KEY: "k-456" } });
    expect(renewed.sources[0]?.publicOptions).toEqual(loaded().sources[0]?.publicOptions);
  });

  test("are not shown by an error, even when written out in the file", () => {
    const { error } = refused(
      config({
        source:
          "auth: {type: basic, user: [], password: hunter2hunter2}\nheaders: {a: [hunter2hunter2], b: hunter2hunter2}",
      }),
    );
    expect(`${error.message}${error.hint}`).not.toContain("hunter2");
  });
});

test("masking leaves no secret behind, wherever a schema moves it", () => {
  const schema = z.object({
    token: secret(),
    list: z.array(z.union([z.string(), z.object({ key: secret() })])),
  });
  const word = fc.stringMatching(/^[a-zA-Z0-9+/=]{6,40}$/);
  fc.assert(
    fc.property(word, word, fc.array(fc.oneof(fc.constantFrom("a", "b"), word)), (one, two, others) => {
      const written = { token: one, list: [...others, { key: two }] };
      const moved = { ...written, header: `Bearer ${one}`, list: [...written.list, `x${two}y`] };
      const secrets = secretsIn(schema, written);
      expect(new Set(secrets)).toEqual(new Set([one, two]));
      const shown = JSON.stringify(masked(schema, moved, secrets));
      expect(shown).not.toContain(JSON.stringify(one).slice(1, -1));
      expect(shown).not.toContain(JSON.stringify(two).slice(1, -1));
    }),
  );
});

test.each([
  ["https://user:pass@host/", ["pass"]],
  ["https://user@host/", []],
  ["ssh://git@host/repo", []],
  ["git@host:repo", []],
  ["https://ghp_0123456789abcdef@host/", ["ghp_0123456789abcdef"]],
  ["https://host/a:b@c", []],
])("the password in %s", (site, secrets) => {
  expect(secretsIn(z.object({ site: z.string() }), { site })).toEqual(secrets);
});

test("of a form's fields the password-like ones are secret, and those that say so", () => {
  const value = z.union([secret(), z.strictObject({ value: secret(), secret: z.literal(true) })]);
  const schema = z.object({ fields: formFields(z.record(z.string(), value)) });
  const open = {
    username: "ann-the-reader",
    email: "ann@acme.com",
    login: "ann-reader",
    remember: "forever",
  };
  const closed = { password: "hush-1", user_pass: "hush-2", pin: "hush-3", api_token: "hush-4", p: "hush-5" };
  expect(new Set(secretsIn(schema, { fields: { ...open, ...closed } }))).toEqual(
    new Set(Object.values(closed)),
  );
  const said = { fields: { username: { value: "ann-the-reader", secret: true } } };
  expect(secretsIn(schema, said)).toEqual(["ann-the-reader"]);
  expect(masked(schema, { fields: { ...open, password: "hush-1" } }, ["hush-1"])).toEqual({
    fields: { ...open, password: "***" },
  });
});

test("secrets: {key: …} keys fingerprints, and is a secret itself", () => {
  const loaded = load(`${config({})}\nsecrets: {key: "\${KEY}"}\n`, {
    env: { TOKEN: token, KEY: "sixteen-characters-at-least" },
  });
  expect(loaded.fingerprintKey).toBe("sixteen-characters-at-least");
  expect(loaded.secrets).toContain("sixteen-characters-at-least");
});
