import picomatch from "picomatch";
import type { VisibleTo } from "../../audience.ts";
import type { SourceConfig } from "../../config/types.ts";
import type { Listed } from "../../connector-kit/listing.ts";

/** What the source's rules say about one listed document. */
export type Verdict =
  | { readonly kind: "visible"; readonly to: VisibleTo }
  | { readonly kind: "excluded"; readonly why: string };

type Facts = Pick<Listed, "path" | "labels" | "visibleTo">;

/**
 * Compiles a source's rules. The first rule that matches decides; else the source's `visible_to`, or teammates
 * where the document's own system lets no others read it.
 */
export function rulesOf(source: Pick<SourceConfig, "rules" | "visibleTo">): (document: Facts) => Verdict {
  const compiled = source.rules.map(({ match, effect }) => ({
    matches: "path" in match ? byPath(match.path) : byLabel(match.label),
    verdict:
      "exclude" in effect
        ? ({ kind: "excluded", why: `excluded by the rule for ${describe(match)}` } as const)
        : ({ kind: "visible", to: effect.visibleTo } as const),
  }));
  const otherwise = ({ visibleTo }: Facts): Verdict => ({
    kind: "visible",
    to: visibleTo === "teammates" ? visibleTo : source.visibleTo,
  });
  return (document) => compiled.find((rule) => rule.matches(document))?.verdict ?? otherwise(document);
}

function byPath(glob: string): (document: Facts) => boolean {
  const matches = picomatch(glob, { dot: true });
  return ({ path }) => path !== undefined && matches(path);
}

function byLabel(label: string): (document: Facts) => boolean {
  return ({ labels }) => labels?.includes(label) ?? false;
}

const describe = (match: { path: string } | { label: string }): string =>
  "path" in match ? `path ${match.path}` : `label ${match.label}`;
