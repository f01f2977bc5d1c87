/** `7d`, `12h`, `30m`, `45s`: a whole number and its unit. */
export const durationPattern = /^(\d{1,6})([smhd])$/;

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof unitMs;

/** Milliseconds of a duration such as `7d`; undefined when it is not written so. */
export function durationMs(text: string): number | undefined {
  const [, amount, unit] = durationPattern.exec(text) ?? [];
  return amount === undefined || !isUnit(unit) ? undefined : Number(amount) * unitMs[unit];
}

const isUnit = (text: string | undefined): text is Unit => text !== undefined && Object.hasOwn(unitMs, text);
