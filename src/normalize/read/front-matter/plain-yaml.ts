type Scalar = string | boolean | null;
type Value = Scalar | Scalar[] | Record<string, Scalar | Scalar[]>;

const pair = /^([A-Za-z][\w.-]{0,60}(?: [\w.-]{1,60}){0,6}):(?: +(.*)| *)$/;
/** A line below a key without a value: an item of its list, or a nested key. */
const below = /^( {0,8})(?:- +(\S.*)|(?=[A-Za-z])(.*))$/;
const quotedOrPlain = /^(?:"([^"\\]*)"|'([^']*)'|((?:[A-Za-z0-9/(]|-[A-Za-z])[^[{]*))$/;
/** `[a, b]` of words without commas, colons and quotes. */
const bracketed = /^\[ *((?:[\w-][\w ./+-]*)(?:,[\w ./+-]+)*)\]$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern has to match control characters
const control = /[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]/;
/** Plain text ends at these; a full parser has to read what they start. */
const special = /: | #|[: ]$/;
/** Words that are not strings in YAML. */
const constant = /^(?:null|true|false)$/i;
const number = /^\d*\.?\d*(?:[eE][-+]?\d+)?$|^0[ox]/;

/**
 * YAML of keys with a scalar on their line, or with a list or keys of scalars below them, as most front matter is. Gives
 * the same as the parser in a hundredth of the time; undefined for any other YAML, which the parser has to read.
 */
export function plainYaml(text: string): Record<string, unknown> | undefined {
  if (control.test(text.replaceAll("\n", ""))) return undefined;
  const data = new Map<string, Value>();
  let open: Below | undefined;
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith(" ") || line.startsWith("-")) {
      if (open === undefined || !open.add(line)) return undefined;
      data.set(open.key, open.value);
      continue;
    }
    const [key, value] = entryOf(line) ?? [];
    if (key === undefined || value === undefined || data.has(key)) return undefined;
    data.set(key, value);
    open = value === null ? new Below(key) : undefined;
  }
  return data.size === 0 ? undefined : Object.fromEntries(data);
}

/** The lines below one key: all items or all keys, all indented alike. */
class Below {
  readonly key: string;
  readonly #items: Scalar[] = [];
  readonly #entries = new Map<string, Scalar | Scalar[]>();
  #indent: string | undefined;

  constructor(key: string) {
    this.key = key;
  }

  get value(): Value {
    return this.#entries.size > 0 ? Object.fromEntries(this.#entries) : this.#items;
  }

  /** False for any other line. */
  add(line: string): boolean {
    const [, indent = "", item, rest] = below.exec(line) ?? [];
    this.#indent ??= indent;
    if (indent !== this.#indent) return false;
    if (item !== undefined) {
      const value = scalarOf(item);
      if (value === undefined || this.#entries.size > 0) return false;
      this.#items.push(value);
      return true;
    }
    const [key, value] = (rest !== undefined && indent !== "" && entryOf(rest)) || [];
    if (key === undefined || value === undefined || value === null) return false;
    if (this.#entries.has(key) || this.#items.length > 0) return false;
    this.#entries.set(key, value);
    return true;
  }
}

function entryOf(line: string): [key: string, value: Scalar | Scalar[] | undefined] | undefined {
  const [, key, written] = pair.exec(line) ?? [];
  if (key === undefined || constant.test(key)) return undefined;
  if (written === undefined || written === "") return [key, null];
  return [key, written.startsWith("[") ? listOf(written) : scalarOf(written)];
}

function listOf(written: string): Scalar[] | undefined {
  const values = bracketed
    .exec(written)?.[1]
    ?.split(",")
    .map((item) => scalarOf(item.trim()));
  return values?.every((value) => value !== undefined) ? values : undefined;
}

function scalarOf(written: string): Exclude<Scalar, null> | undefined {
  const [, double, single, plain] = quotedOrPlain.exec(written) ?? [];
  const quoted = double ?? single;
  if (quoted !== undefined) return quoted;
  if (plain === undefined || special.test(plain) || number.test(plain)) return undefined;
  if (plain === "true" || plain === "false") return plain === "true";
  return constant.test(plain) ? undefined : plain;
}
