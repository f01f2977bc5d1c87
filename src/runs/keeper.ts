import { sameAvailability } from "../audience.ts";
import { type Ledger, type PageRow, standingOf } from "../ledger/ledger.ts";
import type { Log } from "../log/log.ts";
import { BodyStore } from "./bodies.ts";
import { type ReplacedPage, ReplacedPages } from "./replaced.ts";

/** Keeps what a run replaces, so that `undo` can send it again. None of its methods throws. */
export interface Keeper {
  /** Before the run's first write. @param startedAt epoch milliseconds */
  begin(run: { readonly id: string; readonly startedAt: number }): void;
  /** Whether the text of a page as it stands is kept. */
  has(row: PageRow): boolean;
  /** Keeps the text of a page as it stands, or as it was sent. */
  add(row: PageRow, html: string): void;
  /** Records what became of a page. */
  settled(source: string, before: PageRow | undefined, after: PageRow): void;
  /** Drops what belongs to older runs than are kept. */
  close(): void;
}

interface Keeping {
  readonly stateDir: string;
  /** `keep_bodies`: so many runs. */
  readonly runs: number;
}

/** One failure is said; then nothing more is kept. A run does not fail because its way back cannot be kept. */
export function keeperOf(
  { stateDir, runs }: Keeping,
  ledger: Pick<Ledger, "sources" | "pages">,
  log: Log,
): Keeper {
  const bodies = new BodyStore(stateDir);
  const records = new ReplacedPages(stateDir);
  let record: ((page: ReplacedPage) => void) | undefined;
  let given = false;
  const carefully = (action: () => void): void => {
    if (given) return;
    try {
      action();
    } catch (error) {
      given = true;
      log.warn("what this run replaces could not be kept; `undo` will not know it", { error: String(error) });
    }
  };
  return {
    begin: (run) =>
      carefully(() => {
        record = records.begin(run);
      }),
    has: ({ bodyHash }) => given || (bodyHash !== undefined && bodies.has(bodyHash)),
    add: ({ bodyHash }, html) => carefully(() => bodyHash !== undefined && bodies.add(bodyHash, html)),
    settled: (source, before, after) =>
      carefully(() => {
        const page = replacedPage(source, before, after);
        if (page) record?.(page);
      }),
    close: () =>
      carefully(() => {
        const old = records.runs().slice(runs);
        // Nothing was recorded, or nothing is to be forgotten: then no text has lost its last use either.
        if (record === undefined || old.length === 0) return;
        for (const { file } of old) records.drop(file);
        const needed = neededBodies(ledger, records);
        bodies.sweep((bodyHash) => needed.has(bodyHash));
      }),
  };
}

function neededBodies(
  ledger: Pick<Ledger, "sources" | "pages">,
  records: ReplacedPages,
): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const { name } of ledger.sources())
    for (const { bodyHash } of ledger.pages(name)) if (bodyHash !== undefined) needed.add(bodyHash);
  for (const { file } of records.runs())
    for (const { before } of records.read(file)) needed.add(before.bodyHash);
  return needed;
}

/** What a record says of a live page that is not what it was; undefined for any other. */
function replacedPage(source: string, before: PageRow | undefined, after: PageRow): ReplacedPage | undefined {
  if (before?.state !== "live" || before.bodyHash === undefined || isSame(before, after)) return undefined;
  const { externalId, title, url, path, locale, words, bodyHash } = before;
  return {
    source,
    externalId,
    before: { title, url, path, locale, words, bodyHash, availability: standingOf(before) },
    after: { state: after.state, bodyHash: after.bodyHash, availability: standingOf(after) },
  };
}

const isSame = (before: PageRow, after: PageRow): boolean =>
  after.state === "live" &&
  before.bodyHash === after.bodyHash &&
  before.title === after.title &&
  before.url === after.url &&
  sameAvailability(standingOf(before), standingOf(after));
