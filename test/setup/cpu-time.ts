import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";

const MS_PER_TICK = 10;

/** Programs that outlive a file of tests. */
const lasting = new Set<number>();

/** Counts what a program spends while it still runs; that of all others counts once they have ended. */
export function countWhileRunning(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  lasting.add(pid);
  child.once("exit", () => lasting.delete(pid));
}

/**
 * CPU time spent for the tests so far, in milliseconds: by this process with all its threads and, on Linux, by the
 * programs that it started.
 */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  const [, , ofEnded] = timesOf("self");
  const ofLasting = [...lasting].flatMap((pid) => timesOf(pid)).reduce((sum, ms) => sum + ms, 0);
  return (user + system) / 1000 + ofEnded + ofLasting;
}

/** User and system time of a process, and of its children that have ended, in milliseconds: proc_pid_stat(5). */
function timesOf(pid: number | "self"): readonly [user: number, system: number, ofEnded: number] {
  if (process.platform !== "linux") return [0, 0, 0];
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The second field is the only one that may hold blanks; the 14th and the next three are wanted.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields
    .slice(11, 15)
    .map((ticks) => Number(ticks) * MS_PER_TICK);
  return [user, system, endedUser + endedSystem];
}
