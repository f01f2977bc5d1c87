import type { VisibleTo } from "../../audience.ts";
import type { ContentLibrary } from "../../intercom/types.ts";
import type { PageRow } from "../../ledger/ledger.ts";
import type { Tested } from "../questions/test.ts";

/** How an expected page stands in Intercom itself. */
export interface LivePage {
  readonly source: string;
  readonly externalId: string;
  /** `on`: there, and whoever asks may be answered from it; `off`: there, and they may not; `absent`: not there. */
  readonly state: "on" | "off" | "absent";
  /**
   * Whether Intercom's own search names it by its id. What it says is told and decides nothing: that its ids are those of
   * pages, how soon it knows of a change, and how far it looks are not documented.
   */
  readonly inSearch: boolean;
}

/** A page that the ledger knows under a name that a question expects. */
export interface ExpectedPage {
  readonly source: string;
  readonly row: PageRow;
}

/** What of the library is asked. */
export interface LiveLibrary extends Pick<ContentLibrary, "getPage"> {
  readonly searchContent: NonNullable<ContentLibrary["searchContent"]>;
}

/** Looks a page up in Intercom: by its id, which is documented, and in the search. */
export async function livePage(
  library: LiveLibrary,
  { source, row }: ExpectedPage,
  as: VisibleTo,
  signal: AbortSignal,
): Promise<LivePage> {
  const { externalId, intercomId, title } = row;
  const page = intercomId === undefined ? undefined : await library.getPage(intercomId, signal);
  if (!page) return { source, externalId, state: "absent", inSearch: false };
  const isOn = as === "customers" ? page.agent : page.copilot;
  const rows = await library.searchContent({ query: title, as }, signal);
  return { source, externalId, state: isOn ? "on" : "off", inSearch: rows.some(({ id }) => id === page.id) };
}

/**
 * A tested question with what Intercom has of the page it expects. It falls short where none of the pages is on. Of one
 * that must not be answered from a page, the page may be on all the same: other questions may be.
 */
export function withLive(tested: Tested, live: readonly LivePage[]): Tested {
  const isOn = live.some(({ state }) => state === "on");
  const why = tested.mustNotAnswer || isOn ? null : missing(live);
  if (why === null) return { ...tested, live };
  return { ...tested, live, passed: false, why: tested.why === null ? why : `${tested.why}; ${why}` };
}

function missing(live: readonly LivePage[]): string {
  const [first] = live;
  if (!first) return "it was never sent to Intercom";
  return first.state === "off"
    ? `in Intercom ${first.externalId} is switched off for them`
    : `Intercom does not have ${first.externalId}`;
}
