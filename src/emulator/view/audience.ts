import { audienceWords } from "../../web/words.ts";
import type { StoredPage } from "../model.ts";

type Availability = Pick<StoredPage, "agent" | "copilot">;

/** Who may be answered from a page, the widest audience first. */
export const audiences = ["customers", "teammates", "hidden"] as const;
export type Audience = (typeof audiences)[number];

/** The class of each audience's badge. */
export const audienceStyle: Readonly<Record<Audience, string>> = {
  customers: "good",
  teammates: "warn",
  hidden: "off",
};

export function audienceOf({ agent, copilot }: Availability): Audience {
  if (agent) return "customers";
  return copilot ? "teammates" : "hidden";
}

/** The same in words; `agent` answers customers, `copilot` helps teammates. */
export const availabilityWords = ({ agent, copilot }: Availability): string =>
  audienceWords({ customers: agent, teammates: copilot });

/** The audiences of Intercom that a source or page is for, by name where the names are known. */
export function intercomAudiences(
  ids: readonly number[],
  names: ReadonlyMap<number, string> | undefined,
): string {
  if (ids.length === 0) return "Everyone";
  return ids.map((id) => names?.get(id) ?? `Audience ${id}`).join(", ");
}
