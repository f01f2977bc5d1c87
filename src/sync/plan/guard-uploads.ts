import type { SourceConfig } from "../../config/types.ts";
import { sha256 } from "../../hash.ts";
import type { Ledger, PageRow } from "../../ledger/ledger.ts";
import type { Change, Page } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { emptyPage, isEmptyPage } from "./empty-page.ts";
import { isStub } from "./stubs.ts";
import { undoneUpload } from "./undone.ts";
import { MAX_EQUAL, mustNotWait, sameness, uploadHash, uploadHold } from "./upload-rules.ts";

type Upload = Extract<Change, { kind: "create" | "update" }>;

export interface UploadGuard {
  readonly source: string;
  /** The type of its connector. */
  readonly connector: string;
  readonly ledger: Pick<Ledger, "page" | "pageHistory" | "countBody">;
  /** Hashes given with `--approve-uploads`. */
  readonly approved: readonly string[];
}

export const guardOf = (
  { ledger, overrides }: RunContext,
  { name, connector }: Pick<SourceConfig, "name" | "connector">,
): UploadGuard => ({
  source: name,
  connector: connector.type,
  ledger,
  approved: overrides.approveUploads ?? [],
});

/** Uploads that wait before they pass, so that an outage which answers every document alike is noticed in time. */
const WINDOW_SIZE = 16;
/** Bodies remembered to recognise equal ones; the oldest are forgotten. */
const MAX_BODIES = 50_000;

/**
 * Replaces every upload that the upload rules stop by a hold, and every empty one; other changes pass at once. An upload whose body
 * was seen before waits until the end, because only then it is known how many are equal; their body is kept once.
 */
export async function* guardUploads(
  changes: AsyncIterable<Change>,
  guard: UploadGuard,
): AsyncGenerator<Change> {
  const bodies = new Bodies(guard);
  const window: Waiting[] = [];
  const alike: Waiting[] = [];
  const pass = ({ upload, key }: Waiting): Upload | undefined => {
    if (!bodies.hasDuplicates(upload.page)) return upload;
    alike.push({ upload: bodies.shared(upload), key });
    return undefined;
  };
  for await (const change of changes) {
    if (change.kind !== "create" && change.kind !== "update") {
      yield change;
      continue;
    }
    const row = guard.ledger.page(guard.source, change.page.externalId);
    if (isEmptyPage(change.page)) {
      yield emptyPage(change.page, row, guard.connector);
      continue;
    }
    const approved = guard.approved.includes(uploadHash(change.page));
    // A body that was sent before is neither held nor a reason to hold others twice.
    if (approved || (row?.bodyHash === change.page.bodyHash && row.state !== "deleted")) {
      yield change;
      continue;
    }
    const hold = undoneHold(change.page, row, guard) ?? uploadHold(change.page, row, 0);
    const key = bodies.add(change.page, row);
    if (hold) {
      yield { kind: "hold", hold };
      continue;
    }
    window.push({ upload: change, key });
    const oldest = window.length > WINDOW_SIZE ? window.shift() : undefined;
    const passed = oldest && pass(oldest);
    if (passed) yield passed;
  }
  for (const waiting of window) {
    const passed = pass(waiting);
    if (passed) yield passed;
  }
  yield* sendOrHold(alike, bodies, guard);
}

/** Only a page that is there can have been undone: of a new one no history is read. */
function undoneHold(page: Page, row: PageRow | undefined, { ledger, source }: UploadGuard) {
  if (!row || mustNotWait(page, row.state === "deleted" ? undefined : row)) return undefined;
  return undoneUpload(page, ledger.pageHistory(source, page.externalId));
}

/** An upload, and under which key the pages are counted that would say the same. */
interface Waiting {
  readonly upload: Upload;
  readonly key: number;
}

