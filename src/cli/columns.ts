import type { Env } from "../config/env.ts";

/** Columns of a terminal; of a pipe, what `COLUMNS` says, or 80. */
export function columnsOf(stream: { readonly columns?: number | undefined }, env: Env): number {
  const asked = Number(env.COLUMNS);
  const columns = stream.columns ?? (Number.isInteger(asked) && asked > 0 ? asked : 80);
  return Math.max(40, columns);
}

/** Columns for texts for people, whoever reads them. */
export const readingColumns = (stream: { readonly columns?: number | undefined }, env: Env): number =>
  Math.min(columnsOf(stream, env), 100);
