/** Milliseconds of CPU time that this process has used: unlike the clock, they are the same on a busy machine. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
