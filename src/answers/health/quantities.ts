/** What a text states a figure of. Figures of one kind can be compared. */
export type QuantityKind = "duration" | "price" | "percent" | "size" | "date" | "count";

export interface Quantity {
  readonly kind: QuantityKind;
  /** Comparable within its kind: seconds, an amount with its currency, per cent, bytes, an ISO date, a number. */
  readonly value: string;
  /** Of a count: what is counted. */
  readonly of?: string;
  /** Where it stands in the text, and how long it is. */
  readonly at: number;
  readonly length: number;
}

/** The durations, prices, percentages, sizes, dates and counts of things that an English text states, in order. */
export function quantitiesIn(text: string): Quantity[] {
  const found = readers.flatMap(({ kind, pattern, read }) =>
    [...text.matchAll(pattern)].flatMap((match): Quantity[] => {
      const value = read(match.groups ?? {});
      if (value === undefined) return [];
      const of = kind === "count" ? { of: match.groups?.of?.toLowerCase() ?? "" } : {};
      // Of a count, the word for what is counted stays in the sentence.
      const length = kind === "count" ? (match.groups?.number?.length ?? 0) : match[0].length;
      return [{ kind, value, ...of, at: match.index, length }];
    }),
  );
  return found.sort((a, b) => a.at - b.at);
}

type Groups = Readonly<Record<string, string | undefined>>;

interface Reader {
  readonly kind: QuantityKind;
  readonly pattern: RegExp;
  /** Undefined: it is not one after all. */
  readonly read: (groups: Groups) => string | undefined;
}

const words = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";
const wordValues = new Map(words.split("|").map((word, at) => [word, at + 1]));
const number = String.raw`(?<![\w.,])(?<number>\d[\d,]*(?:\.\d+)?|${words})`;

const seconds: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
};
const bytes: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4 };
const currencies: Readonly<Record<string, string>> = {
  $: "USD",
  "€": "EUR",
  "£": "GBP",
  dollar: "USD",
  euro: "EUR",
  pound: "GBP",
};
const months = "January|February|March|April|May|June|July|August|September|October|November|December".split(
  "|",
);
const month = months.join("|");

/** What the other readers take, and words that only look like plurals. */
const unitWords =
  "(?:seconds|minutes|hours|days|weeks|months|years|dollars|euros|pounds|percents|bytes|times|this|has|was|does|its|business)\\b";

const readers: readonly Reader[] = [
  {
    kind: "duration",
    pattern: new RegExp(
      String.raw`${number}(?:\s+|-)(?:(?<days>working|business)\s+)?(?<unit>second|minute|hour|day|week|month|year)s?\b(?!\s+(?:old|ago))`,
      "gi",
    ),
    read: ({ unit, days, ...groups }) => {
      const value = amountIn(groups) * (seconds[unit?.toLowerCase() ?? ""] ?? Number.NaN);
      return Number.isNaN(value) ? undefined : `${value}${days ? " working" : ""}`;
    },
  },
  {
    kind: "price",
    pattern: /(?<![\w.])(?<sign>[$€£])\s?(?<number>\d[\d,]*(?:\.\d+)?)(?![\w])/g,
    read: ({ sign = "", ...groups }) => `${amountIn(groups)} ${currencies[sign]}`,
  },
  {
    kind: "price",
    pattern: new RegExp(String.raw`${number}\s?(?<sign>€|£|USD|EUR|GBP|dollar|euro|pound)s?(?!\w)`, "gi"),
    read: ({ sign = "", ...groups }) =>
      `${amountIn(groups)} ${currencies[sign.toLowerCase()] ?? sign.toUpperCase()}`,
  },
  {
    kind: "percent",
    pattern: new RegExp(String.raw`${number}\s?(?:%|per ?cent\b)`, "gi"),
    read: (groups) => String(amountIn(groups)),
  },
  {
    kind: "size",
    pattern: new RegExp(String.raw`${number}\s?(?<unit>[kmgt])i?b(?:ytes?)?\b`, "gi"),
    read: ({ unit = "", ...groups }) => String(amountIn(groups) * 1000 ** (bytes[unit.toLowerCase()] ?? 0)),
  },
  {
    kind: "date",
    pattern: /(?<![\w-])(?<year>20\d\d)-(?<month>\d\d)-(?<day>\d\d)(?![\w-])/g,
    read: ({ year, month, day }) => `${year}-${month}-${day}`,
  },
  {
    kind: "date",
    pattern: new RegExp(
      String.raw`\b(?<month>${month})\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>20\d\d)\b`,
      "g",
    ),
    read: dateOf,
  },
  {
    kind: "date",
    pattern: new RegExp(
      String.raw`\b(?<day>\d{1,2})(?:st|nd|rd|th)?\s+(?<month>${month}),?\s+(?<year>20\d\d)\b`,
      "g",
    ),
    read: dateOf,
  },
  {
    kind: "count",
    pattern: new RegExp(String.raw`${number}\s+(?<of>(?!${unitWords})\p{Ll}{3,}s)\b`, "giu"),
    read: (groups) => String(amountIn(groups)),
  },
];

function amountIn({ number = "" }: Groups): number {
  return wordValues.get(number.toLowerCase()) ?? Number(number.replaceAll(",", ""));
}

function dateOf({ year, month = "", day = "" }: Groups): string {
  const nth = String(months.indexOf(month) + 1).padStart(2, "0");
  return `${year}-${nth}-${day.padStart(2, "0")}`;
}
