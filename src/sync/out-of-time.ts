import type { RunContext } from "./context.ts";

/** Whether the run's time budget (`--max-duration`) is spent: nothing new is begun then. */
export const isOutOfTime = ({ clock, limits }: Pick<RunContext, "clock" | "limits">): boolean =>
  limits.deadline !== undefined && clock.monotonic() >= limits.deadline;
