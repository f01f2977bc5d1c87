/** So far outside a page that nobody scrolls there, in pixels. */
export const FAR_AWAY = 400;

/** One of each unit in pixels, roughly, on a desktop screen; a percentage is one of a column of text. */
const units: Readonly<Record<string, number>> = {
  "": 1,
  px: 1,
  em: 16,
  rem: 16,
  ex: 8,
  ch: 8,
  lh: 20,
  rlh: 20,
  pt: 1.33,
  pc: 16,
  in: 96,
  cm: 37.8,
  mm: 3.78,
  q: 0.94,
  vw: 12.8,
  vi: 12.8,
  vh: 8,
  vb: 8,
  vmin: 8,
  vmax: 12.8,
  "%": 12,
};

const token =
  /\s*(?:([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z]*|%)|(min|max|clamp|calc|abs)?\(|([-+*/,)]))/y;
/** No author nests a calculation deeper. */
const MAX_DEPTH = 20;

/**
 * A length in pixels, roughly, of lower-case CSS: `-10em`, `calc(100% - 2px)`, `min(1px, 2vw)`; NaN for anything else.
 * @param relative pixels of units that depend on the place (`em`, `%`), if not the usual ones
 * https://www.w3.org/TR/css-values-4/#math
 */
export function pixels(length: string, relative: Readonly<Record<string, number>> = {}): number {
  const simple = /^([+-]?(?:\d+\.?\d*|\.\d+))([a-z]*|%)$/.exec(length);
  if (simple) return Number(simple[1]) * unitOf(simple[2] ?? "", relative);
  if (!/^-?\s*(?:calc|min|max|clamp|abs)\(/.test(length) || length.length > 400) return Number.NaN;
  return new Calculation(length, relative).whole();
}

const unitOf = (name: string, relative: Readonly<Record<string, number>>): number => {
  const own = /^[dls]v[whib]$/.test(name) ? name.slice(1) : name;
  return relative[own] ?? (Object.hasOwn(units, own) ? (units[own] ?? Number.NaN) : Number.NaN);
};

/** Evaluates by recursive descent: a sum of products of lengths, numbers and functions. */
class Calculation {
  #at = 0;
  #depth = 0;
  readonly #text: string;
  readonly #relative: Readonly<Record<string, number>>;

  constructor(text: string, relative: Readonly<Record<string, number>>) {
    this.#text = text;
    this.#relative = relative;
  }

  whole(): number {
    const value = this.#sum();
    return this.#at >= this.#text.trimEnd().length ? value : Number.NaN;
  }

  #next(): RegExpExecArray | null {
    token.lastIndex = this.#at;
    return token.exec(this.#text);
  }

  #take(...operators: readonly string[]): string | undefined {
    const sign = /\s*([-+*/,)])/y;
    sign.lastIndex = this.#at;
    const found = sign.exec(this.#text)?.[1];
    if (found === undefined || !operators.includes(found)) return undefined;
    this.#at = sign.lastIndex;
    return found;
  }

  #sum(): number {
    let value = this.#product();
    for (let sign = this.#take("+", "-"); sign; sign = this.#take("+", "-"))
      value += (sign === "-" ? -1 : 1) * this.#product();
    return value;
  }

  #product(): number {
    let value = this.#value();
    for (let sign = this.#take("*", "/"); sign; sign = this.#take("*", "/"))
      value = sign === "*" ? value * this.#value() : value / this.#value();
    return value;
  }

  #value(): number {
    this.#depth += 1;
    const found = this.#depth > MAX_DEPTH ? null : this.#next();
    if (!found) return Number.NaN;
    this.#at = token.lastIndex;
    const [, number, unit, name, sign] = found;
    const value =
      number !== undefined
        ? Number(number) * unitOf(unit ?? "", this.#relative)
        : sign === "-"
          ? -this.#value()
          : sign === undefined
            ? this.#call(name ?? "calc")
            : Number.NaN;
    this.#depth -= 1;
    return value;
  }

  #call(name: string): number {
    const values = [this.#sum()];
    while (this.#take(",")) values.push(this.#sum());
    if (!this.#take(")")) return Number.NaN;
    const [first = Number.NaN, second = Number.NaN, third = Number.NaN] = values;
    if (name === "min") return Math.min(...values);
    if (name === "max") return Math.max(...values);
    if (name === "clamp") return Math.max(first, Math.min(second, third));
    return name === "abs" ? Math.abs(first) : first;
  }
}
