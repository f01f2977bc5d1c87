import type { Audience } from "../../web/library/parts.ts";
import { audienceWords } from "../../web/words.ts";
import type { StoredPage } from "../model.ts";

type Availability = Pick<StoredPage, "agent" | "copilot">;

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
