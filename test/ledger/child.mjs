// Run by the tests as a process of its own, on the compiled program: node child.mjs WHAT STATE_DIR
import { acquireLock } from "../../dist/src/ledger/lock.js";
import { openLedger } from "../../dist/src/ledger/sqlite.js";

const [what, stateDir] = process.argv.slice(2);
const page = (externalId, fingerprint) => ({
  externalId,
  sourceId: 7,
  fingerprint,
  title: externalId,
  locale: "en",
  availability: { agent: true, copilot: true },
  words: 1,
  state: "live",
});

const actions = {
  async "stop between intend and settle"() {
    const ledger = await openLedger(stateDir);
    ledger.putPage("handbook", page("a", "old a"));
    await ledger.intend("handbook", "a", "upsert", 1_000);
    ledger.settle("handbook", page("a", "new a"));
    await ledger.intend("handbook", "new", "upsert", 2_000);
    await ledger.intend("handbook", "a", "hide", 3_000);
    return "intended";
  },
  async "write without a durable end"() {
    const ledger = await openLedger(stateDir);
    for (let n = 0; n < 700; n++) ledger.putPage("handbook", page(`page ${String(n).padStart(3, "0")}`, "x"));
    return "written";
  },
  async "let the timer flush"() {
    const ledger = await openLedger(stateDir);
    ledger.putPage("handbook", page("a", "x"));
    await new Promise((done) => setTimeout(done, 1_300));
    return "waited";
  },
  async "hold the lock"() {
    await acquireLock(stateDir, { pipeline: "nightly" });
    // The handle is gone; the lock must not go with it.
    for (let n = 0; n < 3; n++) {
      globalThis.gc();
      await new Promise((done) => setImmediate(done));
    }
    return "held";
  },
  async "try the lock"() {
    try {
      const lock = await acquireLock(stateDir, { pipeline: "backfill" });
      await lock.release();
      return "got it";
    } catch (error) {
      return JSON.stringify({ name: error.name, exitCode: error.exitCode, message: error.message });
    }
  },
};

process.stdout.write(`${await actions[what]()}\n`);
process.stdin.resume();
