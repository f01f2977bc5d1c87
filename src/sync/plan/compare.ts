import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { ListingEntry } from "../../connector-kit/listing.ts";
import { toFailure } from "../../errors.ts";
import { refuseTooLarge } from "../../limits.ts";
import type { Normalizer } from "../../normalize/index.ts";
import { checkSecrets } from "../../secrets/gate.ts";
import type { Hold, Page } from "../changes.ts";
import { mapConcurrent } from "../concurrency.ts";
import { rulesOf } from "../list/rules.ts";
import { isEmptyPage } from "./empty-page.ts";
import { toPages, underRulesOf } from "./page.ts";

/** Two versions of a document; undefined where it did not exist. */
export interface ChangedDocument {
  readonly externalId: string;
  readonly before: ListingEntry | undefined;
  readonly after: ListingEntry | undefined;
}

/** What turns versions into pages; whoever made the normaliser closes it. */
export interface CompareTools {
  readonly normalizer: Normalizer;
  /** Values of the configuration that no page may contain. */
  readonly secrets: readonly string[];
  /** What keys the fingerprints of findings. Absent: none is shown, and what is allowed by one is not recognised. */
  readonly fingerprintKey?: () => string | undefined;
}

/** One page of a changed document as it was and would be, or why its document cannot be compared. */
export type PageComparison = PagePair | CannotRead | Held;

export interface PagePair {
  readonly kind: "pair";
  readonly externalId: string;
  readonly before: Side;
  readonly after: Side;
}

interface CannotRead {
  readonly kind: "failed";
  readonly externalId: string;
  readonly path?: string | undefined;
  readonly message: string;
}

/** The later version seems to contain a secret. */
interface Held {
  readonly kind: "held";
  readonly externalId: string;
  readonly path?: string | undefined;
  readonly hold: Hold;
}

/** A side without a page says why. */
type Side =
  | { readonly page: Page /** It seems to contain a secret. */; readonly hold: Hold | undefined }
  | { readonly page?: undefined; readonly why: string };

/** One version of a document: the pages it becomes, or why it becomes none. */
type Version =
  | {
      readonly pages: readonly Page[];
      readonly hold: Hold | undefined;
      /** External ids; absent: all pages are held. */
      readonly heldPages: ReadonlySet<string> | undefined;
    }
  | { readonly pages: readonly []; readonly why: string };

const concurrency = 4;

/**
 * Both versions of every changed document, normalised, page by page; in the order in which they are ready.
 * @param settings the source as it was and as it is; one that is not there has no documents
 */
export async function* comparePages(
  settings: { readonly before: SourceConfig; readonly after: SourceConfig },
  changed: AsyncIterable<ChangedDocument> | Iterable<ChangedDocument>,
  io: Pick<Io, "signal">,
  tools: CompareTools,
): AsyncGenerator<PageComparison> {
  const verdictOf = { before: rulesOf(settings.before), after: rulesOf(settings.after) };
  const versionOf = async (side: "before" | "after", document: ChangedDocument): Promise<Version> => {
    const [source, entry] = [settings[side], document[side]];
    if (!entry) return { pages: [], why: "deleted" };
    if (entry.kind === "total") return { pages: [], why: "not a document" };
    if (entry.kind === "gap") throw new Error(`${entry.part}: ${entry.reason}`);
    if (entry.kind === "unreadable") throw new Error(entry.reason);
    if (entry.kind !== "document") return { pages: [], why: entry.reason };
    const verdict = verdictOf[side](entry);
    if (verdict.kind === "excluded") return { pages: [], why: verdict.why };
    const loaded = await entry.load(io.signal);
    refuseTooLarge(loaded, source.maxDocumentBytes);
    const normalized = await tools.normalizer.normalize(underRulesOf(source, loaded), io.signal);
    const pages = toPages(source, entry, loaded, normalized, verdict.to);
    const knowledge = { own: tools.secrets, ...(tools.fingerprintKey && { key: tools.fingerprintKey }) };
    const { hold, heldPages } = await checkSecrets(source, loaded, pages, knowledge);
    return { pages, hold, heldPages };
  };
  const compare = async (document: ChangedDocument): Promise<readonly PageComparison[]> => {
    const { externalId } = document;
    const path = document.after && "path" in document.after ? document.after.path : undefined;
    try {
      const after = await versionOf("after", document);
      const held = heldIn(after);
      const all = held && !("why" in after) && !after.heldPages;
      const before = all ? undefined : await versionOf("before", document);
      return [
        ...(held ? [{ kind: "held", externalId, path, hold: held } as const] : []),
        ...(before ? pairs(before, after).filter((pair) => !isHeld(after, pair.externalId)) : []),
      ];
    } catch (error) {
      io.signal.throwIfAborted();
      return [{ kind: "failed", externalId, path, message: toFailure(error).message }];
    }
  };
  for await (const some of mapConcurrent(changed, concurrency, compare)) yield* some;
}

const heldIn = (version: Version) => ("why" in version ? undefined : version.hold);

function isHeld(version: Version, externalId: string): boolean {
  if ("why" in version || !version.hold) return false;
  return version.heldPages?.has(externalId) ?? true;
}

/** The pages of two versions of a document, by external id. */
function pairs(before: Version, after: Version): PagePair[] {
  // A document that is blank is not one that has lost its parts.
  const isBlank = after.pages.length > 0 && after.pages.every(isEmptyPage);
  const known = isBlank ? after.pages : [...before.pages, ...after.pages];
  const ids = new Set(known.map(({ externalId }) => externalId));
  return [...ids].map((externalId) => ({
    kind: "pair",
    externalId,
    before: sideOf(before, externalId),
    after: sideOf(after, externalId),
  }));
}

function sideOf(version: Version, externalId: string): Side {
  if ("why" in version) return { why: version.why };
  const page = version.pages.find((one) => one.externalId === externalId);
  const hold = isHeld(version, externalId) ? version.hold : undefined;
  return page ? { page, hold } : { why: "its document no longer has this part" };
}
