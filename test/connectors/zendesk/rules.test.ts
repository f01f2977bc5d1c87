import fc from "fast-check";
import { expect, it } from "vitest";
import { kindOf } from "../../../connectors/zendesk/attachments.ts";
import { audienceOf } from "../../../connectors/zendesk/audience.ts";
import { classify } from "../../../connectors/zendesk/classify.ts";
import { authOf, originsOf, zendeskOptions } from "../../../connectors/zendesk/options.ts";
import { Article, type UserSegment } from "../../../connectors/zendesk/schema.ts";
import {
  categoryOf,
  isSelected,
  partsOf,
  pathOf,
  type Structure,
} from "../../../connectors/zendesk/structure.ts";

const auth = { bearer: "token-of-the-tests" };
const segments = new Map<string, UserSegment>(
  [
    { id: "1", name: "Agents", user_type: "staff", built_in: true },
    { id: "2", name: "Signed in", user_type: "signed_in_users", built_in: true },
    { id: "3", name: "VIP", user_type: "signed_in_users", built_in: false },
    { id: "4", name: "Legal", user_type: "staff", built_in: false },
  ].map((segment) => [segment.id, segment]),
);
type Who = "customers" | "teammates";

it.each<[string | null | undefined, string[] | undefined, Record<string, Who>, string]>([
  [null, undefined, {}, "everyone"],
  [null, [], {}, "everyone"],
  [undefined, [], {}, "everyone"],
  [undefined, undefined, { staff: "teammates" }, "unknown"],
  ["1", undefined, {}, "restricted"],
  ["1", [], { staff: "teammates" }, "teammates"],
  ["1", ["1"], { "1": "customers", staff: "teammates" }, "customers"],
  ["2", undefined, { signed_in_users: "customers" }, "customers"],
  ["3", undefined, { signed_in_users: "customers" }, "restricted"],
  ["4", undefined, { staff: "teammates" }, "restricted"],
  ["3", undefined, { "3": "customers" }, "customers"],
  [null, ["1", "3"], { staff: "teammates" }, "restricted"],
  [null, ["1", "3"], { staff: "teammates", "3": "customers" }, "teammates"],
  [null, ["2", "3"], { signed_in_users: "customers", "3": "customers" }, "customers"],
  ["99", undefined, { staff: "teammates", signed_in_users: "customers" }, "restricted"],
])("segment %j with list %j under %j is for %s", (user_segment_id, user_segment_ids, mapping, expected) => {
  const audience = audienceOf({ user_segment_id, user_segment_ids }, mapping, segments);
  expect(audience.kind === "stated" ? audience.visibleTo : audience.kind).toBe(expected);
});

it("an article with a segment of which nothing is stated is never content", () => {
  const who = fc.constantFrom<Who>("customers", "teammates");
  const stated = fc.dictionary(fc.constantFrom("1", "2", "3", "staff", "signed_in_users"), who);
  const ids = fc.array(fc.constantFrom("1", "2", "3"));
  fc.assert(
    fc.property(stated, ids, fc.boolean(), (mapping, others, alone) => {
      const given = alone
        ? { user_segment_id: "4", user_segment_ids: others }
        : { user_segment_id: null, user_segment_ids: [...others, "4"] };
      expect(audienceOf(given, mapping, segments).kind).toBe("restricted");
    }),
  );
});

it("a segment that is not stated is named with its reason", () => {
  expect(audienceOf({ user_segment_id: "3" }, {}, segments)).toMatchObject({
    reason: "only for the user segment 3 (VIP), of which `user_segments` says nothing",
  });
});

const structure: Structure = {
  categories: new Map([
    ["20", { id: "20", name: "Account / Access" }],
    ["30", { id: "30", name: "..." }],
  ]),
  sections: new Map(
    [
      { id: "210", name: "Sign-in", category_id: "20", parent_section_id: null },
      { id: "211", name: "Ausgesperrt & Größe", category_id: "20", parent_section_id: "210" },
      { id: "310", name: "../etc", category_id: "30", parent_section_id: null },
      { id: "400", name: "Ring", category_id: null, parent_section_id: "401" },
      { id: "401", name: "Ring", category_id: null, parent_section_id: "400" },
    ].map((section) => [section.id, section]),
  ),
};

it.each([
  ["210", "Log in!", "account-access/sign-in/log-in"],
  ["211", "Größe?", "account-access/sign-in/ausgesperrt-größe/größe"],
  ["310", "???", "30/etc/7"],
  ["400", "Round", "ring/ring/round"],
])("section %s with the title %s gives the path %s", (section, title, expected) => {
  expect(pathOf(structure, section, title, "7")).toBe(expected);
});

it.each([
  ["211", {}, true],
  ["211", { categories: ["20"] }, true],
  ["211", { sections: ["210"] }, true],
  ["210", { sections: ["211"] }, false],
  ["310", { categories: ["20"], sections: ["310"] }, true],
  ["310", { categories: ["20"] }, false],
  ["999", { categories: ["20"] }, false],
  ["400", { sections: ["401"] }, true],
])("section %s is selected by %j: %s", (section, selection, expected) => {
  expect(isSelected(structure, section, selection)).toBe(expected);
});

