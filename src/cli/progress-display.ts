import type { Clock } from "../clock.ts";
import { progressLine } from "../report/progress.ts";
import type { Progress } from "../sync/context.ts";
import type { Terminal } from "./terminal.ts";

/** Times a second the live line is drawn at most, and how often a line is written where nobody watches. */
const redrawMs = 100;
const lineEveryMs = 30_000;

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Takes the live line away and stops the timer. */
  end(): void;
}

/** Progress on stderr: a line redrawn in place on a terminal, else a line every 30 seconds; or, `off`, nothing. */
export function displayProgress(
  terminal: Terminal,
  clock: Clock,
  options: { off: boolean },
): ProgressDisplay {
  if (options.off) return { show: () => {}, end: () => {} };
  const startedAt = clock.monotonic();
  const every = terminal.watched ? redrawMs : lineEveryMs;
  let latest: Progress | undefined;
  let drawnAt = terminal.watched ? Number.NEGATIVE_INFINITY : startedAt;

  const draw = () => {
    if (!latest) return;
    drawnAt = clock.monotonic();
    const line = progressLine(latest, drawnAt - startedAt);
    if (terminal.watched) terminal.live(line);
    else terminal.note(line);
  };
  // Keeps the clock on the line going while a source is silent.
  const timer = setInterval(draw, terminal.watched ? 1000 : lineEveryMs);
  timer.unref();
  return {
    show(progress) {
      latest = progress;
      if (clock.monotonic() - drawnAt >= every) draw();
    },
    end() {
      clearInterval(timer);
      terminal.live(undefined);
    },
  };
}
