import { expect, test } from "vitest";
import { fullDiskCase } from "./full-disk.ts";

test.each([0, 2, 7])(
  "a disk that is full after %i more pages: nothing is sent unrecorded, and the next run ends the work (`npm run soak disk-full` tries 20)",
  async (room) => {
    expect(await fullDiskCase(room)).toEqual({ stopped: true, violations: [] });
  },
);