it("listings cover exactly what is selected, and name what is not there", () => {
  expect(categoryOf(structure, "400")).toBeUndefined();
  const { parts, missing } = partsOf(structure, { categories: ["20", "77"], sections: ["210", "78"] });
  expect(missing).toEqual(["category 77", "section 78"]);
  expect(parts.map(({ path }) => path)).toEqual([
    "/categories/20/articles",
    "/sections/210/articles",
    "/sections/211/articles",
  ]);
  expect(partsOf(structure, {}).parts).toEqual([{ name: "", path: "/articles" }]);
});

const article = Article.parse({
  id: 5,
  title: "A",
  body: "<p>a</p>",
  locale: "en-US",
  draft: false,
  section_id: 210,
  user_segment_id: null,
  updated_at: "2026-01-01T00:00:00Z",
  edited_at: "2026-01-01T00:00:00Z",
});
const measure = { options: { user_segments: {} }, locale: "en-us", structure, segments };

it.each([
  [{}, "content"],
  [{ locale: "de" }, "unpublished"],
  [{ draft: true }, "unpublished"],
  [{ user_segment_id: "3" }, "unpublished"],
  [{ user_segment_id: undefined }, "unreadable"],
  [{ section_id: "999" }, "unreadable"],
  [{ section_id: null }, "unreadable"],
])("an article with %j is %s", (given, expected) => {
  expect(classify({ ...article, ...given }, measure).kind).toBe(expected);
});

it("the version covers all that a page or a rule depends on, and nothing else", () => {
  const version = (given: Partial<Article>) => {
    const verdict = classify(
      { ...article, ...given },
      { ...measure, options: { user_segments: { staff: "teammates" } } },
    );
    return verdict.kind === "content" ? verdict.metadata.version : undefined;
  };
  const changes: Partial<Article>[] = [
    { title: "B" },
    { body: "<p>b</p>" },
    { label_names: ["x"] },
    { section_id: "211" },
    { user_segment_id: "1" },
    { promoted: true },
    { outdated_locales: ["en-us"] },
    { updated_at: "2026-01-02T00:00:00Z" },
    { edited_at: "2026-01-02T00:00:00Z" },
  ];
  const versions = [undefined, ...changes].map((change) => version(change ?? {}));
  expect(new Set(versions).size).toBe(versions.length);
  expect(version({ outdated_locales: ["de"], html_url: "https://acme.zendesk.com/x" })).toBe(version({}));
});

it.each([
  [{ subdomain: "acme" }, ["https://acme.zendesk.com"]],
  [
    { subdomain: "Acme", brands: ["acme-pro", "acme"] },
    ["https://acme.zendesk.com", "https://acme-pro.zendesk.com"],
  ],
  [
    { base_url: "https://help.example.com", brands: ["https://pro.example.com/"] },
    ["https://help.example.com", "https://pro.example.com"],
  ],
])("%j asks %j", (given, expected) => {
  expect(originsOf(zendeskOptions.parse({ auth, ...given }))).toEqual(expected);
});

it.each([
  { subdomain: "acme.zendesk.com" },
  { subdomain: "acme/evil" },
  { subdomain: "-acme" },
  { base_url: "https://help.example.com/hc" },
  { base_url: "https://help.example.com?x=1" },
  { subdomain: "acme", brands: ["acme.example.com"] },
  { subdomain: "acme", help_center_locale: "../x" },
  { subdomain: "acme", sections: ["1/../2"] },
])("%j is refused", (given) => {
  expect(zendeskOptions.safeParse({ auth, ...given }).success).toBe(false);
});

it("an API token is sent under its user's address with /token", () => {
  const options = zendeskOptions.parse({
    subdomain: "acme",
    auth: { api_token: { email: "fin@example.com", token: "t0" } },
    categories: [360000123, "7"],
    help_center_locale: "EN-us",
  });
  expect(authOf(options)).toEqual({ basic: { username: "fin@example.com/token", password: "t0" } });
  expect(options).toMatchObject({ categories: ["360000123", "7"], help_center_locale: "en-us" });
});

it.each([
  ["application/pdf", "a.bin", false, "pdf"],
  ["application/pdf; charset=binary", "a", false, "pdf"],
  ["application/octet-stream", "Plan.DOCX", false, "docx"],
  [null, "a.pdf", null, "pdf"],
  ["application/pdf", "a.pdf", true, undefined],
  ["image/png", "a.png", false, undefined],
])("a file of type %s named %s, inline %s, is %s", (content_type, file_name, inline, expected) => {
  expect(kindOf({ content_type, file_name, inline }, ["pdf", "docx"])).toBe(expected);
  expect(kindOf({ content_type, file_name, inline }, [])).toBeUndefined();
});
