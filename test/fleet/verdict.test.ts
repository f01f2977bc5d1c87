import fc from "fast-check";
import { expect, test } from "vitest";
import { type Ended, verdictOf } from "../../src/fleet/worker/verdict.ts";

const policy = { retries: 3, retryDelayS: 60, laterS: 300 };
const exited = (code: number): Ended => ({ kind: "exited", code });

test.each<[string, Ended, number, object]>([
  ["went well", exited(0), 0, { kind: "done" }],
  ["some documents failed: the next night tries them", exited(3), 2, { kind: "done" }],
  ["something is held: a person resolves it", exited(4), 0, { kind: "done" }],
  ["try again later, which is no failure", exited(5), 2, { kind: "again", afterS: 300, failed: 2 }],
  ["the configuration is wrong and stays so", exited(2), 0, { kind: "dead" }],
  ["failed once", exited(1), 0, { kind: "again", afterS: 60, failed: 1 }],
  ["failed twice", exited(1), 1, { kind: "again", afterS: 120, failed: 2 }],
  ["the last attempt but one", exited(1), 2, { kind: "again", afterS: 240, failed: 3 }],
  ["the last attempt", exited(1), 3, { kind: "dead", why: "exit code 1" }],
  ["out of memory", { kind: "killed", signal: "SIGKILL" }, 0, { kind: "again", afterS: 60, failed: 1 }],
  ["a code of nobody's", exited(77), 3, { kind: "dead" }],
  ["stopped by hand", exited(143), 3, { kind: "again", afterS: 300, failed: 3 }],
  ["its worker ends", { kind: "handed-back" }, 3, { kind: "again", afterS: 0, failed: 3 }],
  ["no such workspace", { kind: "unknown" }, 0, { kind: "dead" }],
])("%s", (_what, ended, failed, verdict) => {
  expect(verdictOf(ended, failed, policy)).toMatchObject(verdict);
});

test("no run waits longer than an hour for an attempt, and none has more attempts than it may", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (failed, retries) => {
      const verdict = verdictOf(exited(1), failed, { ...policy, retries });
      expect(verdict.kind).toBe(failed < retries ? "again" : "dead");
      if (verdict.kind === "again") expect(verdict.afterS).toBeLessThanOrEqual(3600);
    }),
  );
});
