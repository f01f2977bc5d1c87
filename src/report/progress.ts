import type { Progress } from "../sync/context.ts";
import { countsText, duration, number } from "./numbers.ts";
import { oneLine } from "./terminal-text.ts";

/** The progress of a run in one line: `handbook · 120 of 420 · create 118 · fail 2 · 12s`. */
export function progressLine(progress: Progress, elapsedMs: number): string {
  const counts = "counts" in progress ? countsText(progress.counts) : undefined;
  return [
    oneLine(progress.source),
    phaseText(progress),
    ...(counts ? [counts] : []),
    duration(elapsedMs),
  ].join(" · ");
}

function phaseText(progress: Progress): string {
  switch (progress.phase) {
    case "listing":
      return `listing ${number(progress.listed)}`;
    case "syncing":
      return `${number(progress.finished)} of ${number(progress.total)}`;
    case "removing":
      return "removing";
    case "done":
      return "done";
  }
}
