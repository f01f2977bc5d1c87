import { changedBetween } from "../connectors/docs-repo/history.ts";
import { docsRepo } from "../connectors/docs-repo/index.ts";
import { docsRepoOptions } from "../connectors/docs-repo/options.ts";
import { audienceOf } from "../src/audience.ts";
import type { Config, SourceConfig } from "../src/config/types.ts";
import type { Io } from "../src/connector-kit/io.ts";
import { exitCode, FinIngestError } from "../src/errors.ts";
import { loadPipeline } from "../src/normalize/index.ts";
import type { Page } from "../src/sync/changes.ts";
import type {
  CiChange,
  CiFailed,
  CiForget,
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
import { checkCommits, refusedBy } from "./ci-rules.ts";

/**
 * What a change to docs repositories does to Fin's library. Reads git objects only: no token, no ledger, no
 * network, no work tree.
 *
 * @param onPair told of every page of a changed document
 * @throws FinIngestError (usage) when no selected source reads a folder of a git repository.
 */
export async function ciPlan(
  sources: readonly SourceConfig[],
  range: CommitRange,
  ioOf: (source: SourceConfig) => Io,
  tools: CompareTools & Pick<Config, "file">,
  onPair: (source: string, pair: PagePair) => void = () => {},
): Promise<CiPlan> {
  const { toMarkdown } = await loadPipeline();
  const found: Found = { learn: [], change: [], forget: [], failed: [], held: [] };
  const refusals: CiRefused[] = [];
  const ruleWarnings: CiRuleWarning[] = [];
  for (const source of docsRepoSources(sources)) {
    const { refused, warnings } = await checkCommits(source, tools, range, ioOf);
    for (const message of warnings) ruleWarnings.push({ source: source.name, message });
    if (refused) refusals.push(refusedBy(source, refused));
    else
      for await (const one of changedPages(source, range, ioOf(source), tools)) {
        if (one.kind === "pair") onPair(source.name, one);
        sort(one, source.name, found, toMarkdown);
      }
  }
  for (const list of Object.values(found)) list.sort(byId);
  return { ...range, ...found, refused: refusals, ruleWarnings };
}

interface Found {
  readonly learn: CiPage[];
  readonly change: CiChange[];
  readonly forget: CiForget[];
  readonly failed: CiFailed[];
  readonly held: CiHeld[];
}

const byId = (a: { externalId: string }, b: { externalId: string }) => (a.externalId < b.externalId ? -1 : 1);

type ToMarkdown = (html: string) => string;

function sort(
  one: PageComparison,
  source: string,
  { learn, change, forget, failed, held }: Found,
  toMarkdown: ToMarkdown,
): void {
  if (one.kind === "held") {
    const { externalIds, message, resolve } = one.hold;
    held.push({ source, externalId: externalIds[0] ?? one.externalId, message, resolve });
  } else if (one.kind === "failed") failed.push({ source, externalId: one.externalId, message: one.message });
  else if (one.after.page && isEmptyPage(one.after.page)) {
    const { externalId, words = 0 } = one.before.page ?? one.after.page;
    if (words > 0) held.push({ source, externalId, ...emptied(externalId, words) });
  } else if (one.after.page && one.before.page) {
    const reasons = pageDifferences(one.before.page, one.after.page);
    const after = ciPage(source, one.after.page, one.before.page, toMarkdown);
    const { title, html } = one.before.page;
    // A diff would print the secret that the change takes out.
    const before = one.before.hold ? after : { title, markdown: toMarkdown(html) };
    if (reasons.length > 0) change.push({ ...after, reasons, before });
  } else if (one.after.page) learn.push(ciPage(source, one.after.page, undefined, toMarkdown));
  else if (one.before.page) {
    const { externalId, title, url } = one.before.page;
    const { why } = one.after;
    const audience = { before: audienceOf(one.before.page.availability), after: null };
    // The title and the address of a document with a secret may contain it.
    const maskedId = one.before.hold?.externalIds[0];
    forget.push(
      maskedId === undefined
        ? { source, externalId, title, url: url ?? null, audience, why }
        : { source, externalId: maskedId, title: maskedId, url: null, audience, why },
    );
  }
}

/** The sources whose documents are in a folder of a git repository. */
export function docsRepoSources(sources: readonly SourceConfig[]): readonly SourceConfig[] {
  const found = sources.filter(
    ({ connector, options }) => connector === docsRepo && docsRepoOptions.parse(options).path !== undefined,
  );
  if (found.length > 0) return found;
  throw new FinIngestError(
    "ci compares two commits of a docs repository, but no selected source is a docs-repo with a path",
    {
      hint: "Add a source with `connector: docs-repo` and `path:` inside the repository, or name it with --source.",
      exitCode: exitCode.usage,
    },
  );
}

/** The pages of every document that changed between two commits. `io`'s client is closed at the end. */
export async function* changedPages(
  source: SourceConfig,
  range: CommitRange,
  io: Io,
  tools: CompareTools,
): AsyncGenerator<PageComparison> {
  try {
    yield* comparePages(source, changedBetween(source.options, range.base, range.head, io), io, tools);
  } finally {
    await io.http.close();
  }
}

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
