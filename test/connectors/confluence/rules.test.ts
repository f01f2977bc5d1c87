import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confluenceOptions, editionOf, siteOf } from "../../../connectors/confluence/options.ts";
import { isPublic, type Level } from "../../../connectors/confluence/permissions.ts";
import { cleanRendered } from "../../../connectors/confluence/rendered.ts";
import type { Readers } from "../../../connectors/confluence/types.ts";

const anyone: Readers = { kind: "anyone" };
const unknown: Readers = { kind: "unknown", reason: "Confluence answered 403" };
const some = (...groups: string[]): Readers => ({ kind: "some", groups, users: 0 });
const levels = (...readers: Readers[]): Level[] =>
  readers.map((one, index) => ({ title: `level ${index}`, own: index === 0, readers: one }));

describe("who may read a page", () => {
  it.each<readonly [string, Level[], readonly string[], string]>([
    ["open on all levels", levels(anyone, anyone), [], "public"],
    ["restricted itself", levels(some("hr"), anyone), [], "restricted"],
    ["restricted above", levels(anyone, anyone, some("hr")), [], "restricted"],
    ["to users only", levels({ kind: "some", groups: [], users: 1 }), ["hr"], "restricted"],
    ["to a group that counts as open", levels(some("hr", "all"), anyone), ["all"], "public"],
    ["one such group above, another below", levels(some("a"), some("b")), ["a", "b"], "restricted"],
    ["the same one above and below", levels(some("a"), some("b", "a")), ["x", "a"], "public"],
    ["not known itself", levels(unknown, anyone), [], "unknown"],
    ["not known above", levels(anyone, unknown), ["all"], "unknown"],
    ["open to a group below what is not known", levels(some("all"), unknown), ["all"], "unknown"],
  ])("%s", (_, given, open_to_groups, kind) => {
    expect(isPublic(given, { restricted_pages: "exclude", open_to_groups: [...open_to_groups] }).kind).toBe(
      kind,
    );
  });

  it("makes no request where restricted pages are content by the options", () => {
    expect(isPublic(levels(unknown, some()), { restricted_pages: "include", open_to_groups: [] })).toEqual({
      kind: "public",
    });
  });

  it("is never public because of an additional restriction", () => {
    const readers = fc.oneof(
      fc.constant(anyone),
      fc.constant(unknown),
      fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1 }).map((groups) => some(...groups)),
    );
    fc.assert(
      fc.property(fc.array(readers), readers, fc.array(fc.constantFrom("a", "b")), (given, more, groups) => {
        const options = { restricted_pages: "exclude", open_to_groups: groups } as const;
        if (isPublic(levels(...given), options).kind !== "public")
          expect(isPublic(levels(...given, more), options).kind).not.toBe("public");
      }),
    );
  });
});

describe("options", () => {
  it.each([
    ["https://acme.atlassian.net", "cloud", "https://acme.atlassian.net/wiki"],
    ["https://acme.atlassian.net/wiki/", "cloud", "https://acme.atlassian.net/wiki"],
    [
      "https://api.atlassian.com/ex/confluence/1f-2",
      "cloud",
      "https://api.atlassian.com/ex/confluence/1f-2/wiki",
    ],
    ["https://wiki.example.com/confluence", "data-center", "https://wiki.example.com/confluence"],
    ["https://atlassian.net.example.com", "data-center", "https://atlassian.net.example.com"],
  ])("%s is %s", (base_url, edition, site) => {
    expect(editionOf({ base_url })).toBe(edition);
    expect(siteOf({ base_url })).toBe(site);
  });

  it("excludes what is restricted or archived unless stated", () => {
    const options = confluenceOptions.parse({
      base_url: "https://acme.atlassian.net",
      auth: { bearer: "x" },
      spaces: ["HB"],
    });
    expect(options).toMatchObject({
      restricted_pages: "exclude",
      open_to_groups: [],
      include_archived: false,
      blog_posts: false,
      attachments: [],
    });
  });
});

describe("a rendering", () => {
  it.each([
    ['<div class="toc-macro"><ul><li>x</li></ul></div><p>y</p>', "<p>y</p>"],
    [
      '<div class="expand-container"><div class="expand-control"><span class="expand-control-text">More</span></div><div class="expand-content"><p>x</p></div></div>',
      "<details><summary>More</summary><p>x</p></details>",
    ],
    [
      '<div class="panel"><div class="panelHeader"><b>T</b></div><div class="panelContent"><p>x</p></div></div>',
      '<div class="panel"><p><strong>T</strong></p><div class="panelContent"><p>x</p></div></div>',
    ],
    [
      '<div class="panel" style="background-color: #EAE6FF;border-color: #998DD9;"><div class="panelContent"><p>x</p></div></div>',
      '<div class="admonition note"><div class="panelContent"><p>x</p></div></div>',
    ],
    [
      '<div class="panel" style="background-color: rgb(255, 235, 230)"><div class="panelContent"><p>x</p></div></div>',
      '<div class="admonition error"><div class="panelContent"><p>x</p></div></div>',
    ],
    ['<p><img class="emoticon" alt="(tick)" data-emoji-fallback="✅">x</p>', "<p><span>✅</span>x</p>"],
    ['<p><a class="confluence-userlink" href="/u">Jane</a></p>', "<p><span>Jane</span></p>"],
    [
      '<span class="jira-issue"><a href="https://j/A-1"><img class="icon" src="i">A-1</a></span>',
      '<span class="jira-issue"><a href="https://j/A-1">A-1</a></span>',
    ],
    [
      '<table class="attachments"><tbody><tr><td><a class="filename" href="/d">a.pdf</a></td></tr></tbody></table>',
      "<ul><li>a.pdf</li></ul>",
    ],
    ['<p><span class="error">Unknown macro: {x}</span>y</p>', "<p>y</p>"],
  ])("%s", (html, expected) => {
    expect(cleanRendered(html)).toBe(expected);
  });

  it("takes deep nesting", () => {
    const depth = 20_000;
    expect(cleanRendered(`${'<div class="panel">'.repeat(depth)}deep`)).toContain("deep");
  });
});
