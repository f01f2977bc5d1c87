import { expect, it } from "vitest";
import { evenly } from "../../src/connector-kit/testing/one-object-contract.ts";
import { faultySystems } from "./faulty-systems.ts";
import { tryWholeRuns } from "./one-object-runs.ts";

/** Faults of each system that are tried in every run of the tests; `npm run soak one-object` tries them all. */
const SAMPLE = 2;

it.each(faultySystems)(
  "%s: nights with one bad answer send all others, take nothing away, and end with the right code",
  async (_, system) => {
    expect(await tryWholeRuns(system, (faults) => evenly(faults, SAMPLE))).toBe(SAMPLE);
  },
);
