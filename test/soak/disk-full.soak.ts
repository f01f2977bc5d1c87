import { expect, it } from "vitest";
import { fullDiskCase } from "../sync/full-disk.ts";

const points = Math.max(1, Math.round(20 * Number(process.env.SOAK ?? 1)));
const only = process.env.CASE;

it(`${points} places where the disk is full`, async () => {
  const rooms = only === undefined ? Array.from({ length: points }, (_, n) => n) : [Number(only)];
  const failed: string[] = [];
  for (const room of rooms) {
    const { stopped, violations } = await fullDiskCase(room);
    if (!stopped) violations.push("the disk was never full");
    if (violations.length > 0) failed.push(`CASE=${room} npm run soak disk-full  # ${violations.join("; ")}`);
  }
  console.log(`disk-full: ${rooms.length} points, ${failed.length} with a violation`);
  expect(failed).toEqual([]);
});
