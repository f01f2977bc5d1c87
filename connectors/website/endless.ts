import { similarity } from "./near-duplicates.ts";

/** Texts that have more in common are one page with another date, order or session. */
const ALIKE = 0.6;
/** So many pages of a pattern that say what others say are enough to stop. */
const MAX_DUPLICATES = 8;
/** The share of a pattern's pages that must be alike: a few copies among documents stop nothing. */
const DUPLICATE_SHARE = 0.8;
/** Texts that a page is compared with. */
const MAX_TEXTS = 50;

interface Pattern {
  pages: number;
  duplicates: number;
}

/**
 * Notices addresses without end: calendars, filters and orders of a list, earlier versions. They differ in a parameter
 * or in a number of their path, and say nearly the same.
 */
export class EndlessAddresses {
  private readonly patterns = new Map<string, Pattern>();
  private readonly texts = new Map<string, (readonly number[])[]>();
  private readonly isNamed: (url: URL) => boolean;

  /** @param isNamed whether the options select an address by its query: then it is a document, whatever it says */
  constructor(isNamed: (url: URL) => boolean) {
    this.isNamed = isNamed;
  }

  /** Takes note of a page that was read; whether it says what another page of its pattern says. */
  isDuplicate(url: URL, sketch: readonly number[]): boolean {
    const { place, parameters } = patternOf(url);
    const around = [place, place.replace(/(?:\/#)+$/, "")].flatMap((one) => this.texts.get(one) ?? []);
    const isAlike = around.some((text) => similarity(text, sketch) >= ALIKE);
    const own = this.texts.get(place) ?? [];
    if (!isAlike && own.length < MAX_TEXTS) this.texts.set(place, [...own, sketch]);
    if (!isVariable(place, parameters) || this.isNamed(url)) return false;
    const pattern = this.patterns.get(keyOf(place, parameters)) ?? { pages: 0, duplicates: 0 };
    pattern.pages += 1;
    if (isAlike) pattern.duplicates += 1;
    this.patterns.set(keyOf(place, parameters), pattern);
    return isAlike;
  }

  /** Whether enough of an address's pattern was read; with further parameters it is the same pattern. */
  isStopped(url: URL): boolean {
    const { place, parameters } = patternOf(url);
    if (!isVariable(place, parameters) || this.isNamed(url)) return false;
    if (isEndless(this.patterns.get(keyOf(place, parameters)))) return true;
    return parameters.some((name) => isEndless(this.patterns.get(keyOf(place, [name]))));
  }
}

const isEndless = (pattern: Pattern | undefined): boolean =>
  pattern !== undefined &&
  pattern.duplicates >= MAX_DUPLICATES &&
  pattern.duplicates >= pattern.pages * DUPLICATE_SHARE;

const isVariable = (place: string, parameters: readonly string[]): boolean =>
  parameters.length > 0 || place.includes("#");

const keyOf = (place: string, parameters: readonly string[]): string => `${place}?${parameters.join("&")}`;

/** The path of an address with `#` for dates and whole numbers, and the names of its parameters. */
function patternOf(url: URL): { place: string; parameters: readonly string[] } {
  const place = url.pathname.replace(/\/$/, "").replace(/(?<=\/)\d+(?:[-.]\d+)*(?=\/|$)/g, "#");
  return { place, parameters: [...new Set(url.searchParams.keys())].sort() };
}

/** What `exclude` leaves an address's pattern out with: `calendar?month=*`, a date as wildcards. Pure. */
export function excludingPattern(url: URL): string {
  const { place, parameters } = patternOf(url);
  const path = place.slice(1).replaceAll("#", "*") || "index.html";
  const [first] = parameters;
  return first === undefined ? path : `${path}?${first}=*`;
}
