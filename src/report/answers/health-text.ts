import type { Conflict } from "../../answers/health/conflicts.ts";
import type { Health } from "../../answers/health/health.ts";
import type { Place } from "../../answers/health/place.ts";
import type { StatusHealth } from "../../status/health.ts";
import type { StalePage } from "../../status/stale.ts";
import { literal } from "../markdown-text.ts";
import { minute } from "../numbers.ts";
import { oneLine, truncate, wrap } from "../terminal-text.ts";

/** What was looked for, and what was found of it, each finding with the document to edit. */
export interface Finding {
  readonly what: string;
  readonly found: readonly string[];
}

/** Everything that was looked for, in words. */
export function healthFindings(health: Health): Finding[] {
  const { nearDuplicates, tooLong, orphanTables, unasked, unanswered, conflicting } = health;
  return [
    ...(unanswered
      ? [{ what: "Questions that nothing answers", found: unanswered.map(unansweredWords) }]
      : []),
    ...(unasked
      ? [{ what: "Pages that no question finds", found: unasked.map(({ externalId }) => externalId) }]
      : []),
    {
      what: "Passages that say nearly the same",
      found: nearDuplicates.map(([one, other]) => `${placeWords(one)} and ${placeWords(other)}`),
    },
    { what: "Sentences that contradict each other", found: conflicting.map(conflictWords) },
    {
      what: "Blocks too long for a passage",
      found: tooLong.map((one) => `${placeWords(one)} (${one.words} words)`),
    },
    { what: "Tables without a heading or a sentence before them", found: orphanTables.map(placeWords) },
  ];
}

/** What is stale. */
export const staleFinding = (stale: readonly StalePage[]): Finding => ({
  what: "Pages older than their documents",
  found: stale.map(
    ({ externalId, sentAt, why }) =>
      `${externalId}, sent ${sentAt === null ? "at an unknown time" : `${minute(sentAt)} UTC`}: ${why}`,
  ),
});

/** Of the findings of `status --health`, and what cannot be said. */
export function statusFindings({ stale, content }: StatusHealth): Finding[] {
  return [staleFinding(stale), ...(content ? healthFindings(content) : [])];
}

/** Why less is said than could be; undefined: nothing is missing. */
export function indexNote({ index }: Pick<StatusHealth, "index">): string | undefined {
  if (index === "current") return undefined;
  return index === "missing"
    ? "There is no index of what was sent, so its text was not looked at. The next run or `fin-ingest ask` makes one, unless `ask: {index: off}` forbids it."
    : "The index is not that of the last run. `fin-ingest ask` brings it up to it.";
}

/** Five of a kind are named; `--json` names a hundred. */
export function healthLines(findings: readonly Finding[], width: number): string[] {
  return findings.flatMap(({ what, found }) => [
    `${what}: ${found.length === 0 ? "none" : found.length}`,
    ...found.slice(0, MAX_NAMED).map((one) => truncate(`  ${oneLine(one)}`, width)),
  ]);
}

const MAX_NAMED = 5;

/** The health part of `status`. */
export function statusHealthLines(health: StatusHealth, width: number): string[] {
  const note = indexNote(health);
  return [
    "",
    "Content health",
    ...(note === undefined ? [] : wrap(note, width)),
    ...healthLines(statusFindings(health), width),
  ];
}

/** Kinds with findings, folded up: they are beside what was asked. */
export function healthMarkdown(findings: readonly Finding[]): string {
  const kinds = findings.filter(({ found }) => found.length > 0);
  const list = kinds.flatMap(({ what, found }) => [
    `- ${what}: ${found.length}`,
    ...found.slice(0, MAX_IN_MARKDOWN).map((one) => `  - ${literal(one)}`),
  ]);
  return list.length === 0
    ? "Content health: nothing found."
    : `<details><summary>Content health</summary>\n\n${list.join("\n")}\n\n</details>`;
}

const MAX_IN_MARKDOWN = 10;

const placeWords = ({ externalId, section }: Place): string =>
  [externalId, section].filter(Boolean).join(" › ");

const conflictWords = ({ places: [one, other] }: Conflict): string =>
  `${placeWords(one)}: “${one.sentence}” and ${placeWords(other)}: “${other.sentence}”`;

const unansweredWords = ({ question, nearest }: NonNullable<Health["unanswered"]>[number]): string =>
  nearest === null ? question : `${question} (nearest: ${nearest})`;
