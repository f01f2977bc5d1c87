import { isWider } from "../audience.ts";
import type { AudienceChange, ReportedChange, ReportedChanges } from "../sync/run-report.ts";
import { count } from "./numbers.ts";

/** `customers`, or `customers → teammates` where it changes; empty where there is no page. */
export function audienceText({ before, after }: AudienceChange): string {
  if (before === null || before === after) return after ?? "";
  return `${before} → ${after ?? "no page"}`;
}

/** Whether somebody is answered from the page who was not before. A new page widens from nobody. */
export const widens = ({ before, after }: AudienceChange): boolean =>
  isWider(after ?? "nobody", before ?? "nobody");

/** Whether customers are answered from the page, and were not before. */
export const reachesCustomers = ({ before, after }: AudienceChange): boolean =>
  after === "customers" && before !== "customers";

/** Whether customers were answered from the page, and no longer are. */
export const leavesCustomers = ({ before, after }: AudienceChange): boolean =>
  before === "customers" && after !== "customers";

/** `Customers: answered from 3 more pages, no longer from 1 page.`; undefined where nothing changes for them. */
export function customersLine({ gained, lost }: CustomerCounts): string | undefined {
  const parts = [
    gained > 0 ? `answered from ${count(gained, "more page")}` : "",
    lost > 0 ? `no longer from ${count(lost, "page")}` : "",
  ].filter(Boolean);
  return parts.length === 0 ? undefined : `Customers: ${parts.join(", ")}.`;
}

/** Pages that customers are answered from now and were not before, and the other way round. */
export interface CustomerCounts {
  readonly gained: number;
  readonly lost: number;
}

export function customerCounts(changes: ReportedChanges | readonly ReportedChange[]): CustomerCounts {
  let gained = 0;
  let lost = 0;
  for (const { audience } of changes) {
    if (reachesCustomers(audience)) gained += 1;
    if (leavesCustomers(audience)) lost += 1;
  }
  return { gained, lost };
}

export const addCustomers = (a: CustomerCounts, b: CustomerCounts): CustomerCounts => ({
  gained: a.gained + b.gained,
  lost: a.lost + b.lost,
});
