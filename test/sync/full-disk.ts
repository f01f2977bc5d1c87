import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { nightly } from "../../pipelines/nightly.ts";
import { toFailure } from "../../src/errors.ts";
import { type OpenOptions, openLedger } from "../../src/ledger/sqlite.ts";
import { startWorld } from "./world.ts";

/** Long enough that a page's row fills a good part of a page of the file: every few uploads need a new one. */
const title = (n: number, edition: number) =>
  `Guide ${n} ${"and what else there is to say ".repeat(60)} ${edition}`;
const nameOf = (n: number) => `${String(n).padStart(2, "0")}.md`;

/**
 * A company whose disk is full `room` pages of 4 KB after where the ledger stood, so that each `room` stops the run
 * at another place; then there is space again. What went wrong, in sentences; empty: nothing.
 */
export async function fullDiskCase(room: number): Promise<{ stopped: boolean; violations: string[] }> {
  const dir = mkdtempSync(path.join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "fin-ingest-full-"));
  const world = await startWorld();
  const violations: string[] = [];
  const run = async (options: OpenOptions = {}) => {
    const ledger = await openLedger(dir, options);
    let stop: unknown;
    try {
      ({ stop } = await nightly({ ...world.run, ledger }));
    } catch (error) {
      stop = error;
    } finally {
      try {
        ledger.close();
      } catch (error) {
        stop ??= error;
      }
    }
    return stop;
  };
  const edit = (n: number, edition: number) =>
    world.documents.set(
      nameOf(n),
      `# ${title(n, edition)}\n\nEdition ${edition}. This is what thing ${n} is about.`,
    );
  try {
    for (let n = 0; n < 10; n++) edit(n, 1);
    await run();
    for (let n = 5; n < 35; n++) edit(n, 2);
    world.emulator.log.clear();
    const maxPages = Math.ceil(statSync(path.join(dir, "ledger.sqlite")).size / 4096) + room;
    const stop = await run({ maxPages });
    if (stop !== undefined && !/disk is full/.test(toFailure(stop).message))
      violations.push(`stopped for another reason: ${toFailure(stop).message}`);
    violations.push(...(await unrecorded(dir, world.emulator.log.writes())));

    const again = await run();
    if (again !== undefined) violations.push(`the next run failed: ${toFailure(again).message}`);
    for (const externalId of world.documents.keys()) {
      const edition = Number.parseInt(externalId, 10) < 5 ? 1 : 2;
      if (!world.library()[externalId]?.includes(`Edition ${edition}.`))
        violations.push(`${externalId} did not arrive`);
    }
    world.emulator.log.clear();
    await run();
    const late = world.emulator.log.writes().length;
    if (late > 0) violations.push(`${late} writes in the run after, which had nothing to do`);
    return { stopped: stop !== undefined, violations };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Whatever reached Intercom must stand in what is left of the ledger: sent, or begun. */
async function unrecorded(
  dir: string,
  writes: readonly { externalId?: string | undefined }[],
): Promise<string[]> {
  const ledger = await openLedger(dir, { readOnly: true });
  try {
    return writes.flatMap(({ externalId }) => {
      if (externalId === undefined || ledger.isIntended("docs", externalId)) return [];
      const row = ledger.page("docs", externalId);
      return row?.fingerprint !== undefined && row.title.endsWith("2")
        ? []
        : [`${externalId} was sent unrecorded`];
    });
  } finally {
    ledger.close();
  }
}
