import { describe, expect, test } from "vitest";
import { searchSecrets } from "../../src/secrets/find.ts";
import { nodeKeys, opensslKeys, sshKeygenKeys } from "./real-keys.ts";

const keys = { ...nodeKeys(), ...sshKeygenKeys(), ...opensslKeys() };
const indented = (key: string, by: string) => key.replaceAll(/^/gm, by);

/** How a key stands in a document. */
const written: Readonly<Record<string, (key: string) => string>> = {
  "as it is": (key) => key,
  "indented, as in YAML": (key) => `key: |\n${indented(key, "    ")}`,
  "quoted in Markdown": (key) => indented(key, "> "),
  "in JSON": (key) => JSON.stringify({ private_key: key }),
  "with CRLF": (key) => key.replaceAll("\n", "\r\n"),
  "in one line": (key) => key.replaceAll("\n", " "),
  "without its end": (key) => key.replace(/-----END[\s\S]*/, ""),
  "as concatenated strings": (key) => key.replaceAll(/^(.*)\n/gm, '"$1\\n" +\n'),
};

const rulesOf = async (raw: string) =>
  (await searchSecrets({ raw, page: "" }, [])).findings.map(({ rule }) => rule);

describe.each(Object.entries(written))("%s", (_, write) => {
  test.each(Object.entries(keys))("%s", async (_, key) => {
    const raw = `# Deploy\n\nUse this:\n\n${write(key)}\n\nThen go on - if you like - to the next.\n`;
    expect(await rulesOf(raw)).toEqual(["private-key"]);
  });
});

test("a key is found whatever words its base64 spells", async () => {
  const key = keys["RSA PKCS#8"] ?? "";
  for (const word of ["FAKE", "YOUR", "sample", "EXAMPLE", "AAAAAAAAAAAA"]) {
    const lines = key.split("\n");
    const line = lines[3] ?? "";
    lines[3] = `${line.slice(0, 20)}${word}${line.slice(20 + word.length)}`;
    expect(await rulesOf(lines.join("\n")), word).toEqual(["private-key"]);
  }
});

describe("what is not a private key", () => {
  const rsa = keys["RSA PKCS#8"] ?? "";
  const block = (body: string) => `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`;
  const cases: Readonly<Record<string, string>> = {
    "cut to its first line": block(`${rsa.split("\n")[1]}\n...`),
    "cut in its middle": block(
      [...rsa.split("\n").slice(1, 4), "...", ...rsa.split("\n").slice(-4, -2)].join("\n"),
    ),
    "a few letters": block("MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"),
    "a placeholder": block("<your private key, as openssl has written it to the file key.pem>"),
    stars: block("****************************************************************"),
    "one letter": block("x".repeat(64)),
    "a pattern": block("abcdefghij0123".repeat(12)),
    "only a header": "the line -----BEGIN RSA PRIVATE KEY----- begins it",
  };
  test.each(Object.entries(cases))("%s", async (_, text) => {
    expect(await rulesOf(text)).toEqual([]);
  });
});
