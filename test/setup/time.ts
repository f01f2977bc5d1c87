/**
 * Starts measuring the CPU time of this process, all its threads included; the function it gives says how many
 * milliseconds were spent since. Unlike seconds they hardly grow on a busy machine: what takes far more of them than it
 * should takes too many steps.
 */
export function startCpuTimer(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}

/** A signal that never fires, where one is asked for. */
export const neverAborted = new AbortController().signal;
