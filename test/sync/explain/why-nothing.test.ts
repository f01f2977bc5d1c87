import { expect, it } from "vitest";
import { type NothingCase, whyNothing } from "../../../src/sync/explain/why-nothing.ts";

const day = 86_400_000;
const live = { state: "live" } as const;
const listed: NothingCase = {
  refusal: undefined,
  isListed: true,
  isLoaded: false,
  incomplete: undefined,
  missedListings: 0,
  policy: { mode: "sync", graceMs: 7 * day },
  row: live,
  now: 100 * day,
};
const absent = { ...listed, isListed: false };
const hidden = (ago: number) => ({ ...absent, row: { state: "hidden", hiddenAt: 100 * day - ago } as const });

it.each<[Partial<NothingCase>, RegExp]>([
  [listed, /^its source says that it is as it was when it was sent$/],
  [{ ...listed, isLoaded: true }, /^it was read again, and its page is as it was sent$/],
  [{ ...listed, refusal: "a rule matches nothing" }, /^the run refuses the source: a rule matches nothing$/],
  [{ ...absent, row: undefined }, /^it is not listed and has no page$/],
  [{ ...absent, row: { state: "deleted" } }, /^it is not listed and has no page$/],
  [{ ...absent, policy: { mode: "keep", graceMs: 0 } }, /removals keep its page$/],
  [
    { ...absent, incomplete: "space HR: 403" },
    /the listing proves nothing \(space HR: 403\): its page stays$/,
  ],
  [{ ...absent, missedListings: 1 }, /two complete listings, at least 20 hours apart.*\(1 so far\)$/],
  [absent, /its source says that it is there$/],
  [hidden(day), /until the grace time is over, and is deleted then$/],
  [hidden(7 * day - 1), /until the grace time is over/],
  [hidden(7 * day), /^its grace time is over, but this listing does not prove that it is gone$/],
  [{ ...hidden(8 * day), policy: { mode: "hide-only", graceMs: 0 } }, /^it stays hidden; .* delete nothing$/],
])("%o: %s", (given, sentence) => {
  expect(whyNothing({ ...listed, ...given })).toMatch(sentence);
});
