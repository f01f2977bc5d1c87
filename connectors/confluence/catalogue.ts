import type { ConfluenceOptions } from "./options.ts";
import { isPublic, type Level, unknownDetails } from "./permissions.ts";
import type { Content, Details, Node } from "./types.ts";

/** What is known of the spaces, without bodies: enough to tell what is content and which page a title means. */
export interface Catalogue {
  readonly contents: Map<string, Content>;
  /** The contents and everything above them. */
  readonly nodes: Map<string, Node>;
  readonly details: Map<string, Details>;
  /** `titleKey` → id. */
  readonly titles: Map<string, string>;
  /** Ids of the listed contents below an id, as listed. */
  readonly below: Map<string, string[]>;
}

export const emptyCatalogue = (): Catalogue => ({
  contents: new Map(),
  nodes: new Map(),
  details: new Map(),
  titles: new Map(),
  below: new Map(),
});

export const titleKey = (type: string, spaceKey: string, title: string): string =>
  `${type} ${spaceKey} ${title.toLowerCase()}`;

export function addContent(catalogue: Catalogue, content: Content): void {
  catalogue.contents.set(content.id, content);
  catalogue.nodes.set(content.id, content);
  catalogue.titles.set(titleKey(content.type, content.space.key, content.title), content.id);
  if (content.parent === undefined) return;
  const siblings = catalogue.below.get(content.parent.id) ?? [];
  siblings.push(content.id);
  catalogue.below.set(content.parent.id, siblings);
}

/** A deeper tree is an error in the answers. */
const MAX_LEVELS = 100;

/** A node and everything above it, nearest first. A level that could not be read is included without its title. */
export function chainOf({ nodes }: Pick<Catalogue, "nodes">, id: string): Node[] {
  const chain: Node[] = [];
  const seen = new Set<string>();
  let next: { readonly id: string; readonly type: string } | undefined = { id, type: "page" };
  while (next !== undefined && !seen.has(next.id) && chain.length < MAX_LEVELS) {
    seen.add(next.id);
    const node: Node = nodes.get(next.id) ?? { ...next, title: `${next.type} ${next.id}` };
    chain.push(node);
    next = node.parent;
  }
  return chain;
}

/** `outside`: not among what the options select. `unknown`: its restrictions could not all be read. */
export type Verdict =
  | { readonly kind: "content" }
  | { readonly kind: "outside" }
  | { readonly kind: "unpublished" | "unknown"; readonly reason: string };

/** Whether something is content: selected, and readable for everyone who sees the space. */
export function verdictOf(
  catalogue: Pick<Catalogue, "nodes" | "details">,
  id: string,
  options: ConfluenceOptions,
): Verdict {
  const chain = chainOf(catalogue, id);
  const ids = chain.map((node) => node.id);
  if (options.roots && !options.roots.some((root) => ids.includes(root))) return { kind: "outside" };
  if (options.exclude_trees.some((tree) => ids.includes(tree))) return { kind: "outside" };
  const detailsOf = (of: string) => catalogue.details.get(of) ?? unknownDetails("not answered");
  const levels = chain.map(
    (node, index): Level => ({
      title: node.title,
      own: index === 0,
      readers: detailsOf(node.id).readers,
    }),
  );
  const access = isPublic(levels, options);
  if (access.kind === "restricted") return { kind: "unpublished", reason: access.reason };
  if (access.kind === "unknown") return access;
  const { labels } = detailsOf(id);
  // `rules` may exclude by label: without labels nobody can tell whether they do.
  if (labels === undefined) return { kind: "unknown", reason: "its labels cannot be read" };
  if (options.labels && !options.labels.some((one) => labels.includes(one))) return { kind: "outside" };
  return { kind: "content" };
}

/** `KEY/Handbook/Leave`: the space's key and the titles from the top down, for `rules`. */
export function pathOf(catalogue: Pick<Catalogue, "nodes">, { id, space }: Content): string {
  const titles = chainOf(catalogue, id).map(({ title }) => segmentOf(title));
  return [space.key, ...titles.reverse()].join("/");
}

function segmentOf(title: string): string {
  const name = title.replace(/[/\\]/g, "-").replace(/\s+/g, " ").trim();
  return /^\.{0,2}$/.test(name) ? "-" : name;
}
