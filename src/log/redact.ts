import { escapedFinder, type Stretch } from "./escapes.ts";
import { spellingsOf } from "./spellings.ts";

/** Masks every secret in a text. */
export type Redact = (text: string) => string;

export const mask = "[redacted]";

/**
 * Shorter values (a PIN, `admin`) occur in ordinary text: masking them would garble it and, by its gaps, give
 * them away. We never print them ourselves; where others echo them, they stay as they are.
 */
export const MIN_SECRET_LENGTH = 6;

/** A cut-off secret is masked from this many characters on: fewer are useless, and occur by accident. */
const MIN_PREFIX_LENGTH = 10;

/** Lines of a secret (a key file's) at least this long are secrets by themselves. */
const MIN_LINE_LENGTH = 16;

/**
 * Masks the given secrets in a text, as they are, cut off by an ellipsis or the text's end, and as they are
 * commonly written, see `spellingsOf` and `escapedFinder`; in any case. Values under six characters are left alone.
 */
export function redactor(secrets: readonly string[]): Redact {
  const whole = withLines(secrets);
  const pattern = secretPattern(whole);
  if (!pattern) return (text) => text;
  const finders = whole.map((secret) => escapedFinder(secret, MIN_PREFIX_LENGTH));
  return (text) => {
    let masked = text.replace(pattern, mask);
    for (const find of finders) masked = without(masked, find(masked));
    return masked;
  };
}

/** What finds the given secrets, however they are written; undefined where there is nothing to find. */
function secretPattern(secrets: readonly string[]): RegExp | undefined {
  const spellings = new Set(withLines(secrets).flatMap(spellingsOf));
  if (spellings.size === 0) return undefined;
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(literal).join("|"), "gi");
}

/** A cut-off secret with this share of its characters left is as good as the whole in a document. */
const MIN_SHARE = 0.6;

/** Finds the given secrets, or most of one, in a text, however they are written. */
export function secretFinder(secrets: readonly string[]): (text: string) => Stretch[] {
  const pattern = secretPattern(secrets);
  if (!pattern) return () => [];
  const finders = withLines(secrets).map((secret) =>
    escapedFinder(secret, Math.max(MIN_PREFIX_LENGTH, Math.ceil(secret.length * MIN_SHARE))),
  );
  return (text) => [
    ...[...text.matchAll(pattern)].map(({ 0: match, index }) => ({
      start: index,
      end: index + match.length,
    })),
    ...finders.flatMap((find) => find(text)),
  ];
}

/** Every text in a JSON-like value redacted, and nothing but texts: what is serialised of it stays whole. */
export function redactDeep<T>(value: T, redact: Redact): T {
  // Texts stay texts and lists stay lists: the shape is the same.
  return redacted(value, redact) as T;
}

function redacted(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [redact(key), redacted(member, redact)]),
  );
}

function withLines(secrets: readonly string[]): string[] {
  const lines = secrets.flatMap((secret) => {
    const own = secret.trim().split(/[\r\n]+/);
    return own.length > 1 ? own.filter(({ length }) => length >= MIN_LINE_LENGTH) : [];
  });
  const trimmed = secrets.map((secret) => secret.trim());
  return [...new Set([...secrets, ...trimmed, ...lines])].filter(({ length }) => length >= MIN_SECRET_LENGTH);
}

function without(text: string, stretches: readonly Stretch[]): string {
  let masked = "";
  let last = 0;
  for (const { start, end } of stretches) {
    masked += text.slice(last, start) + mask;
    last = end;
  }
  return masked + text.slice(last);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
