import { expect } from "vitest";
import { FinIngestError } from "../../errors.ts";
import type { Connector } from "../connector.ts";
import type { ListingEntry } from "../listing.ts";
import type { ApiFixture } from "./api-contract.ts";
import type { ApiReply } from "./api-server.ts";
import { documentsOf, entriesOf, testIo } from "./connector-contract.ts";
import { identity } from "./one-object-contract.ts";

/** Answers that are none, by name. */
export const badAnswers: readonly (readonly [string, ApiReply | "cut"])[] = [
  ["500", { status: 500, body: "broken" }],
  ["403", { status: 403, json: { message: "not allowed" } }],
  ["404", { status: 404, json: { message: "not found" } }],
  ["an empty object", { json: {} }],
  ["not JSON", { headers: { "content-type": "text/html" }, body: "<html><title>Log in</title>" }],
  ["half an answer", "cut"],
];

/** So few requests are all answered badly in turn. */
const FEW = 3;

/** Every third request, another third with the next bad answer: each request is tried with two of the six. */
export const everyThirdRequest = (requests: readonly string[], nth: number): readonly string[] =>
  requests.length <= FEW ? requests : requests.filter((_, at) => at % 3 === nth % 3);

/**
 * A listing in which one request is answered badly throws or names a gap, and is never merely short.
 *
 * @param bad name of the answer
 * @param choose which of the listing's requests are tried, by the number of the answer; all by default
 * @returns how many were tried
 */
export async function tryBadAnswer(
  fixture: ApiFixture,
  connector: Connector,
  bad: string,
  {
    cacheDir,
    choose = (all) => all,
  }: { readonly cacheDir: string; readonly choose?: typeof everyThirdRequest },
): Promise<number> {
  const nth = badAnswers.findIndex(([name]) => name === bad);
  const reply = badAnswers[nth]?.[1];
  const options = connector.options.parse(fixture.options);
  const list = () => entriesOf(connector.list(options, testIo(fixture.baseDir, cacheDir)));
  const mayMiss = fixture.aboutOneDocument?.includes(bad) ? 1 : 0;
  const from = fixture.server.requests.length;
  const whole = documentsOf(await list()).map(({ externalId }) => externalId);
  const asked = [...new Set(fixture.server.requests.slice(from).map(identity))];
  expect(asked.length).toBeGreaterThan(fixture.oneRequest ? 0 : 1);
  const targets = choose(asked, nth);
  for (const target of targets) {
    fixture.server.interfere((request) => (identity(request) === target ? reply : undefined));
    const entries = await list().catch((error: unknown) => {
      expect(error, target).toBeInstanceOf(FinIngestError);
      return undefined;
    });
    fixture.server.interfere(undefined);
    const missed = entries ? missing(entries, whole) : [];
    if (missed.length > mayMiss) expect(missed, target).toEqual([]);
  }
  return targets.length;
}

/** Documents that are not listed, unless a gap explains it. */
function missing(entries: readonly ListingEntry[], whole: readonly string[]): string[] {
  if (entries.some(({ kind }) => kind === "gap")) return [];
  const there = new Set(
    entries.flatMap((entry) =>
      entry.kind === "document" || entry.kind === "unreadable" ? [entry.externalId] : [],
    ),
  );
  return whole.filter((id) => !there.has(id));
}
