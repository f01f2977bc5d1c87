import { type AnyNode, type Element, isTag } from "domhandler";
import { textOf } from "../../../html/dom.ts";

/** Steps from element to element that the selectors of one document may take. */
const MAX_STEPS = 4_000_000;

/** Counts the work of one document's selectors: a page must not be able to make it quadratic. */
export class SelectorBudget {
  #left = MAX_STEPS;

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  spend(steps: number): void {
    this.#left -= steps;
  }
}

/** How css-select reads our tree; every way that looks at many elements is counted. */
export function adapterOf(budget: SelectorBudget) {
  const counted = (nodes: AnyNode[]): AnyNode[] => {
    budget.spend(nodes.length + 1);
    return budget.isSpent ? [] : nodes;
  };
  const findAll = (test: (node: Element) => boolean, nodes: AnyNode[]): Element[] =>
    nodes
      .filter(isTag)
      .flatMap((node) => [...(test(node) ? [node] : []), ...findAll(test, counted(node.children))]);
  const existsOne = (test: (node: Element) => boolean, nodes: AnyNode[]): boolean =>
    nodes.some((node) => isTag(node) && (test(node) || existsOne(test, counted(node.children))));
  return {
    isTag: (node: AnyNode): node is Element => isTag(node),
    existsOne,
    findAll,
    findOne: (test: (node: Element) => boolean, nodes: AnyNode[]) => findAll(test, nodes)[0] ?? null,
    getAttributeValue: ({ attribs }: Element, name: string): string | undefined => attribs[name],
    hasAttrib: ({ attribs }: Element, name: string) => attribs[name] !== undefined,
    getChildren: (node: AnyNode): AnyNode[] => ("children" in node ? counted(node.children) : []),
    getName: ({ name }: Element) => name,
    getParent: (node: Element): AnyNode | null => {
      budget.spend(1);
      return node.parent;
    },
    getSiblings: (node: AnyNode): AnyNode[] => (node.parent ? counted(node.parent.children) : [node]),
    prevElementSibling: (node: AnyNode): Element | null => {
      budget.spend(1);
      let before = node.prev;
      while (before && !isTag(before)) before = before.prev;
      return before && isTag(before) ? before : null;
    },
    getText: (node: AnyNode) => textOf(node),
    removeSubsets: (nodes: AnyNode[]) => nodes,
  };
}
