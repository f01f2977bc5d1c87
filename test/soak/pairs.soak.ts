import { expect, it } from "vitest";
import { playPair, startPairs } from "../e2e/pairs.ts";
import { scaled } from "./kit.ts";

it("200 overlapping pairs of runs: never two writers", async () => {
  const wanted = scaled(200);
  const seed = Number(process.env.SEED ?? 1);
  const pairs = await startPairs();
  const failed: string[] = [];
  let overlapped = 0;
  let played = 0;
  try {
    // Now and then one has ended before the other begins: that is not a pair.
    while (overlapped < wanted && played < wanted * 2) {
      const result = await playPair(pairs, seed * 100_000 + played++);
      if (result.overlapped) overlapped += 1;
      if (result.wrong.length > 0)
        failed.push(`SEED=${seed} npm run soak pairs  # pair ${played}: ${result.wrong[0]}`);
    }
  } finally {
    await pairs.company.close();
  }
  console.log(`pairs: ${overlapped} of ${played} pairs overlapped; ${failed.length} with two writers`);
  expect(failed).toEqual([]);
  expect(overlapped).toBeGreaterThanOrEqual(wanted);
});
