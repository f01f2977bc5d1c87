import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { sharepoint } from "../../../connectors/sharepoint/index.ts";
import { documentsOf, entriesOf } from "../../../src/connector-kit/testing/index.ts";
import { toFailure } from "../../../src/errors.ts";
import { loadPipeline } from "../../../src/normalize/index.ts";
import { find, setUp } from "./nights.ts";
import { ownersOnly, privateKey, type Tenant, tempauth, thumbprint } from "./tenant.ts";

describe("loading", () => {
  it("downloads without the token, and never shows the address", async () => {
    const { tenant, night, newIo } = await setUp();
    const { documents } = await night();
    const refunds = find(documents, "01REFUNDS");
    const io = newIo();
    expect(await refunds?.load(io.signal)).toMatchObject({ mediaType: "text/markdown", name: "Refunds.md" });
    expect(tenant.files.requests).toHaveLength(1);
    for (const reply of [
      { status: 403, body: "no" },
      { status: 302, headers: { location: "https://x.example/" } },
    ]) {
      tenant.files.interfere(() => reply);
      const failure = await refunds?.load(io.signal).catch((error: unknown) => error);
      expect(JSON.stringify([toFailure(failure), failure, io.lines])).not.toMatch(
        new RegExp(`${tempauth}|/download/`),
      );
      expect(toFailure(failure).message).toMatch(/download failed/);
    }
  });

  it.each([
    ["docx", "docx-guide"],
    ["pdf", "pdf-manual"],
    ["pptx", "pptx-presentation"],
    ["xlsx", "xlsx-workbook"],
  ])("makes the same page of a .%s file as the normaliser of the file itself", async (extension, golden) => {
    const { tenant, night, newIo } = await setUp();
    const folder = path.resolve(import.meta.dirname, "../../goldens", golden);
    const bytes = readFileSync(path.join(folder, `input.${extension}`));
    tenant.docs.add({ id: "01OFFICE", name: `input.${extension}`, parent: "01ROOTDOCS", bytes });
    const document = await find((await night()).documents, "01OFFICE")?.load(newIo().signal);
    if (!document) throw new Error("it is not listed");
    expect(Buffer.from(document.body).equals(bytes)).toBe(true);
    const { normalizeDocument, toMarkdown } = await loadPipeline();
    const [page] = await normalizeDocument({ ...document, url: undefined });
    expect(toMarkdown(page?.html ?? "").trim()).toBe(
      readFileSync(path.join(folder, "page.md"), "utf8").trim(),
    );
  });

  it("refuses what is larger than the source takes, by its stated size and by what comes", async () => {
    const { options, night, newIo, tenant } = await setUp();
    await night();
    const io = { ...newIo(), maxDocumentBytes: 40 };
    const [first] = documentsOf(await entriesOf(sharepoint.list(options, io)));
    const asked = tenant.files.requests.length;
    await expect(first?.load(io.signal)).rejects.toThrow(/max_document_bytes/);
    expect(tenant.files.requests).toHaveLength(asked);
    const [hidden] = documentsOf(
      await entriesOf(
        sharepoint.list(options, { ...io, cache: { get: () => undefined, set: () => undefined } }),
      ),
    );
    tenant.docs.change("01REFUNDS", { text: "x".repeat(100) });
    await expect(hidden?.load(io.signal)).rejects.toThrow(/max_document_bytes/);
  });
});

describe("the login", () => {
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  it.each([pem, pem.replaceAll("\n", "\\n")])(
    "signs an assertion with the certificate's key",
    async (private_key) => {
      const certificate = {
        private_key,
        thumbprint: thumbprint.toUpperCase().replace(/(..)(?=.)/g, "$1:"),
      };
      const { night, tenant } = await setUp({ client_secret: undefined, certificate });
      expect((await night()).documents).toHaveLength(7);
      expect(tenant.logins).toHaveLength(1);
      expect(tenant.logins[0]?.has("client_secret")).toBe(false);
    },
  );

  it.each([
    [{ private_key: pem, thumbprint: "b2".repeat(32) }, /no token is given/],
    [{ private_key: pem.slice(0, 200), thumbprint }, /not a private key in PEM/],
  ])("with another certificate ends the listing, and shows no key", async (certificate, message) => {
    const { night, check } = await setUp({ client_secret: undefined, certificate });
    const failure = await night().catch((error: unknown) => error);
    expect(toFailure(failure).message).toMatch(message);
    expect(toFailure(failure).hint).toBeTruthy();
    const output = JSON.stringify([toFailure(failure), await check()]);
    expect(output).not.toContain(certificate.private_key.slice(60, 90));
  });
});

