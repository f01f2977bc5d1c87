import { expect, it } from "vitest";
import { playPair, startPairs } from "./pairs.ts";

// A share of `npm run soak pairs`.
it("two runs over one state folder: one writes, the other leaves with exit 5 and writes nothing", async () => {
  const pairs = await startPairs();
  try {
    const played = [];
    for (const seed of [1, 2]) played.push(await playPair(pairs, seed));
    expect(played.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(played.some(({ overlapped }) => overlapped)).toBe(true);
  } finally {
    await pairs.company.close();
  }
});
