/** A selector without combinators and lists: what is nested in it can extend its text. */
const simple = /^[^\s,>+~&()|]+$/;

/**
 * The selectors of a nested rule, with those of the rule around it in their place: `&` stands for it, and without `&` the
 * rule is about its descendants. https://www.w3.org/TR/css-nesting-1/
 */
export function nestedIn(selectors: readonly string[], parents: readonly string[]): string[] {
  const [only] = parents;
  const parent =
    parents.length === 1 && only !== undefined && simple.test(only) ? only : `:is(${parents.join(",")})`;
  return selectors.map((selector) => {
    if (!selector.includes("&")) return `${parent} ${selector}`;
    // A name after `&` would join the parent's text: `&p` is `p:is(parent)`.
    return selector
      .replace(/&([a-z][\w-]*)/gi, (_, name: string) => `${name}${asIs(parent)}`)
      .replaceAll("&", () => parent);
  });
}

const asIs = (parent: string) => (parent.startsWith(":is(") ? parent : `:is(${parent})`);
