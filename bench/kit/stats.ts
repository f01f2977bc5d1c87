/** Middle value; of an even number the mean of the two in the middle. @throws RangeError for none */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("the median of nothing");
  return (lower + upper) / 2;
}

/** Three significant digits, with thousands separated: 1,234 · 12.3 · 0.0456. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.floor(Math.log10(Math.abs(value)));
  const digits = Math.min(10, Math.max(0, 2 - size));
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export const ratio = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(2)} ×` : "–");
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const milliseconds = (ms: number): string =>
  ms >= 10_000 ? `${figure(ms / 1000)} s` : `${figure(ms)} ms`;
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
export const count = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 0 });

/**
 * Runs every variant once per round. The order rotates, so that whatever else the machine does affects all of them.
 * @returns per variant its samples, one per round
 */
export async function interleave<T>(
  variants: Readonly<Record<string, (round: number) => Promise<T>>>,
  rounds: number,
): Promise<ReadonlyMap<string, readonly T[]>> {
  const names = Object.keys(variants);
  const samples = new Map<string, T[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < names.length; at += 1) {
      const name = names[(at + round) % names.length] ?? "";
      const sample = await variants[name]?.(round);
      if (sample !== undefined) samples.get(name)?.push(sample);
    }
  }
  return samples;
}

/** The median of one measure over a variant's samples. @throws RangeError when there are none */
export function medianOf<T>(
  samples: ReadonlyMap<string, readonly T[]>,
  name: string,
  measure: (sample: T) => number,
): number {
  return median((samples.get(name) ?? []).map(measure));
}