/** One hold per body, so that one outage is one hold. */
function* sendOrHold(alike: readonly Waiting[], bodies: Bodies, guard: UploadGuard): Generator<Change> {
  const held = new Map<number, { page: Page; equals: number; externalIds: string[] }>();
  for (const { upload, key } of alike) {
    const { page } = upload;
    const equals = bodies.others(key);
    if (!uploadHold(page, guard.ledger.page(guard.source, page.externalId), equals)) {
      yield upload;
      continue;
    }
    const group = held.get(key) ?? { page, equals, externalIds: [] };
    group.externalIds.push(page.externalId);
    held.set(key, group);
  }
  for (const { page, equals, externalIds } of held.values())
    yield { kind: "hold", hold: sameness(externalIds, equals, page) };
}

interface Met {
  readonly inLedger: number;
  readonly inRun: number;
  html?: string;
}

/** Nearly all bodies are met once: one object for all of them. */
const metOnce: Met = Object.freeze({ inLedger: 0, inRun: 1 });

/** How often each body was met in this run, and how many pages of the ledger had it when it was met first. */
class Bodies {
  private readonly met = new Map<number, Met>();
  /** Bodies that pages had before, and whether these pages were stubs. */
  private readonly stubsBefore = new Map<number, boolean>();
  private readonly guard: UploadGuard;

  constructor(guard: UploadGuard) {
    this.guard = guard;
  }

  /** Counts a page, and gives the key that its equals have: for a stub, those with its title, too. */
  add(page: Page, row: PageRow | undefined): number {
    const { ledger, source } = this.guard;
    const { bodyHash, title } = page;
    const byBody = keyOf(bodyHash);
    this.count(byBody, () => ledger.countBody(source, bodyHash));
    if (!isStub(page)) return byBody;
    const byTitle = keyOf(sha256(`${bodyHash} ${title}`));
    this.count(byTitle, () => ledger.countBody(source, bodyHash, title));
    return this.mayBeStub(row) ? byTitle : byBody;
  }

  /** Other pages under this key. */
  others(key: number): number {
    const { inLedger = 0, inRun = 0 } = this.met.get(key) ?? {};
    return inLedger + Math.max(0, inRun - 1);
  }

  hasDuplicates = ({ bodyHash }: Page): boolean => this.others(keyOf(bodyHash)) > 0;

  /** The same upload with the one copy of its body that all equal uploads share. */
  shared(upload: Upload): Upload {
    const known = this.met.get(keyOf(upload.page.bodyHash));
    if (!known || known === metOnce) return upload;
    known.html ??= upload.page.html;
    if (known.html !== upload.page.html) return upload;
    return { ...upload, page: { ...upload.page, html: known.html } };
  }

  /** A page that was there stays a stub where it was one before; documents that become alike are another matter. */
  private mayBeStub(row: PageRow | undefined): boolean {
    if (row === undefined || row.state === "deleted") return true;
    if (row.bodyHash === undefined) return false;
    const key = keyOf(row.bodyHash);
    // Asked once: with each of these pages that is sent, fewer have the body in the ledger.
    const known =
      this.stubsBefore.get(key) ?? this.guard.ledger.countBody(this.guard.source, row.bodyHash) > MAX_EQUAL;
    this.remember(this.stubsBefore, key, known);
    return known;
  }

  private count(key: number, countInLedger: () => number): void {
    const known = this.met.get(key);
    const inLedger = known?.inLedger ?? countInLedger();
    const isFirst = !known && inLedger === 0;
    this.remember(this.met, key, isFirst ? metOnce : { ...known, inLedger, inRun: (known?.inRun ?? 0) + 1 });
  }

  private remember<T>(map: Map<number, T>, key: number, value: T): void {
    map.delete(key);
    map.set(key, value);
    const [oldest] = map.size > MAX_BODIES ? map.keys() : [];
    if (oldest !== undefined) map.delete(oldest);
  }
}

/**
 * A body's hash in 48 bits, which take a fifth of the memory. Two of 50,000 bodies share them by chance in one run of
 * 200,000; all that comes of it is that an upload waits for the end of its run.
 */
const keyOf = (bodyHash: string): number => Number.parseInt(bodyHash.slice(0, 12), 16);
