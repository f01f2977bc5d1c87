import { describe, expect, test } from "vitest";
import { searchSecrets } from "../../src/secrets/find.ts";
import { secretRules } from "../../src/secrets/match.ts";
import { startCpuTimer } from "../setup/time.ts";
import { kinds } from "./kinds/index.ts";
import { randomText } from "./samples.ts";

const findingsOf = async (raw: string) => (await searchSecrets({ raw, page: "" }, [])).findings;

describe("the table of rules", () => {
  test.each(secretRules.map((rule, at) => ({ rule, at, name: `${rule.name} ${at}` })))(
    "$name",
    ({ rule }) => {
      expect(rule.name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(new URL(rule.docs).protocol).toBe("https:");
      expect(rule.pattern.flags).not.toContain("y");
      for (const mark of rule.marks) expect(mark.length).toBeGreaterThanOrEqual(2);
      expect(rule.marks.length > 0).toBe(rule.at !== "word");
    },
  );
});

describe("every kind is found in a sentence", () => {
  test.each(kinds.map((kind, at) => ({ kind, at, name: `${kind.provider} ${kind.name}` })))(
    "$name",
    async ({ kind, at }) => {
      for (const seed of [at + 1_000, at + 2_000, at + 3_000]) {
        const found = await findingsOf(`Set it up:\n\n${kind.make(seed)}\n\nThen go on.\n`);
        if (found.length > 0) return;
      }
      throw new Error(`${kind.provider} ${kind.name} is not found in three of three samples`);
    },
  );
});

test("every rule with a form of its own names some kind", async () => {
  const named = new Set<string>();
  for (const [seed, { make }] of kinds.entries())
    for (const { rule } of await findingsOf(make(seed + 1))) named.add(rule);
  const rules = new Set(secretRules.map(({ name }) => name));
  const known = [...rules].filter((rule) => !named.has(rule));
  expect(known).toEqual(untried);
});

/** Forms of which no sample is made: another rule of the same provider names them first. */
const untried: readonly string[] = [];

describe("the random part decides about a token", () => {
  const body = (word: string) => `${randomText(14, 71)}${word}${randomText(22 - word.length, 72)}`;
  test.each(["FAKE", "YOUR", "sample", "EXAMPLE", "test", "xxxx", "1234"])(
    "%s in it makes it no placeholder",
    async (word) => {
      expect(await findingsOf(`Use ghp_${body(word)} for it.`)).toHaveLength(1);
    },
  );
  test.each(["This example is fake:", "Replace your dummy token", "sample ("])(
    "nor does %s before it",
    async (before) => {
      expect(await findingsOf(`${before} ghp_${body("Q")}`)).toHaveLength(1);
    },
  );
});

/** Texts that begin what many patterns want and never end it. */
const pumps: readonly string[] = [
  "A",
  "a1",
  "aA1",
  "-",
  "- ",
  "%41",
  "%",
  "\t",
  "a\t",
  "a\v",
  "\\u0041",
  "&#65;",
  "\\n",
  "eyJ",
  "eyJhbGciOiJI.",
  "://a:",
  "https://a:",
  "https://a:b@",
  "-----BEGIN PRIVATE KEY-----",
  "-----BEGIN ",
  "xoxb-1-",
  "dG9rO",
  "AccountKey=",
  "postgres://a:b@",
  "PuTTY-User-Key-File-2:",
  "glpat-aA1",
  "sk-proj-",
  "api_key = ",
  "password: ",
  "password for a ",
  'password "',
  "secret=>",
  "token (",
  "SG.a.",
  "hooks.slack.com/services/T",
  "ops_ey",
  "8Q~",
  "&sig=",
  "_authToken=",
  "login a password ",
  "otpauth://totp/a?",
  "kind: Secret\n a: ",
  "TOTP secret ",
  "MFA ",
  "auth=",
  "Basic ",
  "-u a:",
  "curl --user ",
  "chat.googleapis.com/v1/spaces/",
  "jdbc:oracle:thin:a/",
  "SharedAccessSignature sr=",
  "discord.com/api/webhooks/1",
  ":5432:a:a:",
  '"d":"',
  "MII",
  "AAAA",
  "a.atlasv1.",
  "0|",
  "key\t",
  "<password>",
  "<!--",
  "{/*",
  ".. a\n  b\n",
  "////\n",
  "\u0130",
  "\u200b",
  "\uff21",
  "\u2014",
  "😀",
  `${randomText(5000, 9)} `,
  `${randomText(60, 8)}\n`,
  '{"a": "',
  "[a](https://b.c?d=%20) ",
];

test("hostile texts cost no more than their length", async () => {
  const cost = async (text: string) => {
    const spent = startCpuTimer();
    await searchSecrets({ raw: text, page: text, comments: text }, ["dG9rOmEtdG9rZW4=", "another-secret"]);
    return spent();
  };
  const slow: string[] = [];
  for (const pump of pumps) {
    const of = (length: number) => pump.repeat(Math.ceil(length / pump.length));
    const [once, fourfold] = [await cost(of(8_000)), await cost(of(32_000))];
    // Four times as much for the linear, sixteen times for the quadratic; what is quick is noise.
    if (fourfold > 50 && fourfold > 9 * once)
      slow.push(`${JSON.stringify(pump.slice(0, 30))}: ${once} and ${fourfold} ms of CPU time`);
  }
  expect(slow).toEqual([]);
}, 300_000);
