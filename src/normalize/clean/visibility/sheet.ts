import { cssText, type Declarations, declarationsOf, splitOutside } from "./declarations.ts";
import { matchesMedia } from "./media-query.ts";
import { type Selector, selectorOf } from "./selector.ts";

/** One selector of a style sheet with its declarations. */
export interface StyleRule {
  readonly selector: Selector;
  readonly style: Declarations;
  /** Its position; of equally specific rules the last counts. */
  readonly order: number;
}

/** Only these can hide anything or show it again. */
const relevant =
  /display|visibility|opacity|font|color|background|position|clip|overflow|text-indent|transform|translate|scale|filter|margin|height|width/;
/** Style sheets of real pages stay below this. */
const MAX_RULES = 20_000;
const MAX_DEPTH = 10;

/**
 * The rules of a style sheet that may hide something, as a desktop browser applies them: `@media` by its query,
 * `@supports` and `@layer` always, without other at-rules, states (`:hover`) and generated content. Reads the text once.
 */
export function rulesOf(css: string, firstOrder = 0): StyleRule[] {
  const rules: StyleRule[] = [];
  const add = (prelude: string, block: string) => {
    if (!relevant.test(block) || rules.length >= MAX_RULES) return;
    const style = declarationsOf(block);
    for (const part of splitOutside(prelude, ",")) {
      const selector = selectorOf(part.trim());
      if (selector) rules.push({ selector, style, order: firstOrder + rules.length });
    }
  };
  read(cssText(css), add);
  return rules;
}

/** Walks the blocks of a sheet; `open` has the kinds of the enclosing blocks. */
function read(css: string, add: (prelude: string, block: string) => void): void {
  const open: ("rules" | "ignored")[] = [];
  let start = 0;
  for (let at = 0; at < css.length; at += 1) {
    const char = css[at];
    if (char === '"' || char === "'") {
      const end = css.indexOf(char, at + 1);
      at = end === -1 ? css.length : end;
    } else if (char === ";") start = at + 1;
    else if (char === "}") {
      open.pop();
      start = at + 1;
    } else if (char === "{") {
      const prelude = css.slice(start, at).trim();
      if (open.includes("ignored") || open.length > MAX_DEPTH) open.push("ignored");
      else if (prelude.startsWith("@")) open.push(holdsRules(prelude) ? "rules" : "ignored");
      else {
        const end = blockEnd(css, at + 1);
        add(prelude.slice(0, 5000), css.slice(at + 1, end));
        at = end;
      }
      start = at + 1;
    }
  }
}

/** Where a rule's block ends; rules nested in it are ignored. */
function blockEnd(css: string, from: number): number {
  let depth = 1;
  for (let at = from; at < css.length; at += 1) {
    const char = css[at];
    if (char === "{") depth += 1;
    else if (char === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return css.length;
}

function holdsRules(prelude: string): boolean {
  const [, name = "", rest = ""] = /^@([a-z-]{1,40})([\s\S]*)$/.exec(prelude) ?? [];
  if (name === "media") return matchesMedia(rest);
  return name === "supports" || name === "layer" || name === "scope" || name === "container";
}
