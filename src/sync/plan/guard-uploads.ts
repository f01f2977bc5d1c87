import type { Ledger } from "../../ledger/ledger.ts";
import type { Change, Page } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { sameness, uploadHash, uploadHold } from "./upload-rules.ts";

type Upload = Extract<Change, { kind: "create" | "update" }>;

export interface UploadGuard {
  readonly source: string;
  readonly ledger: Pick<Ledger, "page" | "countBody">;
  /** Hashes given with `--approve-uploads`. */
  readonly approved: readonly string[];
}

export const guardOf = ({ ledger, overrides }: RunContext, source: string): UploadGuard => ({
  source,
  ledger,
  approved: overrides.approveUploads ?? [],
});

/** Uploads that wait before they pass, so that an outage which answers every document alike is noticed in time. */
const WINDOW_SIZE = 16;
/** Bodies remembered to recognise equal ones; the oldest are forgotten. */
const MAX_BODIES = 50_000;

/**
 * Replaces every upload that the upload rules stop by a hold; other changes pass at once. An upload whose body
 * was seen before waits until the end, because only then it is known how many are equal; their body is kept once.
 */
export async function* guardUploads(
  changes: AsyncIterable<Change>,
  guard: UploadGuard,
): AsyncGenerator<Change> {
  const bodies = new Bodies(guard);
  const window: Upload[] = [];
  const alike: Upload[] = [];
  const pass = (upload: Upload): Upload | undefined => {
    if (!bodies.hasDuplicates(upload.page)) return upload;
    alike.push(bodies.shared(upload));
    return undefined;
  };
  for await (const change of changes) {
    if (change.kind !== "create" && change.kind !== "update") {
      yield change;
      continue;
    }
    const row = guard.ledger.page(guard.source, change.page.externalId);
    const approved = guard.approved.includes(uploadHash(change.page));
    // A body that was sent before is neither held nor a reason to hold others twice.
    if (approved || (row?.bodyHash === change.page.bodyHash && row.state !== "deleted")) {
      yield change;
      continue;
    }
    const hold = uploadHold(change.page, row, 0);
    bodies.add(change.page);
    if (hold) {
      yield { kind: "hold", hold };
      continue;
    }
    window.push(change);
    const oldest = window.length > WINDOW_SIZE ? window.shift() : undefined;
    const passed = oldest && pass(oldest);
    if (passed) yield passed;
  }
  for (const upload of window) {
    const passed = pass(upload);
    if (passed) yield passed;
  }
  yield* sendOrHold(alike, bodies, guard);
}

/** One hold per body, so that one outage is one hold. */
function* sendOrHold(alike: readonly Upload[], bodies: Bodies, guard: UploadGuard): Generator<Change> {
  const held = new Map<string, { page: Page; equals: number; externalIds: string[] }>();
  for (const upload of alike) {
    const { page } = upload;
    const equals = bodies.others(page);
    if (!uploadHold(page, guard.ledger.page(guard.source, page.externalId), equals)) {
      yield upload;
      continue;
    }
    const group = held.get(page.bodyHash) ?? { page, equals, externalIds: [] };
    group.externalIds.push(page.externalId);
    held.set(page.bodyHash, group);
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
  private readonly guard: UploadGuard;

  constructor(guard: UploadGuard) {
    this.guard = guard;
  }

  add({ bodyHash }: Page): void {
    const key = keyOf(bodyHash);
    const known = this.met.get(key);
    const { ledger, source } = this.guard;
    const inLedger = known?.inLedger ?? ledger.countBody(source, bodyHash);
    this.met.delete(key);
    this.met.set(
      key,
      known || inLedger > 0 ? { ...known, inLedger, inRun: (known?.inRun ?? 0) + 1 } : metOnce,
    );
    const [oldest] = this.met.size > MAX_BODIES ? this.met.keys() : [];
    if (oldest !== undefined) this.met.delete(oldest);
  }

  /** Other pages with this body. */
  others({ bodyHash }: Page): number {
    const { inLedger = 0, inRun = 0 } = this.met.get(keyOf(bodyHash)) ?? {};
    return inLedger + Math.max(0, inRun - 1);
  }

  hasDuplicates = (page: Page): boolean => this.others(page) > 0;

  /** The same upload with the one copy of its body that all equal uploads share. */
  shared(upload: Upload): Upload {
    const known = this.met.get(keyOf(upload.page.bodyHash));
    if (!known || known === metOnce) return upload;
    known.html ??= upload.page.html;
    if (known.html !== upload.page.html) return upload;
    return { ...upload, page: { ...upload.page, html: known.html } };
  }
}

/**
 * A body's hash in 48 bits, which take a fifth of the memory. Two of 50,000 bodies share them by chance in one run of
 * 200,000; all that comes of it is that an upload waits for the end of its run.
 */
const keyOf = (bodyHash: string): number => Number.parseInt(bodyHash.slice(0, 12), 16);
