/** Who may be answered from a page. */
export type VisibleTo = "customers" | "teammates";

/** The availability flags of an External Page; always sent, because Intercom's default is "unused". */
export interface Availability {
  /** Answers customers. */
  readonly agent: boolean;
  /** Helps teammates. */
  readonly copilot: boolean;
}

/** customers → agent and copilot; teammates → copilot only. */
export const availabilityFor = (to: VisibleTo): Availability => ({
  agent: to === "customers",
  copilot: true,
});

/** A hidden page: it answers nobody. */
export const unavailable: Availability = { agent: false, copilot: false };

export const sameAvailability = (a: Availability, b: Availability): boolean =>
  a.agent === b.agent && a.copilot === b.copilot;
