import { expect, it } from "vitest";
import { startAudienceHistories } from "../sync/audiences.ts";
import { scaled } from "./kit.ts";

it("10,000 random histories of documents that show each other, with rules, labels and restrictions", async () => {
  const count = Math.round(scaled(10_000, 20));
  const first = Number(process.env.SEED ?? 1) * 100_000_000;
  const only = process.env.CASE;
  const cases = only === undefined ? Array.from({ length: count }, (_, n) => n) : [Number(only)];
  const histories = await startAudienceHistories();
  const failed: string[] = [];
  try {
    for (const n of cases) {
      const violations = await histories.play(first + n);
      if (violations.length > 0)
        failed.push(`SEED=${first / 100_000_000} CASE=${n} npm run soak audiences  # ${violations[0]}`);
    }
  } finally {
    await histories.close();
  }
  console.log(
    `audiences: ${cases.length} histories played, ${failed.length} with a word for fewer people in a page`,
  );
  expect(failed.slice(0, 5)).toEqual([]);
});
