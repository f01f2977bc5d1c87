import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Document, MediaType } from "../../src/normalize/document.ts";
import { normalizeDocument } from "../../src/normalize/pipeline.ts";
import { fingerprintKey } from "../../src/secrets/fingerprint.ts";
import { checkSecrets, type SecretKnowledge } from "../../src/secrets/gate.ts";
import { forms } from "./forms.ts";
import { kinds } from "./kinds/index.ts";
import { secrets } from "./samples.ts";

const token = secrets["github-token"] ?? "";

async function checked(
  body: string,
  mediaType: MediaType,
  knowledge: Partial<SecretKnowledge> = {},
  allowedSecrets: string[] = [],
) {
  const document: Document = { body, mediaType, name: "doc" };
  const pages = await normalizeDocument(document);
  return checkSecrets(
    { allowedSecrets },
    document,
    pages.map((one) => ({ ...one, externalId: "doc" })),
    { own: [], ...knowledge },
  );
}

describe.each(forms.map((form) => ({ form, name: form.name })))("secrets $name", ({ form }) => {
  // Each form meets other kinds; `npm run soak secrets` tries all of them in all.
  const some = kinds.filter((_, at) => at % forms.length === forms.indexOf(form));
  test("are held, or warned of where they are not sent", async () => {
    const missed: string[] = [];
    for (const [seed, { provider, name, make }] of some.entries()) {
      const { hold, warnings } = await checked(form.write(make(seed + 50)), form.mediaType);
      const found = form.warned ? warnings.length > 0 && !hold : hold !== undefined;
      if (!found) missed.push(`${provider} ${name}`);
    }
    expect(missed.length, missed.join(", ")).toBeLessThanOrEqual(some.length * 0.15);
  }, 60_000);
});

describe("what is not content holds nothing", () => {
  const page = (head: string, chrome: string, main: string) =>
    `<html><head><title>Wiki</title>${head}</head><body>${chrome}<main><h1>Deploying</h1><p>Ask the platform team first, then run the job as it is described here.</p>${main}</main></body></html>`;
  const google = secrets["google-api-key"] ?? "";
  const cases: Readonly<Record<string, string>> = {
    "a key in a script": page(`<script>window.key="${google}"</script>`, "", ""),
    "a token in a menu": page("", `<nav><a href="/login?token=${token}">Log in</a> ${token}</nav>`, ""),
    "a hidden field": page("", `<form><input type="hidden" name="csrf" value="${token}"></form>`, ""),
    "an attribute that is not kept": page("", "", `<p data-token="${token}">Text</p>`),
    "a configured secret in a menu": page(
      "",
      `<header>Signed in as ann-the-reader</header><nav>ann-the-reader</nav>`,
      "",
    ),
  };
  test.each(Object.entries(cases))("%s", async (_, body) => {
    expect(await checked(body, "text/html", { own: ["ann-the-reader"] })).toEqual({ warnings: [] });
  });

  test("but what is sent of it does", async () => {
    const inText = await checked(page("", "", `<h2>Keys</h2><p>Use ${google}</p>`), "text/html");
    expect(inText.hold?.message).toMatch(/google-api-key \(under the heading "Keys"\)/);
    const inLink = await checked(
      page("", "", `<p><a href="https://x.acme.com/?t=${token}">open</a></p>`),
      "text/html",
    );
    expect(inLink.hold?.message).toMatch(/github-token/);
  });
});

