import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { packState, unpackState } from "../../deploy/ci/state.ts";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { type Cache, runAction } from "./action-runner.ts";
import { useResidentPrograms } from "./programs.ts";
import { docsRepository, type Repository, temporary } from "./repository.ts";

const bin = useResidentPrograms();

let repository: Repository;
let emulator: Emulator;
let cache: Cache;

beforeEach(async () => {
  repository = docsRepository();
  emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  cache = [];
});

/** A scheduled job: a fresh clone, and what the host's cache kept. */
async function night(
  options: { visibility?: string; key?: string; losesKey?: (key: string) => boolean } = {},
) {
  const { visibility = "private", key, losesKey = () => false } = options;
  const before = emulator.log.last;
  const result = await runAction({
    bin: bin(),
    event: ["schedule", { repository: { visibility } }],
    dir: repository.clone("main"),
    cache,
    losesKey,
    env: {
      INTERCOM_ACCESS_TOKEN: emulator.token,
      INTERCOM_BASE_URL: emulator.url,
      ...(key === undefined ? {} : { FIN_INGEST_STATE_KEY: key }),
    },
  });
  const writes = emulator.log
    .since(before)
    .filter(({ method, externalId }) => method !== "GET" && externalId);
  return { ...result, writes: writes.map(({ externalId }) => externalId) };
}
const library = () =>
  Object.fromEntries([...emulator.state.pages()].map(({ externalId, agent }) => [externalId, agent]));

it("five nights, one with the cache lost: a deleted page goes in the end, and nothing is sent for nothing", async () => {
  const first = await night();
  expect(first.passed, first.log).toBe(true);
  expect(first.outputs).toMatchObject({ learn: "6", held: "0" });
  const second = await night();
  expect([second.passed, second.writes]).toEqual([true, []]);

  cache.splice(0);
  repository.remove("docs/login.md");
  repository.commit("without login");
  const third = await night();
  expect(third.passed).toBe(false);
  expect(third.log).toMatch(/::warning::No ledger: nothing there/);
  expect(third.summary).toMatch(/Held \(ledger-rebuilt\)/);
  expect(library()["login.md"]).toBe(true);
  const fourth = await night();
  expect([fourth.passed, library()["login.md"]]).toEqual([false, true]);
  const fifth = await night();
  expect(fifth.passed, fifth.log).toBe(true);
  expect(fifth.writes).toEqual(["login.md"]);
  expect(library()).toMatchObject({ "login.md": false, "install.md": true });
  expect(emulator.state.sources()).toHaveLength(1);
});

it("a night whose ledger was not kept leaves none behind, rather than the one before", async () => {
  await night();
  repository.write("docs/export.md", "# Export\n\nSomething quite different, for one night.\n");
  repository.commit("different");
  await night({ losesKey: (key) => key.endsWith("-done") });
  repository.git("revert", "--no-edit", "HEAD");
  const third = await night();
  expect(third.log).toMatch(/the last run did not pack its ledger/);
  // The ledger of the first night would have called it unchanged.
  expect(third.writes).toContain("export.md");
});

it("in a public repository the ledger is kept only with a key, encrypted", async () => {
  const open = await night({ visibility: "public" });
  expect(open.passed, open.log).toBe(true);
  expect(open.log).toMatch(/The ledger is not kept: anybody can read the caches/);
  expect(open.summary).not.toContain("install");
  expect(cache).toEqual([]);
  const key = randomUUID();
  await night({ visibility: "public", key });
  const kept = readFileSync(path.join(cache.at(-1)?.folder ?? "", "state.bin"));
  expect(kept.length).toBeGreaterThan(500);
  expect(kept.includes("install.md")).toBe(false);
  const again = await night({ visibility: "public", key });
  expect(again.log).not.toMatch(/No ledger/);
  expect(again.writes).toEqual([]);
  const other = await night({ visibility: "public", key: randomUUID() });
  expect(other.log).toMatch(/::warning::The state of the last run cannot be read/);
});

it("of the state folder only the ledger is packed: no texts, no index of ask, no reports", () => {
  const [from, packed, to] = [temporary(), temporary(), temporary()];
  for (const name of ["ledger.sqlite", "ledger.head", "answers.sqlite", "lock.sqlite"])
    writeFileSync(path.join(from, name), `text of ${name}`);
  expect(packState(from, packed, "")).toBe("packed");
  expect(unpackState(packed, to, "")).toBe("unpacked");
  expect(readFileSync(path.join(to, "ledger.sqlite"), "utf8")).toBe("text of ledger.sqlite");
  expect(() => readFileSync(path.join(to, "answers.sqlite"))).toThrow(/ENOENT/);
  expect(packState(temporary(), packed, "")).toBe("no ledger");
});
