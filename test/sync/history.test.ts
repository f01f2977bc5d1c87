import { expect, it } from "vitest";
import { type Probes, playHistory } from "./history.ts";

it.each<Probes>(["none", "honest", "lying"])(
  "400 random histories with %s probes break no promise",
  (probes) => {
    for (let seed = 1; seed <= 400; seed++) expect(playHistory(seed, probes), `seed ${seed}`).toEqual([]);
  },
);