describe("check", () => {
  it("names each library, its pages, its readers and a file", async () => {
    const { check } = await setUp();
    const results = await check();
    expect(results.every(({ result }) => result === "ok")).toBe(true);
    expect(results.map(({ what }) => what)).toEqual([
      "login",
      "library handbook/Documents",
      "permissions of handbook/Documents",
      "a file of handbook/Documents",
      "library handbook/Product sheets",
      "permissions of handbook/Product sheets",
      "a file of handbook/Product sheets",
      "pages handbook/Site Pages",
      "permissions of handbook/Site Pages",
    ]);
  });

  it("says how to let the app read one site, where that is what is missing", async () => {
    const { check, tenant, night } = await setUp();
    tenant.denied.add("/v1.0/sites/contoso.sharepoint.com:");
    const [, failed] = await check();
    expect(failed).toMatchObject({ what: "sites", result: "failed" });
    for (const words of [
      "Sites.Selected",
      "POST",
      "/permissions",
      '"roles": ["read"]',
      tenant.options as object,
    ])
      if (typeof words === "string") expect(failed?.hint).toContain(words);
    const failure = toFailure(await night().catch((error: unknown) => error));
    expect(failure.hint).toContain("Sites.Selected");
  });

  it("says what to do where the app may read, and not see who else may", async () => {
    const { check, tenant } = await setUp();
    tenant.docs.share("01ROOTDOCS", []);
    const failed = (await check()).filter(({ result }) => result === "failed");
    expect(failed).toMatchObject([{ what: "permissions of handbook/Documents", hint: /fullcontrol/ }]);
  });
});

describe("confirm", () => {
  it.each<[string, string, (tenant: Tenant) => void, string]>([
    ["is there", "b!docs/01REFUNDS", () => undefined, "present"],
    ["was deleted", "b!docs/01REFUNDS", ({ docs }) => docs.delete("01REFUNDS"), "gone"],
    ["is restricted", "b!docs/01REFUNDS", ({ docs }) => docs.share("01REFUNDS", ownersOnly), "gone"],
    [
      "has another format",
      "b!docs/01REFUNDS",
      ({ docs }) => docs.change("01REFUNDS", { name: "Refunds.png" }),
      "gone",
    ],
    ["is a page", "b!pages/01WELCOME", () => undefined, "present"],
    [
      "is a draft",
      "b!pages/01WELCOME",
      ({ sitePages }) =>
        void Object.assign(sitePages[0] ?? {}, { publishingState: { level: "draft", versionId: "0.1" } }),
      "gone",
    ],
    [
      "may not be asked for",
      "b!docs/01REFUNDS",
      ({ denied }) => void denied.add("items/01REFUNDS"),
      "unknown",
    ],
    ["has unknown readers", "b!docs/01REFUNDS", ({ docs }) => docs.share("01ROOTDOCS", []), "unknown"],
    [
      "is in a library that refuses",
      "b!docs/01REFUNDS",
      ({ denied }) => void denied.add("b!docs"),
      "unknown",
    ],
    ["is in a library that is not selected", "b!other/01REFUNDS", () => undefined, "gone"],
    [
      "may be in a library that does not answer",
      "b!other/01REFUNDS",
      ({ denied }) => void denied.add("lists"),
      "unknown",
    ],
    ["is no id", "refunds", () => undefined, "unknown"],
  ])("an item that %s", async (_, id, act, presence) => {
    const { tenant, confirm } = await setUp();
    act(tenant);
    expect(await confirm(id)).toBe(presence);
  });
});
