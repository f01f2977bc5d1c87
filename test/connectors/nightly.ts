import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { startEmulator } from "../../src/emulator/index.ts";
import type { RunReport } from "../../src/sync/run-report.ts";
import { runHere } from "../e2e/cli-here.ts";

/** A system with a source over it, for whole runs of the program. */
export interface NightlyFixture {
  /** The source's own keys in YAML, two blanks deep is added here: `connector: x\nbase_url: …`. */
  readonly source: string;
  /** Variables that the YAML refers to. */
  readonly env: Readonly<Record<string, string>>;
  /** External ids that should become pages, all of them; at least six. */
  readonly ids: readonly string[];
  /** Bodies that the system gave out so far. */
  loads(): number;
  /** Bodies that one edit costs; absent: one. None where the listing carries them. */
  readonly loadsPerEdit?: number;
  /** Changes the text of a document outside what `forbid` closes, each time anew; returns its external id. */
  edit(): Promise<string>;
  /** Takes one document away, as the system does it (trash, deletion); returns its external id. */
  remove(): Promise<string>;
  /** Withdraws what makes one document public (restriction, user segment, draft, noindex); returns its external id. */
  withdraw(): Promise<string>;
  /** Pages that name the withdrawn document, and are sent again without it. */
  readonly namedBy?: readonly string[];
  /** A container (space, brand, tree, section) answers 403 from now on. */
  forbid(): Promise<void>;
  close(): Promise<void>;
}

/**
 * One source's life, run against Intercom's emulator and judged from the emulator's log: by the real program where it
 * begins, by the same command line in this process from then on.
 */
export function describeNightly(name: string, setUp: () => Promise<NightlyFixture>): void {
  describe(`nightly: ${name}`, () => {
    it("uploads all, then nothing, then one edit; hides what is gone or withdrawn; holds removals because of a gap", async () => {
      const fixture = await setUp();
      const emulator = await startEmulator({ ratePer10s: Number.POSITIVE_INFINITY });
      const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-nightly-"));
      const env = { ...fixture.env, INTERCOM_ACCESS_TOKEN: emulator.token };
      writeFileSync(path.join(dir, "config.yaml"), configuration(emulator.url, fixture.source));
      let seen = 0;
      const nightly = async () => {
        const loads = fixture.loads();
        const { code, stdout, stderr } = await runHere(["nightly", "--json"], {
          cwd: dir,
          env,
        });
        expect(stdout, stderr).not.toBe("");
        const report = JSON.parse(stdout) as RunReport;
        const writes = emulator.log.since(seen).filter((entry) => entry.method !== "GET" && entry.externalId);
        seen = emulator.log.last;
        return {
          code,
          report: report.sources[0],
          loads: fixture.loads() - loads,
          writes: writes.map(({ externalId }) => externalId),
          stderr,
        };
      };
      const hidden = (id: string) => {
        const page = [...emulator.state.pages()].find(({ externalId }) => externalId === id);
        return page !== undefined && !page.agent && !page.copilot;
      };
      try {
        const first = await nightly();
        expect(first.code, first.stderr).toBe(0);
        expect([...emulator.state.pages()].map(({ externalId }) => externalId).sort()).toEqual(
          [...fixture.ids].sort(),
        );
        expect([...emulator.state.pages()].every(({ html }) => html.length > 20)).toBe(true);

        expect(await nightly()).toMatchObject({ code: 0, loads: 0, writes: [] });

        const edited = await fixture.edit();
        expect(await nightly()).toMatchObject({
          code: 0,
          loads: fixture.loadsPerEdit ?? 1,
          writes: [edited],
        });

        const removed = await fixture.remove();
        const afterRemoval = await nightly();
        expect(afterRemoval, afterRemoval.stderr).toMatchObject({ code: 0, writes: [removed] });
        expect(hidden(removed)).toBe(true);

        const withdrawn = await fixture.withdraw();
        const afterWithdrawal = await nightly();
        expect(afterWithdrawal, afterWithdrawal.stderr).toMatchObject({
          code: 0,
          writes: [...(fixture.namedBy ?? []), withdrawn],
        });
        expect(hidden(withdrawn)).toBe(true);

        const before = [...emulator.state.pages()].filter(({ agent, copilot }) => agent || copilot).length;
        const again = await fixture.edit();
        await fixture.forbid();
        const overGap = await nightly();
        expect(overGap.writes, overGap.stderr).toEqual([again]);
        expect(overGap.report?.gaps.length ?? 0, JSON.stringify(overGap.report)).toBeGreaterThan(0);
        // 3: finished, but not all could be seen; 4: and what was not seen would have been removed.
        expect([3, 4]).toContain(overGap.code);
        expect([...emulator.state.pages()].filter(({ agent, copilot }) => agent || copilot)).toHaveLength(
          before,
        );

        const everything = `${readFileSync(path.join(dir, "config.yaml"), "utf8")}${overGap.stderr}${JSON.stringify(overGap.report)}`;
        for (const value of Object.values(fixture.env))
          if (!/^https?:/.test(value)) expect(everything).not.toContain(value);
      } finally {
        await fixture.close();
        await emulator.close();
        rmSync(dir, { recursive: true, force: true });
      }
    }, 120_000);
  });
}

const configuration = (url: string, source: string) => `intercom:
  token: \${INTERCOM_ACCESS_TOKEN}
  base_url: ${url}
sources:
  system:
    url: https://docs.example.com
    visible_to: customers
    allow_private_addresses: true
${source
  .trim()
  .split("\n")
  .map((line) => `    ${line}`)
  .join("\n")}
`;
