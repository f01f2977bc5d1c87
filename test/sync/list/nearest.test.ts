import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globMatcher } from "../../../src/glob.ts";
import { KnownNames } from "../../../src/sync/list/nearest.ts";

const names = new KnownNames();
for (const path of [
  "top.md",
  "internal/a.md",
  "internal/b.txt",
  "guides/start.md",
  "guides/Security/keys.md",
  "guides/hr (old)/pay.md",
  "Bücher/eins.md",
])
  names.add({ path, labels: path.startsWith("internal") ? ["restricted"] : ["public"] });

describe("the nearest pattern that would match", () => {
  it.each([
    ["docs/internal/**", "internal/**", 2],
    ["Internal/**", "internal/**", 2],
    ["intern/**", "internal/**", 2],
    ["internl/*.md", "internal/*.md", 1],
    ["internal", "internal/**", 2],
    ["int/**", "internal/**", 2],
    ["/Internal/", "internal/**", 2],
    ["**/intrenal/**", "internal/**", 2],
    ["security/**", "guides/Security/**", 1],
    ["internal/a.markdown", "internal/a.md", 1],
    ["guides/strat.md", "guides/start.md", 1],
    ["guides/hr old/**", "guides/hr ?old?/**", 1],
    ["Bu\u0308cher/*.txt", "Bücher/**", 1],
    ["**/*.MD", "**/*.md", 6],
  ])("%s → %s", (path, pattern, documents) => {
    expect(names.nearest({ path })).toEqual({ pattern, documents });
  });

  it.each(["hr/**", "completely/other/**", "*.pdf", "x"])("%s → nothing is near", (path) => {
    expect(names.nearest({ path })).toBeUndefined();
  });

  it("of labels", () => {
    expect(names.nearest({ label: "Restricted" })).toEqual({ pattern: "restricted", documents: 2 });
    expect(names.nearest({ label: "confidential" })).toBeUndefined();
  });

  it("matches exactly as many documents as it says", () => {
    const piece = fc.constantFrom(
      "internal",
      "Internal",
      "guides",
      "hr",
      "a.md",
      "*",
      "**",
      "*.md",
      "security",
    );
    const paths = fc.array(
      fc.array(
        piece.filter((one) => !one.includes("*")),
        { minLength: 1, maxLength: 3 },
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(paths, fc.array(piece, { minLength: 1, maxLength: 3 }), (listed, written) => {
        const known = new KnownNames();
        const all = [...new Set(listed.map((segments) => segments.join("/")))];
        for (const path of all) known.add({ path });
        const nearest = known.nearest({ path: written.join("/") });
        if (nearest) expect(all.filter(globMatcher(nearest.pattern)).length).toBe(nearest.documents);
      }),
    );
  });
});
