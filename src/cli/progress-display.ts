import type { Clock } from "../clock.ts";
import { progressLine } from "../report/progress.ts";
import type { Progress } from "../sync/context.ts";
import type { Terminal } from "./terminal.ts";

/** Milliseconds between two drawings of the live line, and between two lines where there is no terminal. */
const REDRAW_MS = 100;
const LINE_EVERY_MS = 30_000;

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Removes the live line and stops the timer. */
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
  const every = terminal.watched ? REDRAW_MS : LINE_EVERY_MS;
  let latest: Progress | undefined;
  let drawnAt = terminal.watched ? Number.NEGATIVE_INFINITY : startedAt;

  const draw = () => {
    if (!latest) return;
    drawnAt = clock.monotonic();
    const line = progressLine(latest, drawnAt - startedAt);
    if (terminal.watched) terminal.live(line);
    else terminal.note(line);
  };
  // The elapsed time on the line goes on while a source is silent.
  const timer = setInterval(draw, terminal.watched ? 1000 : LINE_EVERY_MS);
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
