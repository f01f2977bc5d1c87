import type { Warning } from "../document.ts";
import { doubt } from "./codes.ts";

/** Of prose: with fewer letters, names and terms decide which language is recognised. */
const MIN_LETTERS = 300;
const hasEnough = new RegExp(`^(?:\\P{L}*\\p{L}){${MIN_LETTERS}}`, "u");
/** franc itself looks at 2,048 characters; more only costs time. */
const MAX_CHARACTERS = 6_000;
/**
 * The best language scores 1, a wrong one on ordinary prose 0.7 to 0.9, and more only if it is closely related: above
 * this, the text may be in the locale's language.
 */
const MAX_UNLIKELY_SCORE = 0.9;

/**
 * A locale's language (ISO 639-1) → those that its texts may be recognised as (ISO 639-3): itself and those so close that
 * trigrams confuse them. Languages that franc-min does not know are missing and never lead to a warning
 * (https://github.com/wooorm/franc/tree/main/packages/franc-min#support).
 */
const languages: Readonly<Record<string, readonly string[]>> = {
  ar: ["arb", "urd", "pes", "ckb", "skr", "pbu"],
  bg: ["bul", "rus", "srp", "ukr"],
  bn: ["ben"],
  bs: ["bos", "hrv", "srp"],
  cs: ["ces", "slk"],
  de: ["deu"],
  el: ["ell"],
  en: ["eng"],
  es: ["spa"],
  fa: ["pes", "arb", "urd", "pbu", "ckb", "skr"],
  fr: ["fra"],
  he: ["heb"],
  hi: ["hin", "mar", "npi", "mai", "bho", "mag"],
  hr: ["hrv", "bos", "srp"],
  hu: ["hun"],
  id: ["ind", "zlm", "jav"],
  it: ["ita"],
  ja: ["jpn", "cmn"],
  ko: ["kor"],
  ms: ["zlm", "ind"],
  nl: ["nld"],
  pl: ["pol"],
  pt: ["por"],
  ro: ["ron"],
  ru: ["rus", "ukr", "bel", "bul"],
  sr: ["srp", "bos", "hrv"],
  sv: ["swe"],
  th: ["tha"],
  tr: ["tur", "azj"],
  uk: ["ukr", "rus", "bel"],
  vi: ["vie"],
  zh: ["cmn", "jpn"],
};

/**
 * The warning for a page in a language other than the locale's; none where its text is too short, where the result is not
 * clear, or where the language cannot be recognised.
 *
 * @param html the page's HTML, in normal form
 * @param locale BCP 47: `de`, `pt-BR`
 */
export async function languageWarnings(html: string, locale: string): Promise<Warning[]> {
  const expected = languages[languageOf(locale)];
  if (!expected) return [];
  const prose = proseOf(html);
  if (!hasEnough.test(prose)) return [];
  const { latinScores } = await import("./latin.ts");
  const scores = latinScores(prose) ?? (await import("franc-min")).francAll(prose);
  const [best] = scores;
  if (!best || best[0] === "und" || expected.includes(best[0])) return [];
  if (scores.some(([language, score]) => expected.includes(language) && score > MAX_UNLIKELY_SCORE))
    return [];
  const message = `It seems to be in ${nameOf(best[0])}, while the source's locale is ${locale}`;
  return [doubt("other-language", message)];
}

const languageOf = (locale: string): string => locale.toLowerCase().split(/[-_]/, 1)[0] ?? "";

/** The text without code and links, whose words do not show the language. */
function proseOf(html: string): string {
  return html
    .slice(0, MAX_CHARACTERS * 10)
    .replaceAll(/<(pre|code|kbd|a)\b[^>]*>[\s\S]*?<\/\1>/g, " ")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&[#\w]+;/g, " ")
    .replaceAll(/\s+/g, " ")
    .slice(0, MAX_CHARACTERS);
}

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
const nameOf = (language: string): string => names.of(language) ?? language;
