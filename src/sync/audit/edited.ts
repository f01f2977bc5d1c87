import { hashOf, sha256 } from "../../hash.ts";
import type { ExternalPage } from "../../intercom/types.ts";
import type { Echo, PageHistory, PageRow } from "../../ledger/ledger.ts";
import type { Classified } from "./classify.ts";

/** The parts of a page that somebody may edit in Intercom, in the words of a message. */
export type EditedPart = "title" | "text" | "address";

/**
 * The parts of a page that are neither as they were sent nor as Intercom answered then. Whether it gives them back
 * unchanged is not documented, so the answer to each upload is remembered where it differs.
 */
export function editedParts(page: ExternalPage, row: PageRow, echo: Echo = {}): readonly EditedPart[] {
  const parts: EditedPart[] = [];
  if (page.title !== row.title && page.title !== echo.title) parts.push("title");
  if (page.url !== row.url && (echo.url === undefined || page.url !== (echo.url ?? undefined)))
    parts.push("address");
  const bodyHash = sha256(page.html);
  if (bodyHash !== row.bodyHash && bodyHash !== echo.bodyHash) parts.push("text");
  return parts;
}

/** What is known about a page whose words differ. */
export interface Edited {
  readonly parts: readonly EditedPart[];
  readonly history: PageHistory;
  /** `content: keep-ui-changes`. */
  readonly keeps: boolean;
  /** Something was written through the API after us. */
  readonly later: boolean;
}

/** `history`: the page's from now on. */
export interface ClassifiedEdit extends Classified {
  readonly history: PageHistory;
}

/**
 * A page with other words than were sent: somebody edited it. Only where it reads just as it did before we put it back,
 * and Intercom says that nobody wrote it since, it is Intercom itself that changes it: that is learned.
 */
export function classifyEdited(
  page: ExternalPage,
  row: PageRow,
  { parts, history, keeps, later }: Edited,
): ClassifiedEdit {
  const words = hashOf([page.title, page.url ?? null, page.html]);
  const { edited: before, ...rest } = history;
  const again = before?.words === words;
  if (again && before.putBackAt !== undefined && page.updatedAt <= before.putBackAt) {
    const echo = { title: page.title, url: page.url ?? null, bodyHash: sha256(page.html) };
    return { history: { ...rest, echo } };
  }
  // An upload without an address leaves the one that is there, and up to 2.16 an update needs one.
  if (row.url === undefined && parts.every((part) => part === "address"))
    return {
      finding: {
        kind: "edited-by-hand",
        detail: "its address was edited in Intercom; its document has none, and the API cannot take it away",
        resolve: "Take the address away in Intercom, or give the document one.",
      },
      history,
    };
  const found = `its ${listed(parts)} ${parts.length === 1 ? "was" : "were"} edited in Intercom`;
  const elsewhere = later && !again;
  const finding = (what: string) => ({ kind: "edited-by-hand", detail: `${found}; ${what}` }) as const;
  if (keeps) {
    const detail = finding("it is left so until its document changes");
    return { finding: detail, elsewhere, history: { ...rest, edited: { words } } };
  }
  return {
    finding: finding("it is put back"),
    elsewhere,
    row: { ...row, fingerprint: undefined, noticed: row.noticed ?? "edited by hand" },
    history: { ...rest, edited: { words } },
  };
}

const listed = (parts: readonly EditedPart[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/** Whether a page's echo is known, and what was last sent to it: not while a write is open or it was only adopted. */
export const hasKnownWords = (row: PageRow, echoesFrom: number | undefined): boolean =>
  row.state === "live" &&
  (row.fingerprint !== undefined || row.noticed !== undefined) &&
  row.sentAt !== undefined &&
  echoesFrom !== undefined &&
  row.sentAt >= echoesFrom;
