import type { CiChange, CiPage, CiPlan } from "../sync/ci-plan.ts";
import { reachesCustomers } from "./audience.ts";

/** What a pull request can be gated on. */
export const gates = ["widen", "widen-existing", "forget", "hold", "questions"] as const;
export type Gate = (typeof gates)[number];

/** A page that customers would be answered from and are not now; what it was before, where it was there. */
export interface Widened {
  readonly page: CiPage;
  /** Whether its text is new: that of a page with another id is not. */
  readonly isNew: boolean;
}

/** Every page that a change makes visible to customers: new ones, and those that were for fewer people. */
export function widened({
  learn,
  change,
  moved = [],
}: Pick<CiPlan, "learn" | "change" | "moved">): readonly Widened[] {
  const visible = (page: CiPage | CiChange) => reachesCustomers(page.audience);
  return [
    ...[...change, ...moved].filter(visible).map((page) => ({ page, isNew: false })),
    ...learn.filter(visible).map((page) => ({ page, isNew: true })),
  ];
}

/** Those of the gates that a plan does not meet, in the order in which they were asked for. */
export function unmetGates(plan: CiPlan, asked: readonly Gate[]): readonly Gate[] {
  const pages = widened(plan);
  const found: Readonly<Record<Gate, boolean>> = {
    widen: pages.length > 0,
    "widen-existing": pages.some(({ isNew }) => !isNew),
    forget: plan.forget.length > 0,
    hold: plan.held.length > 0,
    questions: (plan.questions?.lost.length ?? 0) > 0,
  };
  return asked.filter((gate) => found[gate]);
}
