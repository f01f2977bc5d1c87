import { describe, expect, test } from "vitest";
import { type Finding, findSecrets } from "../../src/secrets/find.ts";
import { pageText } from "../../src/secrets/page-text.ts";
import { startCpuTimer } from "../setup/time.ts";
import { intercomToken, keyBody, pem, placeholders, randomText, secrets } from "./samples.ts";

const inMarkdown = (secret: string) => `# Setup\n\nFirst, configure it:\n\n    ${secret}\n\nThen go on.\n`;
const page = (text: string) =>
  pageText({ externalId: "a.md", title: "Setup", html: `<h2>Keys</h2><p>${text}</p>` });
const rules = (findings: readonly Finding[]) => findings.map(({ rule }) => rule);

describe("secrets are found", () => {
  test.each(Object.entries(secrets))("%s", async (kind, secret) => {
    const text = inMarkdown(secret);
    const found = await findSecrets({ raw: text, page: text }, []);
    expect(rules(found)).toContain(kind.split(",")[0]);
    const [{ fingerprint } = { fingerprint: "" }] = found;
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    for (const line of secret.split("\n").filter(Boolean)) expect(JSON.stringify(found)).not.toContain(line);
  });

  test("also those that publishable keys hide among: on the page, not in a site's scripts", async () => {
    const key = secrets["google-api-key"] ?? "";
    expect(rules(await findSecrets({ raw: `<script>k="${key}"</script>`, page: page("Hi") }, []))).toEqual(
      [],
    );
    expect(rules(await findSecrets({ raw: "", page: page(key) }, []))).toEqual(["google-api-key"]);
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

describe("what documentation is full of is no finding", () => {
  test.each(placeholders)("%s", async (text) => {
    expect(await findSecrets({ raw: inMarkdown(text), page: inMarkdown(text) }, [])).toEqual([]);
  });
});

describe("where", () => {
  const token = secrets["gitlab-token"] ?? "";
  test("a line and column of the document, once, though it stands twice and on the page too", async () => {
    const raw = `# A\n\ntext ${token}\n${token}\n`;
    const found = await findSecrets({ raw, page: page(token) }, []);
    expect(found).toEqual([
      { rule: "gitlab-token", where: "line 3, column 6", fingerprint: expect.any(String) },
    ]);
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

  test("a key has one fingerprint, with line ends or as JSON", async () => {
    const key = pem("PRIVATE KEY", keyBody(20));
    const prints = await Promise.all(
      [key, JSON.stringify(key), key.replaceAll("\n", "\r\n")].map((raw) =>
        findSecrets({ raw, page: "" }, []),
      ),
    );
    expect(new Set(prints.map(([first]) => first?.rule))).toEqual(new Set(["private-key"]));
  });
});

test("comments in a document switch nothing off", async () => {
  const raw = `<!-- secretlint-disable -->\n${intercomToken}\n${secrets.basicauth}\n`;
  expect(rules(await findSecrets({ raw, page: "" }, []))).toEqual(["intercom-token", "basicauth"]);
});

test("hostile texts cost no more than their length", async () => {
  const pieces = [
    "A",
    "eyJ",
    "eyJhbGciOiJI.",
    "https://a:",
    "https://a:b@",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN ",
    "xoxb-1-",
    "dG9rO",
    "AccountKey=",
    "postgres://a:b@",
    "mongodb://a:",
    "PuTTY-User-Key-File-2:",
    "glpat-aA1",
    "sk-proj-",
    "aws_secret_access_key = ",
    "SG.a.",
    "https://hooks.slack.com/services/T",
    "ops_ey",
    "8Q~",
    "&sig=",
    "_authToken=",
    `${randomText(5000, 9)} `,
    "\\n",
    "\u0130",
    "😀",
  ];
  const slow: string[] = [];
  for (const piece of pieces) {
    const text = piece.repeat(Math.ceil(250_000 / piece.length));
    const spent = startCpuTimer();
    await findSecrets({ raw: text, page: text }, [intercomToken, "another-secret"]);
    const took = spent();
    if (took > 2_000) slow.push(`${piece.slice(0, 30)}: ${took.toFixed(0)} ms of CPU time`);
  }
  expect(slow).toEqual([]);
});
