import { changedBetween, listedBetween } from "../connectors/docs-repo/history.ts";
import { audienceOf } from "../src/audience.ts";
import type { Config, SourceConfig } from "../src/config/types.ts";
import type { Io } from "../src/connector-kit/io.ts";
import { loadPipeline } from "../src/normalize/index.ts";
import type { Page } from "../src/sync/changes.ts";
import type {
  CiChange,
  CiFailed,
  CiHeld,
  CiPage,
  CiPlan,
  CiRefused,
  CiRuleWarning,
  CommitRange,
} from "../src/sync/ci-plan.ts";
import {
  type CompareTools,
  comparePages,
  type PageComparison,
  type PagePair,
} from "../src/sync/plan/compare.ts";
import { pageDifferences } from "../src/sync/plan/decide.ts";
import { emptied, isEmptyPage } from "../src/sync/plan/empty-page.ts";
import { type ForgottenPage, findMoves } from "../src/sync/plan/moves.ts";
import { checkCommits, refusedBy } from "./ci-rules.ts";
import type { ComparedSource } from "./ci-sources.ts";

/**
 * What a change to docs repositories does to Fin's library. Reads git objects only: no token, no ledger, no
 * network, no work tree.
 *
 * @param onPair told of every page of a changed document
 */
export async function ciPlan(
  sources: readonly ComparedSource[],
  range: CommitRange,
  ioOf: (source: SourceConfig) => Io,
  tools: CompareTools & Pick<Config, "file">,
  onPair: (source: string, pair: PagePair) => void = () => {},
): Promise<CiPlan> {
  const { toMarkdown } = await loadPipeline();
  const found: Found = { learn: [], change: [], forget: [], failed: [], held: [] };
  const refusals: CiRefused[] = [];
  const ruleWarnings: CiRuleWarning[] = [];
  for (const source of sources) {
    const { name, after } = source;
    const { refused, warnings } = await checkCommits(source, tools, ioOf);
    for (const message of warnings) ruleWarnings.push({ source: name, message });
    if (refused) {
      refusals.push(refusedBy(after, refused));
      continue;
    }
    for await (const one of changedPages(source, ioOf, tools)) {
      if (one.kind === "pair") onPair(name, one);
      sort(one, source, found, toMarkdown);
    }
  }
  for (const list of Object.values(found)) list.sort(byId);
  const { learn, forget, moved } = findMoves(found);
  return {
    ...range,
    ...found,
    learn,
    moved,
    forget: forget.map(({ markdown: _text, ...page }) => page),
    refused: refusals,
    ruleWarnings,
  };
}

interface Found {
  readonly learn: CiPage[];
  readonly change: CiChange[];
  readonly forget: ForgottenPage[];
  readonly failed: CiFailed[];
  readonly held: CiHeld[];
}

const byId = (a: { externalId: string }, b: { externalId: string }) => (a.externalId < b.externalId ? -1 : 1);

type ToMarkdown = (html: string) => string;

function sort(
  one: PageComparison,
  { name: source, folder }: Pick<ComparedSource, "name" | "folder">,
  { learn, change, forget, failed, held }: Found,
  toMarkdown: ToMarkdown,
): void {
  const file = (path: string | undefined) => path && [folder, path].filter(Boolean).join("/");
  if (one.kind === "held") {
    const { externalIds, message, resolve } = one.hold;
    const externalId = externalIds[0] ?? one.externalId;
    held.push({ source, externalId, file: file(one.path), message, resolve });
  } else if (one.kind === "failed")
    failed.push({ source, externalId: one.externalId, file: file(one.path), message: one.message });
  else if (one.after.page && isEmptyPage(one.after.page)) {
    const { externalId, words = 0 } = one.before.page ?? one.after.page;
    const path = file(one.after.page.path);
    if (words > 0) held.push({ source, externalId, file: path, ...emptied(externalId, words) });
  } else if (one.after.page && one.before.page) {
    const reasons = pageDifferences(one.before.page, one.after.page);
    const after = {
      ...ciPage(source, one.after.page, one.before.page, toMarkdown),
      file: file(one.after.page.path),
    };
    const { title, html } = one.before.page;
    // A diff would print the secret that the change takes out.
    const before = one.before.hold ? after : { title, markdown: toMarkdown(html) };
    if (reasons.length > 0) change.push({ ...after, reasons, before });
  } else if (one.after.page)
    learn.push({
      ...ciPage(source, one.after.page, undefined, toMarkdown),
      file: file(one.after.page.path),
    });
  else if (one.before.page) {
    const { externalId, title, url } = one.before.page;
    const { why } = one.after;
    const audience = { before: audienceOf(one.before.page.availability), after: null };
    // The title and the address of a document with a secret may contain it.
    const maskedId = one.before.hold?.externalIds[0];
    forget.push(
      maskedId === undefined
        ? {
            source,
            externalId,
            title,
            url: url ?? null,
            audience,
            why,
            markdown: toMarkdown(one.before.page.html),
          }
        : { source, externalId: maskedId, title: maskedId, url: null, audience, why },
    );
  }
}

/**
 * The pages of every document that the change concerns: of those whose files changed, or, where the source has other
 * settings than before, of all. The clients are closed at the end.
 */
export async function* changedPages(
  { before, after, commits, repositories }: ComparedSource,
  ioOf: (source: SourceConfig) => Io,
  tools: CompareTools,
): AsyncGenerator<PageComparison> {
  const was = before ?? after;
  const [oldIo, io] = [ioOf(was), ioOf(after)];
  const changed = hasSameSettings(before, after)
    ? changedBetween({ options: after.options, io, repositories }, commits)
    : listedBetween(before && { options: before.options, commit: commits.base, io: oldIo, repositories }, {
        options: after.options,
        commit: commits.head,
        io,
        repositories,
      });
  try {
    yield* comparePages({ before: was, after }, changed, io, tools);
  } finally {
    await oldIo.http.close();
    await io.http.close();
  }
}

/** Whether a document becomes the same page under both. */
function hasSameSettings(before: SourceConfig | undefined, after: SourceConfig): boolean {
  return before === after || (before !== undefined && settingsOf(before) === settingsOf(after));
}

const settingsOf = ({
  name: _name,
  connector,
  options: _options,
  patterns: _patterns,
  rules,
  ...rest
}: SourceConfig) => JSON.stringify([connector.type, rules.map(({ match, effect }) => [match, effect]), rest]);

const ciPage = (
  source: string,
  { externalId, title, url, words, html, warnings, availability }: Page,
  before: Page | undefined,
  toMarkdown: ToMarkdown,
): CiPage => ({
  source,
  externalId,
  title,
  url: url ?? null,
  words,
  audience: { before: before ? audienceOf(before.availability) : null, after: audienceOf(availability) },
  markdown: toMarkdown(html),
  warnings,
});
