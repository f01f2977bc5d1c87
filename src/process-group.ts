import type { ChildProcess } from "node:child_process";

/**
 * Whether a child process is started in a group of its own (`detached`), so that it can be ended together with what it
 * started; Windows has no such groups.
 * https://nodejs.org/api/child_process.html#optionsdetached
 */
export const ownGroup = process.platform !== "win32";

/**
 * Ends a child process that was started with `detached: ownGroup`, and what it started, which could outlive it and hold
 * its output open. Never throws: a process that is gone is what was wanted.
 */
export function endGroup(child: Pick<ChildProcess, "pid" | "kill">, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(ownGroup ? -child.pid : child.pid, signal);
  } catch {
    child.kill(signal); // the group is gone, or was never made
  }
}
