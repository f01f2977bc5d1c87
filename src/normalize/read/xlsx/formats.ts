/** How a number is shown, as far as it changes what a reader understands: ECMA-376 part 1, 18.8.30 and 18.8.31. */
export type NumberFormat = (value: number) => string;

/** Built-in formats that are no plain numbers; the ids 27–36 and 50–58 are dates in East Asian versions. */
const builtIn: ReadonlyMap<number, string> = new Map([
  [1, "0"],
  [2, "0.00"],
  [3, "#,##0"],
  [4, "#,##0.00"],
  [9, "0%"],
  [10, "0.00%"],
  [14, "yyyy-mm-dd"],
  [15, "yyyy-mm-dd"],
  [16, "mm-dd"],
  [17, "yyyy-mm"],
  [18, "h:mm"],
  [19, "h:mm:ss"],
  [20, "h:mm"],
  [21, "h:mm:ss"],
  [22, "yyyy-mm-dd h:mm"],
  [37, "#,##0"],
  [38, "#,##0"],
  [39, "#,##0.00"],
  [40, "#,##0.00"],
  [45, "h:mm:ss"],
  [46, "h:mm:ss"],
  [47, "h:mm:ss"],
  ...[27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, "yyyy-mm-dd"] as const),
]);

/**
 * The format of a code, or of a built-in id.
 *
 * @param is1904 days count from 1904, as older versions for the Mac had it
 */
export function numberFormat(id: number, code: string | undefined, is1904: boolean): NumberFormat {
  const written = code ?? builtIn.get(id);
  if (written === undefined || /^general$/i.test(written)) return general;
  // `;;;` shows nothing.
  if (/^;+$/.test(written)) return () => "";
  // `[$€-407]` is a currency and a country's code.
  const [first = ""] = written.split(";");
  const section = first.replaceAll(/\[\$([^\]-]*)(?:-[^\]]*)?\]/g, '"$1"');
  const bare = section.replaceAll(/"[^"]*"|\\.|\[(?:[A-Za-z]{3,}\d*|[<>=][^\]]*)\]|_.|\*./g, "");
  if (/[ymdhs]/i.test(bare)) return (value) => dateText(value, bare, is1904);
  if (!/[0#?]/.test(bare)) return /@/.test(bare) || bare.trim() === "" ? general : () => literal(section);
  const decimals = /\.([0#?]+)/.exec(bare)?.[1]?.length ?? 0;
  const isGrouped = /[#0],[#0]/.test(bare);
  const isPercent = bare.includes("%");
  const [before, after] = around(isPercent ? section.replace("%", "") : section);
  return (value) => {
    const scaled = isPercent ? value * 100 : value;
    const shown = scaled.toLocaleString("en-US", {
      useGrouping: isGrouped,
      minimumFractionDigits: minimumOf(bare),
      maximumFractionDigits: Math.min(decimals, 20),
    });
    return `${before}${shown}${isPercent ? "%" : ""}${after}`.trim();
  };
}

/** Fifteen digits are all that a number has; more are artefacts of binary. */
const general: NumberFormat = (value) => String(Number(value.toPrecision(15)));

const minimumOf = (bare: string): number => Math.min(/\.([0]+)/.exec(bare)?.[1]?.length ?? 0, 20);

/** What stands in front of and behind the digits: a currency, a unit. */
function around(section: string): readonly [string, string] {
  const at = section.search(/[0#?]/);
  const end = section.length - [...section].reverse().join("").search(/[0#?]/);
  return [literal(section.slice(0, at)), literal(section.slice(end))];
}

/** `"pcs"` → `pcs`, `\x` → `x`. */
const literal = (text: string): string =>
  text
    .replaceAll(/\[[^\]]*\]|_.|\*./g, "")
    .replaceAll(/"([^"]*)"/g, "$1")
    .replaceAll(/\\(.)/g, "$1");

const DAY_MS = 86_400_000;

/** In ISO order, whatever the order of the code: 03/04 is another day for other readers. */
function dateText(serial: number, bare: string, is1904: boolean): string {
  const hasTime = /[hs]/i.test(bare);
  // Beside hours or seconds, m is minutes.
  const hasDate = /[yd]/i.test(bare) || !hasTime;
  // Day 60 is 29 February 1900, which never was: https://learn.microsoft.com/office/troubleshoot/excel/wrongly-assumes-1900-is-leap-year
  const days = is1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const date = new Date(Math.round((days - 25_569) * DAY_MS));
  if (Number.isNaN(date.getTime())) return general(serial);
  const iso = date.toISOString();
  const time = iso.slice(11, /s/i.test(bare) ? 19 : 16);
  if (!hasDate) return serial >= 1 && /\[h/i.test(bare) ? `${Math.floor(serial * 24)}${time.slice(2)}` : time;
  const day = /d/i.test(bare) ? iso.slice(0, 10) : iso.slice(0, 7);
  return hasTime && serial % 1 !== 0 ? `${day} ${time}` : day;
}
