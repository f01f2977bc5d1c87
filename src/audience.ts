/** Who may be answered from a page that Fin uses. */
export type VisibleTo = "customers" | "teammates";

/** Who may be answered from a page; `nobody`: it is hidden, excluded or restricted. */
export type Audience = VisibleTo | "nobody";

const rank: Readonly<Record<Audience, number>> = { nobody: 0, teammates: 1, customers: 2 };

/** Whether somebody is answered from `after` who was not answered from `before`. */
export const isWider = (after: Audience, before: Audience): boolean => rank[after] > rank[before];

/** The strictest of several audiences: what all of them may be shown. */
export const narrowest = (first: Audience, ...rest: readonly Audience[]): Audience =>
  rest.reduce((narrow, audience) => (isWider(narrow, audience) ? audience : narrow), first);

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

/** Who may be answered from a page with these flags. */
export const audienceOf = ({ agent, copilot }: Availability): Audience =>
  agent ? "customers" : copilot ? "teammates" : "nobody";
