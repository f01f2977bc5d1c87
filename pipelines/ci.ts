import { type ChangedDocument, changedBetween } from "../connectors/docs-repo/history.ts";
import { docsRepo } from "../connectors/docs-repo/index.ts";
import { docsRepoOptions } from "../connectors/docs-repo/options.ts";
import type { SourceConfig } from "../src/config/types.ts";
import { exitCode, FinIngestError, toFailure } from "../src/errors.ts";
import { refuseTooLarge } from "../src/limits.ts";
import type { Hold, Io, ListingEntry, Page, UpdateReason, Warning } from "../src/model.ts";
import type { Normalizer } from "../src/normalize/normalizer.ts";
import { toMarkdown } from "../src/normalize/to-markdown/page-markdown.ts";
import { secretHold } from "../src/secrets/gate.ts";
import { pageDifferences } from "../src/sync/decide.ts";
import { mapConcurrent } from "../src/sync/lanes.ts";
import { toPages, underRulesOf } from "../src/sync/page.ts";
import { rulesOf } from "../src/sync/rules.ts";

/** Two commits of the git repository that holds the sources' folders. */
export interface CommitRange {
  readonly base: string;
  readonly head: string;
}

/** What merging the change would make Fin learn, change and forget. */
export interface CiPlan extends CommitRange {
  readonly learn: readonly CiPage[];
  readonly change: readonly CiChange[];
  readonly forget: readonly CiForget[];
  readonly failed: readonly {
    readonly source: string;
    readonly externalId: string;
    readonly message: string;
  }[];
  /** Documents in which a secret seems to stand: they would not be uploaded, and their text is not shown. */
  readonly held: readonly CiHeld[];
}

export interface CiHeld {
  readonly source: string;
  readonly externalId: string;
  readonly message: string;
  readonly resolve: string;
}

export interface CiPage {
  readonly source: string;
  readonly externalId: string;
  readonly title: string;
  readonly url: string | null;
  readonly words: number;
  readonly markdown: string;
  readonly warnings: readonly Warning[];
}

export interface CiChange extends CiPage {
  readonly reasons: readonly UpdateReason[];
  readonly before: { readonly title: string; readonly markdown: string };
}

export interface CiForget {
  readonly source: string;
  readonly externalId: string;
  readonly title: string;
  readonly url: string | null;
  readonly why: string;
}

/** What versions are made into pages with; the normaliser stays its owner's to close. */
export interface CiTools {
  readonly normalizer: Normalizer;
  /** Values of the configuration that no page may hold. */
  readonly secrets: readonly string[];
}

/** One changed document as the pages it was and would be; a side without a page says why, where there is a why. */
export interface PagePair {
  readonly externalId: string;
  readonly before: Side;
  readonly after: Side;
}
type Side =
  | { readonly page: Page /** A secret seems to stand in it. */; readonly hold?: Hold }
  | { readonly page?: undefined; readonly why: string };
/** One version of a document: the pages it becomes, none where it says why. */
type Version =
  | { readonly pages: readonly Page[]; readonly hold?: Hold }
  | { readonly pages: readonly []; readonly why: string };

/**
 * What a change to docs repositories does to Fin's library. Reads git objects only: no token, no ledger, no
 * network, no work tree.
 *
 * @throws FinIngestError (usage) when no selected source reads a folder of a git repository.
 */
