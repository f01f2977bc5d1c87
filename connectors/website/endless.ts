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
  readonly pages: number;
  readonly duplicates: number;
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
    const isAlikeAt = (at: string) =>
      (this.texts.get(at) ?? []).some((text) => similarity(text, sketch) >= ALIKE);
    const page = place.replace(/(?:\/#)+$/, "");
    const repeatsPage = page !== place && isAlikeAt(page);
    const isAlike = repeatsPage || isAlikeAt(place);
    const own = this.texts.get(place) ?? [];
    if (!isAlike && own.length < MAX_TEXTS) this.texts.set(place, [...own, sketch]);
    if (!isVariable(place, parameters) || this.isNamed(url)) return false;
    this.count(keyOf(place, parameters), isAlike);
    if (page !== place) this.count(versionsOf(place), repeatsPage);
    return isAlike;
  }

  private count(key: string, isAlike: boolean): void {
    const { pages, duplicates } = this.patterns.get(key) ?? { pages: 0, duplicates: 0 };
    this.patterns.set(key, { pages: pages + 1, duplicates: duplicates + (isAlike ? 1 : 0) });
  }

  /** Whether enough of an address's pattern was read; with further parameters it is the same pattern. */
  isStopped(url: URL): boolean {
    const { place, parameters } = patternOf(url);
    if (!isVariable(place, parameters) || this.isNamed(url)) return false;
    if (isEndless(this.patterns.get(keyOf(place, parameters)))) return true;
    if (this.isVersion(place)) return true;
    return parameters.some((name) => isEndless(this.patterns.get(keyOf(place, [name]))));
  }

  /** What `exclude` leaves out all addresses with that stopped with this one: one glob for the versions of all pages. */
  excludingPattern(url: URL): string {
    const { place } = patternOf(url);
    return this.isVersion(place) ? asGlob(versionsOf(place), "[0-9]*") : excludingPattern(url);
  }

  private isVersion(place: string): boolean {
    return isEndless(this.patterns.get(versionsOf(place)));
  }
}

const isEndless = (pattern: Pattern | undefined): boolean =>
  pattern !== undefined &&
  pattern.duplicates >= MAX_DUPLICATES &&
  pattern.duplicates >= pattern.pages * DUPLICATE_SHARE;

const isVariable = (place: string, parameters: readonly string[]): boolean =>
  parameters.length > 0 || place.includes("#");

const keyOf = (place: string, parameters: readonly string[]): string => `${place}?${parameters.join("&")}`;

/**
 * Numbers behind the pages of a folder: `/wiki/Install/3` and `/wiki/Upgrade/2` are versions where they say what
 * `/wiki/Install` and `/wiki/Upgrade` say.
 */
const versionsOf = (place: string): string => place.replace(/\/[^/#]+((?:\/#)+)$/, "/*$1");

/** The path of an address with `#` for dates and whole numbers, and the names of its parameters. */
function patternOf(url: URL): { place: string; parameters: readonly string[] } {
  const place = url.pathname.replace(/\/$/, "").replace(/(?<=\/)\d+(?:[-.]\d+)*(?=\/|$)/g, "#");
  return { place, parameters: [...new Set(url.searchParams.keys())].sort() };
}

/** What `exclude` leaves an address's pattern out with: `calendar?month=*`, a date as wildcards. Pure. */
export function excludingPattern(url: URL): string {
  const { place, parameters } = patternOf(url);
  const path = asGlob(place, "*");
  const [first] = parameters;
  return first === undefined ? path : `${path}?${first}=*`;
}

const asGlob = (place: string, number: string): string =>
  place.slice(1).replaceAll("#", number) || "index.html";
