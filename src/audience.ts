/** Who may be answered from a page: customers → agent and copilot, teammates → copilot only. */
export type VisibleTo = "customers" | "teammates";

/** The availability flags of an External Page; always sent, because Intercom's default is "unused". */
export interface Availability {
  readonly agent: boolean;
  readonly copilot: boolean;
}
