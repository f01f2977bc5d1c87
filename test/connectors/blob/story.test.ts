import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { stringify } from "yaml";
import { startEmulator } from "../../../src/emulator/index.ts";
import { runHere } from "../../e2e/cli-here.ts";
import { sas, secret, startStore } from "./store.ts";

it.each(["s3", "azure"] as const)(
  "%s: all, nothing, an edit, a deletion, a draft, and the whole store refused",
  async (kind) => {
    const store = await startStore(kind);
    const emulator = await startEmulator({ ratePer10s: Number.POSITIVE_INFINITY });
    const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-blob-"));
    onTestFinished(async () => {
      await store.close();
      await emulator.close();
      rmSync(dir, { recursive: true, force: true });
    });
    const env = { INTERCOM_ACCESS_TOKEN: emulator.token, STORE_SECRET: kind === "s3" ? secret : sas };
    const source = {
      connector: "blob",
      url: "https://docs.example.com",
      visible_to: "customers",
      allow_private_addresses: true,
      ...(store.options as object),
    };
    const intercom = { token: "${INTERCOM_ACCESS_TOKEN}", base_url: emulator.url };
    const written = stringify({ intercom, sources: { files: source } });
    writeFileSync(path.join(dir, "config.yaml"), written.replace(env.STORE_SECRET, "${STORE_SECRET}"));
    let seen = 0;
    const night = async () => {
      const loads = store.objects.reads;
      const { code, stdout, stderr } = await runHere(["nightly", "--json"], { cwd: dir, env });
      const writes = emulator.log
        .since(seen)
        .flatMap(({ method, externalId }) => (method !== "GET" && externalId ? [externalId] : []));
      seen = emulator.log.last;
      return { code, writes, loads: store.objects.reads - loads, said: `${stdout}${stderr}` };
    };
    const live = () => [...emulator.state.pages()].filter(({ agent, copilot }) => agent || copilot).length;

    const checked = await runHere(["check"], { cwd: dir, env });
    expect(checked.code, checked.stdout).toBe(0);
    const first = await night();
    expect(first.code, first.said).toBe(0);
    expect(live()).toBe(6);

    expect(await night()).toMatchObject({ code: 0, writes: [], loads: 0 });
    const edited = await store.edit();
    // Once for its front matter, once for its text.
    expect(await night()).toMatchObject({ code: 0, writes: [edited], loads: 2 });
    const removed = await store.remove();
    expect(await night()).toMatchObject({ code: 0, writes: [removed], loads: 0 });
    store.objects.texts.set("docs/guide/two-factor.md.yaml", "draft: true\n");
    expect(await night()).toMatchObject({ code: 0, writes: ["docs/guide/two-factor.md"] });
    expect(live()).toBe(4);

    store.objects.forbidden.add("docs/hours.md");
    store.objects.texts.set("docs/hours.md", "# Hours\n\nNobody may read this version.\n");
    const partly = await night();
    expect(partly, partly.said).toMatchObject({ code: 3, writes: [] });
    store.server.interfere(() => ({ status: 403, body: "<Error><Code>AccessDenied</Code></Error>" }));
    const refused = await night();
    expect(refused, refused.said).toMatchObject({ code: 1, writes: [] });
    expect(refused.said).toMatch(kind === "s3" ? /s3:ListBucket/ : /Read and List/);
    expect(live()).toBe(4);
    const rechecked = await runHere(["check"], { cwd: dir, env });
    expect(rechecked.code).not.toBe(0);
    for (const text of [secret, "signature-of-the-tests"])
      expect(partly.said + refused.said + rechecked.stdout).not.toContain(text);
  },
);
