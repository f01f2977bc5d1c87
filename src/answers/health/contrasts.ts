import { stemsOf } from "../text/words.ts";
import type { Claim } from "./claims.ts";

/**
 * Whether two claims are about different things of a kind, whose figures may well differ: their headings run parallel
 * ("Delivery to Germany", "Delivery to Norway"), or each names another of a group of which one thing is only one.
 */
export const areContrasted = (one: Claim, other: Claim): boolean =>
  runParallel(one.headings, other.headings) ||
  nameOthersOfAGroup(one, other) ||
  isNarrower(one, other) ||
  isNarrower(other, one);

/** About one of several, or a case of what the other is about. */
const isNarrower = (one: Claim, other: Claim): boolean =>
  [...one.narrowed, ...numbering.filter((stem) => one.said.has(stem))].some((stem) => !other.said.has(stem));

const numbering = stemsOf("second third fourth fifth another additional extra next further", "en");

type Headings = Claim["headings"];

function runParallel(some: Headings, others: Headings): boolean {
  const [title = [], ...rest] = some;
  const [otherTitle = [], ...otherRest] = others;
  if (isSame(title, otherTitle)) {
    const [section, otherSection] = [rest.flat(), otherRest.flat()];
    return section.length > 0 && otherSection.length > 0 && !isSame(section, otherSection);
  }
  if (rest.flat().length > 0 && isSame(rest.flat(), otherRest.flat())) return true;
  return some.some((heading) => others.some((another) => differInPlace(heading, another)));
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.join(" ") === others.join(" ");

/** As long, alike in half of their words or in the first, and each with words of its own at the same places. */
function differInPlace(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length || some.length < 2) return false;
  const differing = some.filter((stem, at) => stem !== others[at]);
  const isReordered = differing.every((stem) => others.includes(stem));
  const isAlike = some[0] === others[0] || differing.length <= some.length / 2;
  return differing.length > 0 && !isReordered && isAlike;
}

/** Of each group a thing is one; words with a slash between mean the same. */
const groups: readonly (readonly (readonly string[])[])[] = [
  "windows linux macos mac ubuntu debian ios android iphone ipad",
  "web mobile desktop app browser",
  "chrome firefox safari edge outlook",
  "npm yarn pnpm bun deno docker",
  "free starter basic standard team plus pro professional premium business enterprise",
  "month/monthly year/yearly/annual/annually quarter/quarterly week/weekly daily",
  "sandbox staging production development test",
  "standard express priority",
  "admin administrator owner member guest viewer editor agent manager employee customer partner teammate",
  "upload download import export",
  "inbound outbound incoming outgoing",
  "internal external domestic international",
  "adult child student",
  "first second third last final",
  "old new legacy current previous",
  "paid unpaid",
  "private public shared",
].map((group) => group.split(" ").map((words) => stemsOf(words, "en")));

function nameOthersOfAGroup(one: Claim, other: Claim): boolean {
  const said = (claim: Claim, group: (typeof groups)[number]) =>
    group.filter((stems) => stems.some((stem) => claim.said.has(stem)));
  return groups.some((group) => {
    const [some, others] = [said(one, group), said(other, group)];
    return some.length > 0 && others.length > 0 && !some.some((stems) => others.includes(stems));
  });
}
