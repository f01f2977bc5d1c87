import { describe, expect, test } from "vitest";
import { type Finding, searchSecrets } from "../../src/secrets/find.ts";
import { shownFingerprint } from "../../src/secrets/fingerprint.ts";
import { pageText } from "../../src/secrets/page-text.ts";
import { nodeKeys } from "./real-keys.ts";
import { intercomToken, placeholders, secrets } from "./samples.ts";

const inMarkdown = (secret: string) => `# Setup\n\nFirst, configure it:\n\n    ${secret}\n\nThen go on.\n`;
const page = (text: string) =>
  pageText({ externalId: "a.md", title: "Setup", html: `<h2>Keys</h2><p>${text}</p>` });
const findSecrets = async (...parts: Parameters<typeof searchSecrets>) => [
  ...(await searchSecrets(...parts)).findings,
];
const rules = (findings: readonly Finding[]) => findings.map(({ rule }) => rule);

describe("secrets are found", () => {
  test.each(Object.entries(secrets))("%s", async (kind, secret) => {
    const text = inMarkdown(secret);
    const found = await findSecrets({ raw: text, page: text }, []);
    expect(rules(found)).toContain(kind.split(",")[0]);
    const shown = found.map(({ rule, where }) => `${rule} ${where}`).join();
    for (const line of secret.split("\n").filter(Boolean)) expect(shown).not.toContain(line);
  });

  test("cut into pieces by colouring, escaped, and in links", async () => {
    const token = secrets["github-token"] ?? "";
    const cut = `<span>${token.slice(0, 9)}</span><b>${token.slice(9, 30)}</b>${token.slice(30)}`;
    expect(rules(await findSecrets({ raw: "", page: page(cut) }, []))).toEqual(["github-token"]);
    const link = `<a href="https://x.acme.com/?a=1&amp;t=${token}">here</a>`;
    expect(rules(await findSecrets({ raw: "", page: page(link) }, []))).toEqual(["github-token"]);
  });

  test("in every part that is sent", async () => {
    const token = secrets["npm-token"] ?? "";
    const parts = { externalId: "a.md", title: "T", html: "<p>x</p>" };
    for (const part of [
      { title: token },
      { url: `https://e.com/${token}` },
      { path: `${token}.md` },
      { externalId: token },
    ])
      expect(rules(await findSecrets({ raw: "", page: pageText({ ...parts, ...part }) }, []))).toEqual([
        "npm-token",
      ]);
  });
});

describe("configured secrets are found however they are written", () => {
  const own = 'Zp4-x9"Qr&77/tv==';
  const spellings = {
    raw: own,
    base64: Buffer.from(`user:${own}`).toString("base64"),
    url: encodeURIComponent(own),
    json: JSON.stringify(own),
    hex: Buffer.from(own).toString("hex").toUpperCase(),
  };
  test.each(Object.entries(spellings))("%s", async (_, text) => {
    expect(rules(await findSecrets({ raw: inMarkdown(text), page: "" }, [own]))).toEqual([
      "configured-secret",
    ]);
  });
});

describe("what documentation is full of is not a finding", () => {
  test.each(placeholders)("%s", async (text) => {
    expect(await findSecrets({ raw: inMarkdown(text), page: inMarkdown(text) }, [])).toEqual([]);
  });
});

describe("where", () => {
  const token = secrets["gitlab-token"] ?? "";
  test("a line and column of the document, once, though it stands twice and on the page too", async () => {
    const raw = `# A\n\ntext ${token}\n${token}\n`;
    const found = await findSecrets({ raw, page: page(token) }, []);
    expect(found.map(({ rule, where }) => [rule, where])).toEqual([["gitlab-token", "line 3, column 6"]]);
  });

  test("the page's heading, without the secret in it", async () => {
    const html = `<h2>Our ${token} key</h2><p>${secrets["npm-token"]}</p>`;
    const found = await findSecrets({ raw: "", page: pageText({ externalId: "a", title: "T", html }) }, []);
    expect(found.map(({ where }) => where)).toEqual([
      'under the heading "Our [secret] key"',
      'under the heading "Our [secret] key"',
    ]);
    const title = await findSecrets(
      { raw: "", page: pageText({ externalId: "a", title: token, html: "" }) },
      [],
    );
    expect(title.map(({ where }) => where)).toEqual(["the page's title, address or beginning"]);
  });

  test("an encoded secret is taken out of what is shown, and nothing else", async () => {
    const name = `guides/chapters/${encodeURIComponent(`x=1&token=${token}`)}/design.md`;
    const raw = `[a](https://wiki.acme.com/${name})\n`;
    const { findings, conceal } = await searchSecrets({ raw, page: "" }, []);
    expect(findings).toHaveLength(1);
    expect(conceal("guides/chapters/design.md: a token")).toBe("guides/chapters/design.md: a token");
    expect(conceal(raw)).not.toContain(token);
  });

  test("a key has one fingerprint, with line ends or as JSON", async () => {
    const key = nodeKeys()["RSA PKCS#8"] ?? "";
    const prints = await Promise.all(
      [key, JSON.stringify(key), key.replaceAll("\n", "\r\n")].map((raw) =>
        findSecrets({ raw, page: "" }, []),
      ),
    );
    expect(new Set(prints.map(([first]) => first && shownFingerprint(first, "a key"))).size).toBe(1);
  });
});

test("comments in a document switch nothing off", async () => {
  const raw = `<!-- secretlint-disable -->\n${intercomToken}\n${secrets["url-password"]}\n`;
  expect(rules(await findSecrets({ raw, page: "" }, []))).toEqual(["intercom-token", "url-password"]);
});
