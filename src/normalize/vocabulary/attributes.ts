/** Attributes as directives, shortcodes and component tags write them. */
export interface Attributes {
  /** Named values; a bare `{.class}` is not among them. */
  readonly named: ReadonlyMap<string, string>;
  /** Values without a name: `{{< tab "Linux" >}}`, `{{% notice tip %}}`. */
  readonly positional: readonly string[];
}

const MAX_LENGTH = 4000;
const item =
  /([A-Za-z_@:][\w:.@-]{0,80})\s*=\s*(?:\{\s*)?(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'`{}>]+))|"([^"]*)"|'([^']*)'|([^\s"'={}]+)/g;

/** Reads `a="b" c='d' e=f "g" h`, also JSX's `a={"b"}`. Text beyond a few thousand characters is not read. */
export function readAttributes(text: string): Attributes {
  const named = new Map<string, string>();
  const positional: string[] = [];
  for (const match of text.slice(0, MAX_LENGTH).matchAll(item)) {
    const name = match[1];
    const value = match[2] ?? match[3] ?? match[4] ?? match[5] ?? match[6] ?? match[7] ?? match[8] ?? "";
    if (name === undefined) positional.push(value);
    else named.set(name, value);
  }
  return { named, positional };
}

/** The first of these names that has a value. */
export function firstOf(named: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = named.get(name)?.trim();
    if (value !== undefined && value !== "") return value;
  }
  return undefined;
}
