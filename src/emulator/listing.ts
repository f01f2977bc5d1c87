import { invalid } from "./fields.ts";

/** Which part of a listing is asked for. */
export interface Window {
  readonly page: number;
  readonly perPage: number;
}

export interface ListingLimits {
  readonly perPage: number;
  /** A larger `per_page` is silently lowered to this: Intercom's own maximum is not documented. */
  readonly maxPerPage: number;
}

/** @throws Refusal 400 when `page` or `per_page` is not a number from 1. */
export function windowOf(query: URLSearchParams, limits: ListingLimits, notes: string[]): Window {
  for (const name of query.keys()) {
    if (name !== "page" && name !== "per_page") notes.push(`unknown query parameter: ${name}`);
  }
  const asked = positive(query, "per_page") ?? limits.perPage;
  return { page: positive(query, "page") ?? 1, perPage: Math.min(asked, limits.maxPerPage) };
}

/** Intercom's list envelope; `next` is absent on the last page. */
export function listing(
  data: readonly unknown[],
  window: Window,
  counts: { readonly listed: number; readonly stated: number },
  address: string,
): Record<string, unknown> {
  const totalPages = Math.max(1, Math.ceil(counts.listed / window.perPage));
  const next = `${address}${address.includes("?") ? "&" : "?"}page=${window.page + 1}&per_page=${window.perPage}`;
  return {
    type: "list",
    data,
    total_count: counts.stated,
    pages: {
      type: "pages",
      page: window.page,
      per_page: window.perPage,
      total_pages: totalPages,
      ...(window.page < totalPages ? { next } : {}),
    },
  };
}

function positive(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (number < 1) throw invalid(name, "must be a number from 1");
  return number;
}
