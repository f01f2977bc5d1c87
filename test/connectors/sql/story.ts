import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { startEmulator } from "../../../src/emulator/index.ts";
import type { RunReport } from "../../../src/sync/run-report.ts";
import { runHere } from "../../e2e/cli-here.ts";

/** A database with the tables of `articles.sql`, and a user who may read them. */
export interface Story {
  /** `database` and what else the system needs, in YAML. */
  readonly source: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs statements as the owner. */
  exec(statements: string): void | Promise<void>;
  /** Statements to and from the database that carried texts, since the last call; undefined where nobody can see it. */
  takeLoads?(): number;
  /** Makes every text unreadable, and readable again: what reads none notices nothing. */
  spoil?(isSpoilt: boolean): void | Promise<void>;
  /** Takes the user's right to read the table, and what is then said. */
  withdraw(): void | Promise<void>;
  readonly refusal: RegExp;
}

const fields = `query: |
  SELECT id, slug, title, body, version, category, folder, changed, deleted, draft, audience
  FROM articles -- all of them
page_size: 2
fields:
  id: id
  title: title
  body: body
  url: "https://kb.example.com/{slug}"
  version: version
  labels: category
  path: "{folder}/{slug}"
  updated_at: changed
  deleted: deleted
  withheld: draft
  visible_to: audience`;

/**
 * A source's nights, by the real program against Intercom's emulator: all, nothing, an edit, a deletion by a flag, one
 * by DELETE, a withdrawn permission.
 */
export async function liveThroughDatabase(story: Story): Promise<{ readonly loads: number | undefined }> {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-sql-story-"));
  const emulator = await startEmulator({ ratePer10s: Number.POSITIVE_INFINITY });
  const env = { ...story.env, INTERCOM_ACCESS_TOKEN: emulator.token };
  writeFileSync(
    path.join(dir, "config.yaml"),
    `intercom: {token: "\${INTERCOM_ACCESS_TOKEN}", base_url: "${emulator.url}"}
sources:
  kb:
    connector: sql
    url: https://kb.example.com
    visible_to: customers
    allow_private_addresses: true
${`${story.source}\n${fields}`.replace(/^/gm, "    ")}
`,
  );
  let seen = 0;
  const night = async () => {
    story.takeLoads?.();
    const { code, stdout, stderr } = await runHere(["nightly", "--json"], { cwd: dir, env });
    const writes = emulator.log
      .since(seen)
      .flatMap(({ method, externalId }) => (method !== "GET" && externalId ? [externalId] : []));
    seen = emulator.log.last;
    const [report] = (JSON.parse(stdout) as RunReport).sources;
    return { code, writes: writes.sort(), loads: story.takeLoads?.(), said: `${stderr}${stdout}`, report };
  };
  const live = () =>
    [...emulator.state.pages()]
      .filter(({ agent, copilot }) => agent || copilot)
      .map(({ externalId }) => externalId)
      .sort();
  try {
    const checked = await runHere(["check"], { cwd: dir, env });
    expect(checked.code, checked.stdout + checked.stderr).toBe(0);
    expect(checked.stdout).toContain("read-only");

    const first = await night();
    expect(first.code, first.said).toBe(0);
    expect(live()).toEqual(["1", "10", "11", "2", "3", "7"]);
    const goodwill = [...emulator.state.pages()].find(({ externalId }) => externalId === "11");
    expect(goodwill).toMatchObject({ agent: false, copilot: true });
    if (story.takeLoads) expect(first.loads).toBe(6);

    await story.spoil?.(true);
    const second = await night();
    expect(second, second.said).toMatchObject({ code: 0, writes: [] });
    if (story.takeLoads) expect(second.loads).toBe(0);
    await story.spoil?.(false);

    await story.exec(
      "UPDATE articles SET body = '<p>Refunds take three days now.</p>', version = 2 WHERE id = 1",
    );
    const edited = await night();
    expect(edited, edited.said).toMatchObject({ code: 0, writes: ["1"] });
    if (story.takeLoads) expect(edited.loads).toBe(1);

    await story.exec("UPDATE articles SET deleted = 1 WHERE id = 2");
    expect(await night()).toMatchObject({ code: 0, writes: ["2"] });
    await story.exec("DELETE FROM articles WHERE id = 3");
    expect(await night()).toMatchObject({ code: 0, writes: ["3"] });
    await story.exec("UPDATE articles SET audience = 'nobody' WHERE id = 7");
    expect(await night()).toMatchObject({ code: 0, writes: ["7"] });
    await story.exec("UPDATE articles SET audience = 'teammates' WHERE id = 10");
    expect(await night()).toMatchObject({ code: 0, writes: ["10"] });
    expect(live()).toEqual(["1", "10", "11"]);

    await story.withdraw();
    const withdrawn = await night();
    expect(withdrawn, withdrawn.said).toMatchObject({ code: 1, writes: [] });
    expect(withdrawn.said).toMatch(story.refusal);
    expect(live()).toEqual(["1", "10", "11"]);
    const rechecked = await runHere(["check"], { cwd: dir, env });
    expect(rechecked.code).not.toBe(0);
    expect(rechecked.stdout).toMatch(story.refusal);
    for (const secret of Object.values(story.env))
      expect(withdrawn.said + rechecked.stdout).not.toContain(secret);
    return { loads: first.loads };
  } finally {
    await emulator.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
