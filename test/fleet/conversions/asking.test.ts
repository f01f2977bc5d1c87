import { describe, expect, it } from "vitest";
import {
  type AskingParts,
  askFleet,
  goesOnWaiting,
  MAX_WAIT_MS,
  PATIENCE_MS,
} from "../../../src/fleet/conversions/asking.ts";
import { Bell } from "../../../src/fleet/conversions/bell.ts";
import type { Conversion, SharedFile } from "../../../src/fleet/conversions/conversion.ts";
import type { Found } from "../../../src/fleet/conversions/store.ts";
import { virtualClock } from "../../intercom/virtual-clock.ts";

const file: SharedFile = { mediaType: "application/pdf", body: new Uint8Array(40_000) };
const conversion: Conversion = { kind: "pages", pages: [{ html: "<p>Refunds</p>", warnings: [] }] };
const asked = (job: "waiting" | "active", isMoving = job === "active"): Found => ({
  kind: "asked",
  job,
  isMoving,
});
const away = async () => {
  throw new Error("the database is away");
};

describe("whether one who asked goes on waiting", () => {
  it.each([
    ["somebody converts it", asked("active"), MAX_WAIT_MS - 1, true],
    ["its turn comes", asked("waiting", true), MAX_WAIT_MS - 1, true],
    ["nobody converts anything yet", asked("waiting"), PATIENCE_MS - 1, true],
    ["nobody converts anything", asked("waiting"), PATIENCE_MS, false],
    ["it takes too long", asked("active"), MAX_WAIT_MS, false],
    ["it is in the queue no more", { kind: "absent" }, 0, false],
  ] as const)("%s", (_, found, waitedMs, goesOn) => {
    expect(goesOnWaiting(found, waitedMs)).toBe(goesOn);
  });
});

describe("asking the fleet", () => {
  /** A fleet of which the store answers one thing after the other, and the last one for ever. */
  function fleet(answers: readonly Found[], parts: Partial<AskingParts> = {}) {
    const clock = virtualClock();
    const [keys, said]: [string[], string[]] = [[], []];
    let next = 0;
    const all: AskingParts = {
      store: { find: async () => answers[Math.min(next++, answers.length - 1)] ?? { kind: "absent" } },
      jobs: {
        async ask({ key }) {
          keys.push(key);
        },
      },
      revision: "r1",
      asked: new Bell(clock),
      settled: new Bell(clock),
      clock,
      log: { warn: (message) => void said.push(message) },
      ...parts,
    };
    return { all, clock, keys, said };
  }

  it("takes what is in the store, and asks nobody", async () => {
    const { all, keys } = fleet([{ kind: "made", conversion }]);
    expect(await askFleet(all, file)).toEqual(conversion);
    expect(keys).toEqual([]);
  });

  it("puts the file into the queue once, and takes what becomes of it", async () => {
    const { all, clock, keys } = fleet([
      { kind: "absent" },
      asked("waiting"),
      asked("active"),
      { kind: "made", conversion },
    ]);
    const answer = askFleet(all, file);
    await clock.advance(1_000);
    expect(await answer).toEqual(conversion);
    expect(keys.length).toBe(1);
  });

  it("does not wait for the next look where a conversion has ended in this process", async () => {
    const { all, clock } = fleet([asked("active"), { kind: "made", conversion }]);
    const answer = askFleet(all, file);
    await clock.advance(0);
    all.settled.ring();
    expect(await answer).toEqual(conversion);
    expect([clock.monotonic(), clock.sleeping]).toEqual([0, 0]);
  });

  it("gives a file that nobody takes back to its run, and says so", async () => {
    const { all, clock, said } = fleet([{ kind: "absent" }, asked("waiting")]);
    const answer = askFleet(all, file);
    await clock.advance(PATIENCE_MS + 2_000);
    expect(await answer).toBeUndefined();
    expect(said).toEqual([expect.stringMatching(/^nobody has converted a file for 1\d s: its run does$/)]);
  });

  it("gives a file back to its run that failed elsewhere, and when the database is away", async () => {
    const failed = fleet([asked("active"), { kind: "absent" }]);
    const answer = askFleet(failed.all, file);
    await failed.clock.advance(1_000);
    expect(await answer).toBeUndefined();
    expect(failed.keys).toEqual([]);
    const { all, said } = fleet([], { store: { find: away } });
    expect(await askFleet(all, file)).toBeUndefined();
    expect(said).toEqual(["the fleet's conversions: the database is away: a run converts its file itself"]);
  });

  it("ends with the run that asks", async () => {
    const { all, clock, said } = fleet([asked("active")]);
    const stop = new AbortController();
    const answer = askFleet(all, file, stop.signal);
    await clock.advance(1_000);
    stop.abort(new Error("the run has ended"));
    await expect(answer).rejects.toThrow("the run has ended");
    expect([said, clock.sleeping]).toEqual([[], 0]);
  });
});
