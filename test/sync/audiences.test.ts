import { expect, it } from "vitest";
import { startAudienceHistories } from "./audiences.ts";

it("20 random histories of documents that show each other bring no word to a wider audience", async () => {
  const histories = await startAudienceHistories();
  try {
    for (let seed = 1; seed <= 20; seed += 1) expect(await histories.play(seed), `seed ${seed}`).toEqual([]);
  } finally {
    await histories.close();
  }
});
