/** Tags that Sphinx sets itself for a site: https://www.sphinx-doc.org/en/master/usage/restructuredtext/directives.html#directive-only */
const ofSite = /^(?:html|(?:builder|format)_(?:html|dirhtml|singlehtml))$/;
const ofOthers = /^(?:latex|text|man|texinfo|epub|gettext|xml|(?:builder|format)_\w+)$/;

/** Whether a site shows what stands under a condition, and the tags that nothing at hand sets. */
export interface Condition {
  readonly holds: boolean;
  readonly unknown: readonly string[];
}

/**
 * The condition of `only`: tags with `and`, `or`, `not` and brackets. A tag that is not set counts as false, as for Sphinx;
 * what is no condition shows.
 */
export function onlyCondition(expression: string, tags: ReadonlySet<string>): Condition {
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  const unknown: string[] = [];
  let at = 0;
  const any = (): boolean => {
    let holds = all();
    while (words[at] === "or") {
      at += 1;
      holds = all() || holds;
    }
    return holds;
  };
  const all = (): boolean => {
    let holds = one();
    while (words[at] === "and") {
      at += 1;
      holds = one() && holds;
    }
    return holds;
  };
  const one = (): boolean => {
    let isNot = false;
    for (; words[at] === "not"; at += 1) isNot = !isNot;
    const word = words[at] ?? "";
    at += 1;
    if (word !== "(") return isSet(word) !== isNot;
    const holds = any();
    at += 1;
    return holds !== isNot;
  };
  const isSet = (tag: string): boolean => {
    if (ofSite.test(tag) || tags.has(tag)) return true;
    if (tag !== "" && !ofOthers.test(tag)) unknown.push(tag);
    return false;
  };
  // Brackets nest as deep as their text is long; no real condition does.
  if (words.length === 0 || words.length > 100) return { holds: true, unknown: [] };
  const holds = any();
  return at >= words.length ? { holds, unknown } : { holds: true, unknown: [] };
}

/**
 * The condition of `ifconfig`, which is Python: a comparison of one value with a string. Undefined for others, and where the
 * value is not known. https://www.sphinx-doc.org/en/master/usage/extensions/ifconfig.html
 */
export function configurationCondition(
  expression: string,
  constants: ReadonlyMap<string, string>,
): boolean | undefined {
  const [, name = "", operator, , wanted = ""] =
    /^\s*(\w+)\s*(==|!=)\s*(["'])([^"']*)\3\s*$/.exec(expression) ?? [];
  const value = constants.get(name);
  return value === undefined ? undefined : (value === wanted) === (operator === "==");
}
