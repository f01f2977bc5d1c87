import { readFileSync } from "node:fs";

/** The child's side of `ask` and `request`: every task is answered once, in order. */
export function answerTasks<Task>(work: (task: Task) => unknown): void {
  let last: Promise<unknown> = Promise.resolve();
  // A bench that is stopped leaves nothing behind.
  process.once("disconnect", () => process.exit());
  process.on("message", (text: string) => {
    last = last
      // What comes in is what our own bench sent: JSON of the type that this script names.
      .then(() => work(JSON.parse(text) as Task))
      .then(
        (answer) => process.send?.({ answer }),
        (error: unknown) =>
          process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
}

/**
 * The most memory this process held, in bytes. `VmHWM` counts from the start of the program; `maxRSS` counts what
 * its parent held, too (getrusage(2), proc_pid_status(5)), so it is the fallback of other systems only.
 */
export function peakBytes(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}

export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
