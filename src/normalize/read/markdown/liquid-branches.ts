import type { Warnings } from "../../warnings.ts";
import { type Locals, proseOf } from "./liquid.ts";

interface Scope {
  /** The front matter, as `page.x`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What the text names itself. */
  readonly locals: Locals;
}

interface Open {
  /** The tag that closes it: "endif". */
  readonly end: string;
  /** Whether what is around it is shown. */
  readonly outside: boolean;
  /** A branch of it was chosen; undefined where nothing here knows which one a reader sees. */
  chosen: boolean | undefined;
  /** One of its conditions is about the visitor. */
  forSome: boolean;
}

const tag =
  /\{%-?\s*(if|unless|for|case|elsif|elseif|elif|else|endif|endunless|endfor|endcase)\b([^%\n]{0,400}?)-?%\}/g;

/**
 * Liquid's conditions whose values the page states itself, as the branch that its readers see: `{% if page.beta %}` with `beta: true` above.
 * What GitBook shows to some visitors only is left out, with a warning (https://gitbook.com/docs/publishing-documentation/adaptive-content).
 * Any other condition keeps its tags, so that all its branches are read and a warning names it. Code is not changed.
 * https://shopify.github.io/liquid/tags/control-flow/
 */
export function chooseBranches(text: string, scope: Scope, warnings: Warnings): string {
  if (!/\{%-?\s*(?:if|unless)\s/.test(text)) return text;
  const isProse = proseOf(text);
  const open: Open[] = [];
  let isShown = true;
  let isRestricted = false;
  let result = "";
  let from = 0;
  const upTo = (end: number) => {
    const part = text.slice(from, end);
    if (isShown) result += part;
    else warnings.explain(part);
    from = end;
  };
  for (const { index, 0: whole, 1: name = "", 2: condition = "" } of text.matchAll(tag)) {
    if (!isProse(index) || isInSpan(text, index)) continue;
    upTo(index);
    isRestricted ||= isForSome(condition);
    const last = open.at(-1);
    let isKept: boolean;
    if (!name.startsWith("e")) {
      const chosen: boolean | undefined = isShown ? firstChoice(name, condition, scope) : true;
      const isMixed = isForSome(condition) && isNegated(condition) && joined.test(condition);
      open.push({ end: `end${name}`, outside: isShown, chosen, forSome: isForSome(condition) });
      isShown &&= chosen !== false && !isMixed;
      isKept = chosen === undefined;
    } else if (last === undefined || (name.startsWith("end") && name !== last.end)) {
      // What was left out for some must not come back.
      if (!isRestricted) return text;
      continue;
    } else if (name === last.end) {
      open.pop();
      isShown = last.outside;
      isKept = last.chosen === undefined;
    } else {
      const known: boolean | undefined =
        last.chosen !== undefined
          ? nextChoice(last.chosen, name, condition, scope)
          : isForSome(condition) && !isNegated(condition)
            ? false
            : undefined;
      // Once a condition is not known, all branches that are left stay.
      isShown = last.outside && known !== false;
      last.chosen = last.chosen === undefined || known === undefined ? undefined : last.chosen || known;
      last.forSome ||= isForSome(condition);
      isKept = known === undefined;
    }
    if (!isShown && open.at(-1)?.forSome && open.at(-1)?.outside)
      warnings.addAt("restricted-left-out", whole, `A part for some visitors only is left out: ${whole}.`);
    if (isKept) continue;
    from = index + whole.length + (isAlone(text, index, whole.length) ? 1 : 0);
    warnings.explain(whole);
  }
  if (open.length > 0 && !isRestricted) return text;
  upTo(text.length);
  return result;
}

/** GitBook's adaptive content is for visitors of whom something is known; what it shows to everybody else stays. */
const isForSome = (condition: string): boolean => /(?<![\w.])visitor\./.test(condition);
const isNegated = (condition: string): boolean => /!|\bnot\b/.test(condition);
const joined = /&&|\|\||\b(?:and|or)\b/;

const firstChoice = (name: string, condition: string, scope: Scope): boolean | undefined => {
  // Everybody is shown what is for all but some; of a mixed condition no branch is surely for everybody.
  if (isForSome(condition)) return (name === "unless") !== isNegated(condition);
  const truth = name === "if" || name === "unless" ? truthOf(condition, scope) : undefined;
  return truth === undefined ? undefined : truth === (name === "if");
};

const nextChoice = (chosen: boolean, name: string, condition: string, scope: Scope): boolean | undefined =>
  chosen || (isForSome(condition) && !isNegated(condition))
    ? false
    : isForSome(condition)
      ? !joined.test(condition)
      : name === "else"
        ? true
        : truthOf(condition, scope);

/** Whether a code span is open on the line: as far back as a sentence reaches. */
function isInSpan(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 1000), at);
  return before.slice(before.lastIndexOf("\n") + 1).split("`").length % 2 === 0;
}

/** Whether a tag has its line for itself, which then goes with it: an empty one would end a table. */
const isAlone = (text: string, at: number, length: number): boolean =>
  (at === 0 || text[at - 1] === "\n") && text[at + length] === "\n";

/** Whether a condition holds; undefined where a value in it is not stated in the text. */
function truthOf(condition: string, scope: Scope): boolean | undefined {
  const parts = condition.trim().split(/\s+(and|or)\s+/);
  const truths = parts.filter((_, i) => i % 2 === 0).map((part) => comparison(part, scope));
  const joints = new Set(parts.filter((_, i) => i % 2 === 1));
  if (joints.size > 1 || truths.includes(undefined)) return undefined;
  return joints.has("or") ? truths.includes(true) : !truths.includes(false);
}

function comparison(written: string, scope: Scope): boolean | undefined {
  const [, left = "", operator, right = ""] =
    /^(\S+|"[^"]*"|'[^']*')\s*(?:(==|!=)\s*(\S+|"[^"]*"|'[^']*'))?$/.exec(written) ?? [];
  const first = operandOf(left, scope);
  if (first === undefined) return undefined;
  if (operator === undefined) return first.value !== false && first.value !== null;
  const second = operandOf(right, scope);
  return second === undefined ? undefined : (first.value === second.value) === (operator === "==");
}

type Plain = string | number | boolean | null;

function operandOf(written: string, { values, locals }: Scope): { readonly value: Plain } | undefined {
  const quoted = /^(["'])(.*)\1$/.exec(written)?.[2];
  if (quoted !== undefined) return { value: quoted };
  if (/^-?\d+(?:\.\d+)?$/.test(written)) return { value: Number(written) };
  if (/^(?:true|false)$/.test(written)) return { value: written === "true" };
  if (/^(?:nil|null)$/.test(written)) return { value: null };
  if (Object.hasOwn(locals, written)) return { value: locals[written] ?? null };
  // What the front matter lacks may have a default of the site's.
  const name = /^page\.([\w-]+)$/.exec(written)?.[1];
  const value = name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
  return isPlain(value) ? { value } : undefined;
}

const isPlain = (value: unknown): value is Plain =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
