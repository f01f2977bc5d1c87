import type { HiddenPage } from "../sync/explain/hidden.ts";
import type { Context } from "./blocks.ts";
import { count, minute, number } from "./numbers.ts";
import { oneLine, wrap } from "./terminal-text.ts";

/** Hidden pages of one source that are named; the rest are counted. `--json` has them all. */
const MAX_NAMED = 20;

/** The hidden pages of each source: why, since when, and when each is deleted. */
export function hiddenLines(hidden: readonly HiddenPage[], context: Context): string[] {
  return [...new Set(hidden.map(({ source }) => source))].flatMap((source) => {
    const pages = hidden.filter((page) => page.source === source);
    const more = pages.length - MAX_NAMED;
    return [
      "",
      `${oneLine(source)}: ${count(pages.length, "hidden page")}`,
      ...pages.slice(0, MAX_NAMED).flatMap((page) => pageLines(page, context)),
      ...(more > 0 ? [`  - … ${number(more)} more; --json names all`] : []),
    ];
  });
}

function pageLines({ externalId, title, why, ...times }: HiddenPage, { width, paint }: Context): string[] {
  const [first = "", ...rest] = wrap(oneLine(`${title} (${externalId}): ${why}`), width - 4);
  return [
    `  ${paint("gone", "-")} ${first}`,
    ...rest.map((line) => `    ${line}`),
    ...wrap(hiddenSince(times), width - 4).map((line) => `    ${paint("quiet", line)}`),
  ];
}

/** `hidden since 2026-03-01 02:00, deleted from 2026-03-08 02:00 on`. */
export function hiddenSince({ hiddenAt, deleteAt }: Pick<HiddenPage, "hiddenAt" | "deleteAt">): string {
  const since = hiddenAt === null ? "hidden" : `hidden since ${minute(hiddenAt)}`;
  return deleteAt === null
    ? `${since}, and no run deletes it`
    : `${since}, deleted from ${minute(deleteAt)} on`;
}
