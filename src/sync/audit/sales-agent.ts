import type { SalesAgentRequests } from "../../intercom/availability.ts";
import type { ExternalPage } from "../../intercom/types.ts";
import type { PageRow } from "../../ledger/ledger.ts";
import { salesAgentHint } from "../apply/sales-agent.ts";
import type { Classified } from "./classify.ts";

/** What a source says of the sales agent, and what can be done about it. */
export interface SalesAgentPolicy {
  /** `sales_agent`; absent: left as it is for customers' pages. */
  readonly wanted: boolean | undefined;
  readonly requests: SalesAgentRequests;
  /** `availability: keep-ui-changes`. */
  readonly keeps: boolean;
}

/** Compares the sales agent's flag with what it should be; undefined where it is so, or is left as it is. */
export function classifySalesAgent(
  page: ExternalPage,
  row: PageRow,
  { wanted, requests, keeps }: SalesAgentPolicy,
): Classified | undefined {
  const forCustomers = row.availability.agent;
  const should = forCustomers ? wanted : false;
  if (should === undefined || page.salesAgent === should) return undefined;
  const found = `Fin's sales agent ${page.salesAgent ? "uses" : "does not use"} it, although ${reason(row, should)}`;
  const finding = (what: string) => ({ kind: "sales-agent", detail: `${found}; ${what}` }) as const;
  if (requests === "none")
    return {
      finding: {
        ...finding("this version of Intercom's API cannot change that"),
        resolve: `To change it, ${salesAgentHint}.`,
      },
    };
  if (keeps && forCustomers)
    return {
      finding: finding("it is left so"),
      row: { ...row, kept: { ...row.availability, salesAgent: page.salesAgent } },
    };
  const again: PageRow = { ...row, fingerprint: undefined, kept: undefined, noticed: "sales agent" };
  if (row.state !== "hidden") return { finding: finding("it is put back"), row: again };
  return {
    finding: finding("it is hidden again by the rules for removals, or sent if its document is back"),
    row: { ...again, state: "live", hiddenAt: undefined },
  };
}

function reason({ state, availability }: PageRow, should: boolean): string {
  if (availability.agent) return `the source says sales_agent: ${should}`;
  return state === "hidden" ? "it is hidden" : "it is for teammates only";
}
