import { expect, test } from "vitest";
import type { Claim } from "../../src/fleet/queue/names.ts";
import { HeldClaims } from "../../src/fleet/worker/held-claims.ts";

const claim = (id: string, epoch = 0): Claim => ({
  id,
  epoch,
  data: { workspace: id, pipeline: "nightly", failed: 0 },
});

function held(leaseMs = 5_000) {
  const time = { now: 0 };
  return { time, claims: new HeldClaims({ monotonic: () => time.now }, leaseMs) };
}

test("a claim that is renewed holds, and one that is refused is lost at once", async () => {
  const { time, claims } = held();
  const [kept, refused] = [claims.add(claim("a"), 0), claims.add(claim("b"), 0)];
  time.now = 1_000;
  await claims.renew(async () => new Set(["a"]));
  expect([kept.aborted, refused.aborted]).toEqual([false, true]);
});

test("without the database a claim holds to the end of its lease, and not longer", async () => {
  const { time, claims } = held();
  const lost = claims.add(claim("a"), 0);
  const away = async () => {
    throw new Error("the database is away");
  };
  for (time.now = 0; time.now <= 5_000; time.now += 1_000) await claims.renew(away).catch(() => {});
  expect(lost.aborted).toBe(false);
  time.now = 5_001;
  claims.dropExpired();
  expect(lost.aborted).toBe(true);
});

test("a renewal counts from when it was asked for: its answer may come late", async () => {
  const { time, claims } = held();
  const lost = claims.add(claim("a"), 0);
  time.now = 1_000;
  await claims.renew(async () => {
    time.now = 5_500;
    return new Set(["a"]);
  });
  time.now = 6_000;
  claims.dropExpired();
  expect(lost.aborted).toBe(false);
  time.now = 6_001;
  claims.dropExpired();
  expect(lost.aborted).toBe(true);
});

test("a worker that wakes up from a pause finds its claims gone before it asks anybody", async () => {
  const { time, claims } = held();
  const lost = claims.add(claim("a"), 0);
  time.now = 60_000;
  let wasAborted = false;
  await claims.renew(async () => {
    wasAborted = lost.aborted;
    return new Set(["a"]);
  });
  expect(wasAborted).toBe(true);
});