describe("a secret in a comment alone", () => {
  const comments: readonly (readonly [MediaType, string])[] = [
    ["text/markdown", `# A\n\n<!-- ${token} -->\n\nText.\n`],
    ["text/mdx", `# A\n\n{/* ${token} */}\n\nText.\n`],
    ["text/html", `<main><h1>A</h1><!-- ${token} --><p>Text of the page</p></main>`],
    ["text/asciidoc", `= A\n\nText.\n\n// ${token}\n`],
    ["text/asciidoc", `= A\n\n////\n${token}\n////\n\nText.\n`],
  ];
  test.each(comments)("is warned of in %s", async (mediaType, body) => {
    const { hold, warnings } = await checked(body, mediaType);
    expect(hold).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toEqual(["secret-in-comment"]);
    expect(warnings[0]?.message).toMatch(/github-token \(line \d/);
    expect(JSON.stringify(warnings)).not.toContain(token);
  });

  test("is held where it stands in the text, too", async () => {
    const { hold, warnings } = await checked(`# A\n\n<!-- ${token} -->\n\nUse ${token}.\n`, "text/markdown");
    expect(hold?.message).toMatch(/github-token \(line 5, column 5\)/);
    expect(warnings).toEqual([]);
  });

  test("a comment that is shown as code is text", async () => {
    const { hold } = await checked(`# A\n\n\`\`\`html\n<!-- ${token} -->\n\`\`\`\n`, "text/markdown");
    expect(hold).toBeDefined();
  });
});

describe("fingerprints", () => {
  const body = `# A\n\nUse ${token}.\n`;
  const printed = (resolve = "") => /allow: \["([0-9a-f]{16})"\]/.exec(resolve)?.[1];
  const folder = mkdtempSync(path.join(tmpdir(), "state-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("differ from key to key, and allow what they were printed for", async () => {
    const keys = ["a key of the company", "another key of theirs"];
    const [one = "", other = ""] = await Promise.all(
      keys.map(
        async (key) =>
          printed((await checked(body, "text/markdown", { key: () => key })).hold?.resolve) ?? "",
      ),
    );
    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(one).not.toBe(other);
    const [key = ""] = keys;
    expect((await checked(body, "text/markdown", { key: () => key }, [one])).hold).toBeUndefined();
    expect((await checked(body, "text/markdown", { key: () => key }, [other])).hold).toBeDefined();
  });

  test("are not printed without a key", async () => {
    const { hold } = await checked(body, "text/markdown");
    expect(hold?.resolve).not.toMatch(/[0-9a-f]{16}/);
    expect(hold?.resolve).toMatch(/secrets: \{key:/);
  });

  test("of the time without keys still allow", async () => {
    const old = createHash("sha256").update(token).digest("hex").slice(0, 16);
    for (const key of [undefined, "a key of the company"])
      expect((await checked(body, "text/markdown", { key: () => key }, [old])).hold).toBeUndefined();
    const address = secrets["url-password"] ?? "";
    const whole = createHash("sha256")
      .update(address.replace(/\/docs\.git$/, ""))
      .digest("hex")
      .slice(0, 16);
    expect(
      (await checked(`# A\n\nUse ${address} for it.\n`, "text/markdown", {}, [whole])).hold,
    ).toBeUndefined();
  });

  test("are keyed by the configuration, else by a private file of the state folder", () => {
    expect(fingerprintKey({ stateDir: folder, fingerprintKey: "of the configuration" })).toBe(
      "of the configuration",
    );
    const kept = fingerprintKey({ stateDir: folder });
    expect(kept).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintKey({ stateDir: folder })).toBe(kept);
    const file = path.join(folder, "fingerprint-key");
    expect(readFileSync(file, "utf8").trim()).toBe(kept);
    expect(statSync(file).mode & 0o077).toBe(0);
    const nowhere = path.join(folder, "not-there");
    expect(fingerprintKey({ stateDir: nowhere })).toBeUndefined();
    expect(existsSync(nowhere)).toBe(false);
  });

  test("a damaged key is not written over, and none is printed", () => {
    writeFileSync(path.join(folder, "fingerprint-key"), "half a k");
    expect(fingerprintKey({ stateDir: folder })).toBeUndefined();
  });
});

describe("a description of an API", () => {
  const operation = (name: string, words: string, more = "") =>
    `  /${name}:\n    get:\n      operationId: ${name}\n      summary: Read ${name}\n      description: ${words}\n${more}      responses: {"200": {description: The ${name}}}\n`;
  const held = async (...operations: string[]) => {
    const body = `openapi: 3.1.0\ninfo: {title: Acme, version: "1"}\npaths:\n${operations.join("")}`;
    const pages = await normalizeDocument({
      body,
      mediaType: "application/vnd.oai.openapi",
      name: "api.yaml",
    });
    const sent = pages.map((one) => ({ ...one, externalId: one.part ? `api#${one.part.id}` : "api" }));
    return checkSecrets({}, { body, mediaType: "application/vnd.oai.openapi", name: "api.yaml" }, sent, {
      own: [],
    });
  };
  const clean = operation("pets", "All pets of the shop.");

  test("is held where the secret stands, and its other operations are not", async () => {
    const { hold, heldPages } = await held(clean, operation("keys", `For example ${token}.`));
    expect([...(heldPages ?? [])]).toEqual(["api#keys"]);
    expect(hold?.externalIds).toEqual(["api#keys"]);
    const two = await held(operation("a", `Use ${token}.`), clean, operation("b", `Or ${token}.`));
    expect([...(two.heldPages ?? [])]).toEqual(["api#a", "api#b"]);
    expect(two.hold?.message).toContain("and 1 more of its document are not uploaded");
  });

  test("is held as a whole where the secret is on none of its pages", async () => {
    const { hold, heldPages } = await held(clean, operation("keys", "A key.", `      x-note: ${token}\n`));
    expect(hold?.externalIds).toEqual(["api"]);
    expect(heldPages).toBeUndefined();
  });

  test("holds no page without a secret", async () => {
    expect(await held(clean)).toEqual({ warnings: [] });
  });
});