export async function ciPlan(
  sources: readonly SourceConfig[],
  range: CommitRange,
  ioOf: (source: SourceConfig) => Io,
  tools: CiTools,
): Promise<CiPlan> {
  const learn: CiPage[] = [];
  const change: CiChange[] = [];
  const forget: CiForget[] = [];
  const failed: { source: string; externalId: string; message: string }[] = [];
  const held: CiHeld[] = [];
  for (const source of docsRepoSources(sources)) {
    for await (const pair of changedPages(source, range, ioOf(source), tools)) {
      if ("hold" in pair) held.push(heldOf(source, pair.externalId, pair.hold));
      else if ("error" in pair)
        failed.push({ source: source.name, externalId: pair.externalId, message: pair.error });
      else if (!pair.before.page && pair.after.page) learn.push(ciPage(source, pair.after.page));
      else if (pair.before.page && pair.after.page) {
        const reasons = pageDifferences(pair.before.page, pair.after.page);
        const after = ciPage(source, pair.after.page);
        const { title, html } = pair.before.page;
        // A secret that the change takes out is not shown by what it takes out.
        const before = pair.before.hold ? after : { title, markdown: toMarkdown(html) };
        if (reasons.length > 0) change.push({ ...after, reasons, before });
      } else if (pair.before.page) {
        const { externalId, title, url } = pair.before.page;
        const why = pair.after.page ? "" : pair.after.why;
        const shown = pair.before.hold?.externalIds[0];
        forget.push(
          shown === undefined
            ? { source: source.name, externalId, title, url: url ?? null, why }
            : { source: source.name, externalId: shown, title: shown, url: null, why },
        );
      }
    }
  }
  const byId = (a: { externalId: string }, b: { externalId: string }) =>
    a.externalId < b.externalId ? -1 : 1;
  return {
    ...range,
    learn: learn.sort(byId),
    change: change.sort(byId),
    forget: forget.sort(byId),
    failed: failed.sort(byId),
    held: held.sort(byId),
  };
}

/** The sources whose documents stand in a folder of a git repository. */
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

function heldOf(source: SourceConfig, externalId: string, hold: Hold): CiHeld {
  const { externalIds, message, resolve } = hold;
  return { source: source.name, externalId: externalIds[0] ?? externalId, message, resolve };
}

/**
 * Both versions of every changed document, normalised, page by page; the hold where a secret seems to stand in the
 * later one. `io`'s client is closed at the end.
 */
export async function* changedPages(
  source: SourceConfig,
  range: CommitRange,
  io: Io,
  { normalizer, secrets }: CiTools,
): AsyncGenerator<PagePair | { externalId: string; error: string } | { externalId: string; hold: Hold }> {
  const verdictOf = rulesOf(source);
  const version = async (entry: ListingEntry | undefined): Promise<Version> => {
    if (!entry) return { pages: [], why: "deleted" };
    if (entry.kind === "total") return { pages: [], why: "not a document" };
    if (entry.kind === "gap") throw new Error(`${entry.part}: ${entry.reason}`);
    if (entry.kind === "unreadable") throw new Error(entry.reason);
    if (entry.kind !== "document") return { pages: [], why: entry.reason };
    const verdict = verdictOf(entry);
    if (verdict.kind === "excluded") return { pages: [], why: verdict.why };
    const document = await entry.load(io.signal);
    refuseTooLarge(document, source.maxDocumentBytes);
    const normalized = await normalizer.normalize(underRulesOf(source, document), io.signal);
    const pages = toPages(source, entry, document, normalized, verdict.to);
    const hold = await secretHold(source, document, pages, { own: secrets });
    return { pages, ...(hold ? { hold } : {}) };
  };
  const pairs = async ({ externalId, before, after }: ChangedDocument) => {
    try {
      const later = await version(after);
      if ("hold" in later && later.hold) return [{ externalId, hold: later.hold }];
      return paired(await version(before), later);
    } catch (error) {
      io.signal.throwIfAborted();
      return [{ externalId, error: toFailure(error).message }];
    }
  };
  try {
    const changed = changedBetween(source.options, range.base, range.head, io);
    for await (const some of mapConcurrent(changed, 4, pairs)) yield* some;
  } finally {
    await io.http.close();
  }
}

/** The pages of two versions of a document, by external id. */
function paired(before: Version, after: Version): PagePair[] {
  const ids = new Set([...before.pages, ...after.pages].map(({ externalId }) => externalId));
  return [...ids].map((externalId) => ({
    externalId,
    before: sideOf(before, externalId),
    after: sideOf(after, externalId),
  }));
}

function sideOf(version: Version, externalId: string): Side {
  if ("why" in version) return { why: version.why };
  const page = version.pages.find((one) => one.externalId === externalId);
  if (!page) return { why: "its document no longer has this part" };
  return { page, ...(version.hold ? { hold: version.hold } : {}) };
}

const ciPage = (source: SourceConfig, { externalId, title, url, words, html, warnings }: Page): CiPage => ({
  source: source.name,
  externalId,
  title,
  url: url ?? null,
  words,
  markdown: toMarkdown(html),
  warnings,
});
