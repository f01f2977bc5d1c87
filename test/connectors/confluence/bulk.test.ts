import { describe, expect, it, onTestFinished } from "vitest";
import { confluence } from "../../../connectors/confluence/index.ts";
import type { ApiReply, ApiRequest } from "../../../src/connector-kit/testing/index.ts";
import { documentsOf, entriesOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import type { Site } from "./site.ts";
import { cloudSystem, dataCenterSystem, type System } from "./systems.ts";

const PAGES = 150;
const ids = Array.from({ length: PAGES }, (_, at) => String(9_000 + at));
const include =
  '<ac:structured-macro ac:name="include"><ac:parameter ac:name=""><ri:page ri:content-title="Page 9001"/></ac:parameter></ac:structured-macro>';

/** A site of many pages, in answers as large as Confluence's. */
async function largeSite(start: () => Promise<System>): Promise<System> {
  const system = await start();
  onTestFinished(() => system.close());
  const { site } = system;
  site.perPage = 250;
  for (const id of ids)
    site.contents.push({
      id,
      type: "page",
      space: "HB",
      title: `Page ${id}`,
      parentId: "101",
      parentType: "page",
      status: "current",
      version: 2,
      labels: [],
      users: [],
      groups: [],
      storage: `<p>Stored ${id}.</p>`,
      view: `<p>Rendered ${id}.</p>`,
      indexed: true,
    });
  return system;
}

const pageOf = (site: Site, id: string) => {
  const found = site.contents.find((one) => one.id === id);
  if (!found) throw new Error(`no page ${id}`);
  return found;
};

/** Lists, then loads those of the ids, several at a time; `requests` are those of the loads. */
async function loaded(system: System, wanted: readonly string[], options: object = {}) {
  const io = testIo("/", "/");
  const parsed = confluence.options.parse({ ...system.options, spaces: ["HB"], ...options });
  const entries = documentsOf(await entriesOf(confluence.list(parsed, io)));
  const listed = new Map(entries.map((one) => [one.externalId, one]));
  const before = system.server.requests.length;
  const bodies = new Map<string, string>();
  for (let at = 0; at < wanted.length; at += 8)
    await Promise.all(
      wanted
        .slice(at, at + 8)
        .map(async (id) => bodies.set(id, String((await listed.get(id)?.load(io.signal))?.body))),
    );
  return { bodies, requests: system.server.requests.slice(before) };
}

/** What a search or a v2 listing by ids answers, without what is given of one of its pages. */
const without =
  (what: "body" | "item" | "format", id?: string) =>
  ({ path, query }: ApiRequest) => {
    const isBulk =
      (path.endsWith("/content/search") && query.get("expand")?.includes("body.")) ||
      (/\/v2\/pages$/.test(path) && query.has("id"));
    if (!isBulk) return undefined;
    return (reply: ApiReply): ApiReply => {
      if (what === "format") return { status: 403, json: {} };
      const json = reply.json as { results?: { id: string; body?: unknown }[] };
      if (!json.results) return reply;
      const results = json.results.flatMap((one) => {
        if (id !== undefined && one.id !== id) return [one];
        return what === "item" ? [] : [{ ...one, body: {} }];
      });
      return { ...reply, json: { ...json, results } };
    };
  };

describe.each([
  ["Cloud", cloudSystem],
  ["Data Center", dataCenterSystem],
])("bodies of many pages, %s", (edition, start) => {
  it("are read several at once, each as it is read by itself", async () => {
    const system = await largeSite(start);
    const { bodies, requests } = await loaded(system, ids);
    expect(requests.length / PAGES).toBeLessThanOrEqual(0.12);
    for (const id of ids) expect(bodies.get(id)).toBe(`<p>Rendered ${id}.</p>`);
  });

  it("are read in storage format alone where the options say so", async () => {
    const system = await largeSite(start);
    const { bodies, requests } = await loaded(system, ids, { body: "storage" });
    expect(requests.length / PAGES).toBeLessThanOrEqual(0.1);
    for (const id of ids) expect(bodies.get(id)).toBe(`<p>Stored ${id}.</p>`);
    expect(requests.some(({ query }) => /view/.test(query.get("expand") ?? ""))).toBe(false);
  });

  it.each([
    ["a page", "body", ids[40]],
    ["a page that is not found", "item", ids[40]],
    ["every page", "body", undefined],
    ["every page that is not found", "item", undefined],
    ["a refused batch", "format", undefined],
  ] as const)("that a batch does not bring are read by themselves: %s", async (_, what, id) => {
    const system = await largeSite(start);
    system.server.interfere(without(what, id));
    const { bodies, requests } = await loaded(system, ids);
    for (const one of ids) expect(bodies.get(one)).toBe(`<p>Rendered ${one}.</p>`);
    const singles = edition === "Cloud" ? 2 : 1;
    if (id === undefined) expect(requests.length).toBeLessThanOrEqual(PAGES * singles + 8);
    else expect(requests.length).toBeLessThan(40);
  });

  it("are few where few are loaded", async () => {
    const system = await largeSite(start);
    const { site } = system;
    const wanted = ids.filter((_, at) => at % 30 === 17);
    const before = site.bodyReads;
    const { requests } = await loaded(system, wanted);
    expect(requests.length).toBeLessThanOrEqual(wanted.length * (edition === "Cloud" ? 2 : 1));
    expect(site.bodyReads - before).toBeLessThanOrEqual(wanted.length * 5);
  });

  it("are never Confluence's rendering of a page that includes others, nor an older one than was listed", async () => {
    const system = await largeSite(start);
    const [shows = "", stale = ""] = ids;
    pageOf(system.site, shows).storage += include;
    pageOf(system.site, shows).view = "<p>What the account sees of others.</p>";
    system.server.interfere(({ path, query }) =>
      path.endsWith("/content/search") && query.get("expand")?.includes("body.")
        ? (reply) => ({
            ...reply,
            json: JSON.parse(JSON.stringify(reply.json), (_, value) =>
              value?.id === stale
                ? { ...value, version: { number: 1 }, body: { export_view: { value: "<p>Old.</p>" } } }
                : value,
            ),
          })
        : undefined,
    );
    const { bodies } = await loaded(system, ids);
    expect(bodies.get(shows)).toMatch(/Stored 9000.*Rendered 9001/);
    expect(bodies.get(shows)).not.toContain("What the account sees");
    expect(bodies.get(stale)).toBe(`<p>Rendered ${stale}.</p>`);
  });
});
