import { type Element, isTag, type ParentNode } from "domhandler";

/** An element's places among its siblings, from 1: from the start and the end, of all and of its name. */
interface Place {
  readonly first: number;
  readonly last: number;
  readonly firstOfType: number;
  readonly lastOfType: number;
}

/** `odd`, `2n+1`, `-n + 3`, `4`: https://www.w3.org/TR/css-syntax-3/#anb-microsyntax */
function accepts(formula: string, place: number): boolean {
  const text = formula.toLowerCase().replaceAll(/\s+/g, "");
  if (text === "odd") return place % 2 === 1;
  if (text === "even") return place % 2 === 0;
  const [, every, sign, start] = /^([+-]?\d*)n(?:([+-])(\d+))?$/.exec(text) ?? [];
  if (every === undefined) return Number(text) === place;
  const step = every === "" || every === "+" ? 1 : every === "-" ? -1 : Number(every);
  const distance = place - Number(`${sign ?? ""}${start ?? 0}`);
  return step === 0 ? distance === 0 : distance % step === 0 && distance / step >= 0;
}

/** css-select counts an element's siblings each time, which is quadratic; these count them once for each parent. */
export function siblingPseudos() {
  const known = new WeakMap<ParentNode, ReadonlyMap<Element, Place>>();
  const placeOf = (node: Element): Place | undefined => {
    const { parent } = node;
    if (!parent) return undefined;
    const places = known.get(parent) ?? placesIn(parent);
    known.set(parent, places);
    return places.get(node);
  };
  const at = (side: keyof Place) => (node: Element, formula?: string | null) => {
    const place = placeOf(node);
    return place !== undefined && accepts(formula ?? "", place[side]);
  };
  const is = (side: keyof Place) => (node: Element) => placeOf(node)?.[side] === 1;
  return {
    "nth-child": at("first"),
    "nth-last-child": at("last"),
    "nth-of-type": at("firstOfType"),
    "nth-last-of-type": at("lastOfType"),
    "first-child": is("first"),
    "last-child": is("last"),
    "first-of-type": is("firstOfType"),
    "last-of-type": is("lastOfType"),
  };
}

function placesIn(parent: ParentNode): ReadonlyMap<Element, Place> {
  const children = parent.children.filter(isTag);
  const totals = new Map<string, number>();
  for (const { name } of children) totals.set(name, (totals.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return new Map(
    children.map((child, index) => {
      const firstOfType = (seen.get(child.name) ?? 0) + 1;
      seen.set(child.name, firstOfType);
      const lastOfType = (totals.get(child.name) ?? 0) - firstOfType + 1;
      return [child, { first: index + 1, last: children.length - index, firstOfType, lastOfType }];
    }),
  );
}

/** Whether the argument of such a pseudo-class can be read; that of `:nth-child(2 of .x)`, for one, cannot. */
export const isFormula = (text: string): boolean =>
  /^(?:odd|even|[+-]?\d*n(?:\s*[+-]\s*\d+)?|[+-]?\d+)$/i.test(text.trim());
