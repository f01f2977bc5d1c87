import { expect, it } from "vitest";
import { crashAt } from "./crash-matrix.ts";

// A share of the matrix that `npm run soak crash-points` runs as a whole.
it.each([
  ["first", 12, "mid-answer"],
  ["later", 25, "after"],
] as const)(
  "killed in the %s run at request %i, %s: the next runs converge",
  async (scenario, nth, moment) => {
    expect(await crashAt(scenario, nth, moment)).toEqual({ killed: true, wrong: [] });
  },
);
