import type { Log } from "../log/log.ts";
import type { ExternalPage } from "./types.ts";

/**
 * How a version's requests take `ai_sales_agent_availability`: with the upsert, only with an update by Intercom's own
 * id, or not at all. The answers of every version since 2.12 carry it, and where it is omitted it keeps its value.
 */
export type SalesAgentRequests = "upsert" | "update" | "none";

/**
 * `Preview` (the SDK's `Unstable`) documents the flag for POST and PUT; 2.17 has it in PUT, and for POST nobody has
 * proved it.
 * @see https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/ai-content
 */
export function salesAgentRequests(version: string): SalesAgentRequests {
  const parts = /^(\d+)\.(\d+)$/.exec(version);
  if (!parts) return "upsert";
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  return major > 2 || (major === 2 && minor >= 17) ? "update" : "none";
}

const flagName = /^ai_\w+_availability$/;
const known: ReadonlySet<string> = new Set([
  "ai_agent_availability",
  "ai_copilot_availability",
  "ai_sales_agent_availability",
]);

/**
 * The availability flags of an answer that this program does not know, with their values: a new way to be answered from
 * a page, which nothing here switches off. Undefined where there are none.
 */
export function unknownFlagsOf(
  answer: Readonly<Record<string, unknown>>,
): Readonly<Record<string, boolean>> | undefined {
  let found: Record<string, boolean> | undefined;
  for (const name in answer) {
    if (!flagName.test(name) || known.has(name)) continue;
    found ??= {};
    found[name] = answer[name] !== false && answer[name] !== null;
  }
  return found;
}

/** Warns of each unknown flag once. */
export function unknownFlagWarner(log: Log): (page: ExternalPage) => void {
  const warned = new Set<string>();
  return ({ unknownFlags }) => {
    for (const name in unknownFlags) {
      if (warned.has(name)) continue;
      warned.add(name);
      log.warn(
        `Intercom's pages carry ${name}, which this version of fin-ingest does not know and cannot switch off for hidden or internal pages: look for a newer version, and check in Intercom who is answered through it`,
      );
    }
  };
}
