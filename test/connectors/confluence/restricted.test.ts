import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { confluence } from "../../../connectors/confluence/index.ts";
import { documentsOf, entriesOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import { type Emulator, startEmulator } from "../../../src/emulator/index.ts";
import type { RunReport } from "../../../src/sync/run-report.ts";
import { runHere } from "../../e2e/cli-here.ts";
import { apiToken, email } from "./cloud-server.ts";
import { contentIn } from "./site.ts";
import { cloudSystem, type System } from "./systems.ts";

const including = (title: string) =>
  `<ac:structured-macro ac:name="include"><ac:parameter ac:name=""><ac:link><ri:page ri:content-title="${title}"/></ac:link></ac:parameter></ac:structured-macro>`;

describe("rules reach what pages show of each other, run against Intercom's emulator", () => {
  let system: System;
  let emulator: Emulator;
  let dir: string;
  beforeEach(async () => {
    system = await cloudSystem();
    emulator = await startEmulator({ ratePer10s: Number.POSITIVE_INFINITY });
    dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-restricted-"));
  });
  afterEach(async () => {
    await system.close();
    await emulator.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function nightly(rules: string) {
    writeFileSync(
      path.join(dir, "config.yaml"),
      `intercom:
  token: \${INTERCOM_ACCESS_TOKEN}
  base_url: ${emulator.url}
sources:
  wiki:
    connector: confluence
    url: https://docs.example.com
    visible_to: customers
    allow_private_addresses: true
    base_url: ${system.server.url}/wiki
    edition: cloud
    auth:
      basic:
        username: ${email}
        password: \${SECRET}
    spaces: [HB]
    requests_per_second: 1000
    rules: [${rules}]
`,
    );
    const env = { INTERCOM_ACCESS_TOKEN: emulator.token, SECRET: apiToken };
    const { code, stdout, stderr } = await runHere(["nightly", "--json", "--accept-scope-change"], {
      cwd: dir,
      env,
    });
    expect(stdout, stderr).not.toBe("");
    const [source] = (JSON.parse(stdout) as RunReport).sources;
    return { code, warnings: JSON.stringify([...(source?.changes ?? [])].map(({ warnings: said }) => said)) };
  }
  const customers = () =>
    [...emulator.state.pages()]
      .filter(({ agent }) => agent)
      .map(({ title, html, url }) => [title, html, url].join("\n"))
      .join("\n");
  const page = (id: string) => [...emulator.state.pages()].find(({ externalId }) => externalId === id);

  it("the text of a page for teammates is in no page for customers that includes it", async () => {
    contentIn(system.site, "120").storage = "<p>Managers may grant 40 more days.</p>";
    contentIn(system.site, "120").view = null;
    contentIn(system.site, "107").storage =
      `<p>Working from home, for everybody.</p>${including("Sick leave")}`;
    const rule = '{path: "HB/Handbook home/Leave/**", visible_to: teammates}';
    const first = await nightly(rule);
    expect(first.code).toBe(0);
    expect(page("120")).toMatchObject({ agent: false, copilot: true });
    expect(page("120")?.html).toContain("40 more days");
    expect(page("107")).toMatchObject({ agent: true, html: expect.stringContaining("Working from home") });
    expect(customers()).not.toContain("40 more days");
    expect(first.warnings).toContain("Sick leave");

    expect((await nightly("")).code).toBe(0);
    expect(page("107")?.html).toContain("40 more days");
    contentIn(system.site, "120").labels.push("managers");
    await nightly("{label: managers, visible_to: teammates}");
    expect(customers()).not.toContain("40 more days");
  });

  it("a label alone takes a page and what others show of it back from customers", async () => {
    const rule = "{label: managers, visible_to: teammates}, {label: secret, exclude: true}";
    contentIn(system.site, "107").storage =
      `<p>Working from home, for everybody.</p>${including("Sick leave")}`;
    contentIn(system.site, "103").labels.push("managers", "other");
    contentIn(system.site, "104").labels.push("secret");
    await nightly(rule);
    expect(page("120")).toMatchObject({ agent: true });
    const before = emulator.log.last;
    contentIn(system.site, "120").labels.push("managers");
    await nightly(rule);
    expect(page("120")).toMatchObject({ agent: false, copilot: true });
    expect(page("107")?.html).not.toContain("what everybody should know");
    const sent = emulator.log
      .since(before)
      .filter(({ method, externalId }) => method !== "GET" && externalId);
    // The page above it, which links to it, is not sent: it names no page in its text.
    expect(sent.map(({ externalId }) => externalId).sort()).toEqual(["107", "120"]);
  });

  it("the title and the address of an excluded page are in no list of pages below another", async () => {
    Object.assign(contentIn(system.site, "107"), { title: "Restructuring in spring", labels: ["secret"] });
    expect((await nightly("{label: secret, exclude: true}")).code).toBe(0);
    expect(page("101")?.html).toContain("Quick answers");
    expect(page("107")).toBeUndefined();
    expect(customers()).not.toMatch(/Restructuring/);
  });
});

describe("files attached to a page", () => {
  const io = testIo(tmpdir(), tmpdir());
  const macro = '<p>Forms:</p><ac:structured-macro ac:name="attachments"/>';

  async function listed(audienceOf: typeof io.audienceOf, view: string | null = null) {
    const { site, options, server } = await cloudSystem();
    contentIn(site, "102").storage = macro;
    contentIn(site, "102").view = view;
    const parsed = confluence.options.parse({ ...options, attachments: ["pdf"] });
    const entries = await entriesOf(confluence.list(parsed, { ...io, audienceOf }));
    const page = documentsOf(entries).find(({ externalId }) => externalId === "102");
    const document = await page?.load(io.signal);
    await server.close();
    return { file: entries.find((one) => "externalId" in one && one.externalId === "att501"), document };
  }
  const forFile = ({ path: asked = "" }) => (asked.endsWith(".pdf") ? "nobody" : "customers");

  it.each([null, "<p>Forms:</p><p>leave-form.pdf</p>"])(
    "are not named where a rule excludes them, whatever the rendering shows: %s",
    async (view) => {
      const { document } = await listed(forFile, view);
      expect(document?.body).toContain("Forms:");
      expect(document?.body).not.toContain("leave-form");
      expect(document?.warnings?.[0]?.message).toContain("leave-form.pdf");
    },
  );

  it.each([
    ["customers", { kind: "document" }],
    ["teammates", { kind: "document", atMost: "teammates" }],
    ["nobody", { kind: "unpublished" }],
  ] as const)("are for no wider audience than a page that is for %s", async (audience, expected) => {
    const { file } = await listed(({ path: asked = "" }) =>
      asked.endsWith("/Leave") ? audience : "customers",
    );
    expect(file).toMatchObject(expected);
  });
});
