import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { readHead } from "../../../src/ledger/head.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openLedger } from "../../../src/ledger/sqlite.ts";
import type { Change } from "../../../src/sync/changes.ts";
import { samplePage } from "../samples.ts";
import { startWorld, type World } from "../world.ts";

let world: World;
let stateDir: string;
let ledger: Ledger;
/** For every write that left: whether its intent stood in the file by then. */
let recorded: boolean[];

beforeEach(async () => {
  world = await startWorld({ concurrency: 8 });
  stateDir = mkdtempSync(path.join(tmpdir(), "fin-ingest-intents-"));
  ledger = await openLedger(stateDir);
  recorded = [];
  onTestFinished(() => {
    ledger.close();
    rmSync(stateDir, { recursive: true, force: true });
  });
});

/** Asks another connection, which sees nothing but what was committed. */
async function onDisk(externalId: string): Promise<boolean> {
  const reader = await openLedger(stateDir, { readOnly: true });
  try {
    return reader.isIntended("docs", externalId);
  } finally {
    reader.close();
  }
}

/** Looks at the file in the same turn in which the client is told to send. */
function watched() {
  const { library } = world.run;
  return {
    ...library,
    upsertPage: async (...args: Parameters<typeof library.upsertPage>) => {
      recorded.push(await onDisk(args[0].externalId));
      return library.upsertPage(...args);
    },
    deletePage: async (...args: Parameters<typeof library.deletePage>) => {
      const page = await library.getPage(args[0]);
      recorded.push(await onDisk(page?.externalId ?? ""));
      return library.deletePage(...args);
    },
  };
}

const ids = Array.from({ length: 64 }, (_, n) => `page ${n}`);
const removal = (kind: "hide" | "delete", externalId: string): Change => {
  const { intercomId = "none", title = "" } = ledger.page("docs", externalId) ?? {};
  return { kind, target: { externalId, intercomId, title }, evidence: "explicit", why: "gone" };
};
const committed = () => {
  const head = readHead(stateDir);
  return head === undefined || head === "damaged" ? Number.NaN : head.commits;
};
const carryOut = (changes: readonly Change[]) => world.apply(changes, { ledger, library: watched() });

it("no request leaves before its intent is on disk; those under way together share a commit", async () => {
  const before = committed();
  const { done } = await carryOut(
    ids.map((externalId) => ({ kind: "create", page: samplePage({ externalId }) })),
  );
  expect(done).toHaveLength(ids.length);
  expect(recorded).toEqual(ids.map(() => true));
  expect(committed() - before).toBeLessThan(ids.length / 2);
  expect([...ledger.unresolved("docs")]).toEqual([]);

  recorded = [];
  await carryOut(ids.map((id) => removal("hide", id)));
  expect(recorded).toEqual(ids.map(() => true));
  expect(Object.values(world.library()).every((words) => words.startsWith("hidden"))).toBe(true);

  recorded = [];
  await carryOut(ids.map((id) => removal("delete", id)));
  expect(recorded).toEqual(ids.map(() => true));
  expect(world.library()).toEqual({});
});
