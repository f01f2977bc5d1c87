import { randomText } from "../samples.ts";

/** A kind of secret, by whose it is, and how one of it is made. */
export interface Kind {
  readonly provider: string;
  readonly name: string;
  /** A secret of the kind as it is written; another seed, another secret. */
  readonly make: (seed: number) => string;
}

const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();
const digits = "0123456789";
const alphabets: Readonly<Record<string, string>> = {
  d: digits,
  h: `${digits}abcdef`,
  H: `${digits}ABCDEF`,
  a: `${lower}${digits}`,
  A: `${upper}${digits}`,
  l: lower,
  n: `${lower}${upper}${digits}`,
  L: `${lower}${upper}`,
  s: `${lower}${upper}${digits}+/`,
  u: `${lower}${upper}${digits}-_`,
  B: `${upper}234567`,
  p: `${lower}${upper}${digits}!#%+?=*`,
};

/**
 * A secret by its template: `{n36}` stands for 36 letters and digits drawn at random; see `alphabets` for the others,
 * `{uuid}` for a UUID and `{b64:…}` for the base64 of what follows.
 */
export function fromTemplate(template: string, seed: number): string {
  let drawn = seed * 1_000;
  const draw = (alphabet: string, length: number) => {
    drawn += 1;
    return randomText(length, drawn, alphabets[alphabet]);
  };
  const filled = template
    .replaceAll("{uuid}", () => [8, 4, 4, 4, 12].map((length) => draw("h", length)).join("-"))
    .replaceAll("{UUID}", () => [8, 4, 4, 4, 12].map((length) => draw("H", length)).join("-"))
    .replace(/\{([a-zA-Z])(\d+)\}/g, (_, alphabet: string, length: string) => draw(alphabet, Number(length)));
  return filled.replace(/\{b64:([^}]*)\}/g, (_, text: string) => Buffer.from(text).toString("base64"));
}

/** Kinds from lines `provider name template`, where the template may hold spaces. */
export function kindsOf(lines: string): Kind[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [, provider = "", name = "", template = ""] = /^(\S+) (\S+) (.*)$/.exec(line.trim()) ?? [];
      return { provider, name, make: (seed) => fromTemplate(template.replaceAll("\\n", "\n"), seed) };
    });
}
