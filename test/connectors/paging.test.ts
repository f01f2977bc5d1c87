import { describe, expect, it, onTestFinished } from "vitest";
import { confluence } from "../../connectors/confluence/index.ts";
import { googleDrive } from "../../connectors/google-drive/index.ts";
import { intercom } from "../../connectors/intercom/index.ts";
import { notion } from "../../connectors/notion/index.ts";
import { sharepoint } from "../../connectors/sharepoint/index.ts";
import { zendesk } from "../../connectors/zendesk/index.ts";
import type { Connector } from "../../src/connector-kit/connector.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import {
  type ApiFixture,
  type ApiReply,
  type ApiRequest,
  documentsOf,
  entriesOf,
  testIo,
} from "../../src/connector-kit/testing/index.ts";
import { FinIngestError } from "../../src/errors.ts";
import { cloudSystem } from "./confluence/systems.ts";
import { driveSystem, handbook } from "./google-drive/system.ts";
import { workspaceSystem } from "./intercom/system.ts";
import { notionSystem } from "./notion/system.ts";
import { startTenant } from "./sharepoint/tenant.ts";
import { zendeskSystem } from "./zendesk/system.ts";

type Json = Record<string, unknown>;

/** A system's list of more than one page, which it gives in smaller pages than it is asked for. */
interface Paged {
  readonly connector: Connector;
  setUp(): Promise<ApiFixture>;
  /** Which page of the list a request asks for ("" for the first), undefined for other requests. */
  cursorOf(request: ApiRequest): string | undefined;
  readonly items: string;
  /** The same answer with another next page, undefined for the last one. */
  withNext(json: Json, cursor: string): Json;
  nextOf(json: Json): string | undefined;
  /** The cursor of an empty page after the first. */
  readonly empty: string;
}

const linked = (place: string, next: unknown): string | undefined =>
  typeof next === "string" ? (new URL(next, "http://x").searchParams.get(place) ?? undefined) : undefined;
const linksOf = ({ _links }: Json): Json => _links as Json;
/** The address is another host's; what counts in it is the place. */
const linking = (place: string) => (json: Json, cursor: string) => ({
  ...json,
  _links: { ...linksOf(json), next: `https://elsewhere.example.com/x?${place}=${cursor}` },
});

const systems: Readonly<Record<string, Paged>> = {
  "confluence, Cloud": {
    connector: confluence,
    setUp: cloudSystem,
    cursorOf: ({ path, query }) =>
      path === "/wiki/api/v2/spaces/1001/pages" && query.get("status") === "current"
        ? (query.get("cursor") ?? "")
        : undefined,
    items: "results",
    withNext: linking("cursor"),
    nextOf: (json) => linked("cursor", linksOf(json).next),
    empty: "EMPTY",
  },
  "google-drive": {
    connector: googleDrive,
    setUp: () => driveSystem(handbook),
    cursorOf: ({ path, query }) =>
      path === "/drive/v3/files" && query.get("q")?.includes("!=")
        ? (query.get("pageToken") ?? "")
        : undefined,
    items: "files",
    withNext: (json, cursor) => ({ ...json, nextPageToken: cursor }),
    nextOf: ({ nextPageToken }) => (typeof nextPageToken === "string" ? nextPageToken : undefined),
    empty: "EMPTY",
  },
  intercom: {
    connector: intercom,
    setUp: () => workspaceSystem({}, "cursor"),
    cursorOf: ({ path, query }) => (path === "/articles" ? (query.get("starting_after") ?? "") : undefined),
    items: "data",
    withNext: (json, cursor) => ({ ...json, pages: { next: { starting_after: cursor } } }),
    nextOf: ({ pages }) => {
      const { next } = pages as { next?: { starting_after: string } };
      return next?.starting_after;
    },
    empty: "EMPTY",
  },
  notion: {
    connector: notion,
    setUp: () => notionSystem(2),
    cursorOf: ({ path, body }) =>
      /\/data_sources\/.*\/query$/.test(path)
        ? ((JSON.parse(body) as Json).start_cursor?.toString() ?? "")
        : undefined,
    items: "results",
    withNext: (json, cursor) => ({ ...json, has_more: true, next_cursor: cursor }),
    nextOf: ({ next_cursor }) => (typeof next_cursor === "string" ? next_cursor : undefined),
    empty: "EMPTY",
  },
  zendesk: {
    connector: zendesk,
    setUp: () => zendeskSystem({}),
    cursorOf: ({ path, query }) => (/\/articles$/.test(path) ? (query.get("page[after]") ?? "") : undefined),
    items: "articles",
    withNext: (json, cursor) => ({
      ...json,
      meta: { has_more: true, after_cursor: cursor },
      links: { next: `https://elsewhere.example.com/x?page[after]=${cursor}` },
    }),
    nextOf: ({ meta }) => ((meta as Json).has_more ? String((meta as Json).after_cursor) : undefined),
    empty: "EMPTY",
  },
  // Its links are asked as they are, so that one to another host is refused: sharepoint/listing.test.ts has it.
  sharepoint: {
    connector: sharepoint,
    setUp: () => startTenant(),
    cursorOf: ({ path, query }) =>
      path === "/v1.0/drives/b!docs/root/delta" ? (query.get("token") ?? "") : undefined,
    items: "value",
    withNext: ({ "@odata.deltaLink": end, ...json }, cursor) => {
      const next = new URL(String(json["@odata.nextLink"] ?? end));
      next.searchParams.set("token", cursor);
      return { ...json, "@odata.nextLink": next.href };
    },
    nextOf: (json) => linked("token", json["@odata.nextLink"]),
    empty: "EMPTY",
  },
};

describe.each(Object.entries(systems))("the list of %s", (_, paged) => {
  async function start() {
    const fixture = await paged.setUp();
    onTestFinished(() => fixture.close());
    const options = paged.connector.options.parse(fixture.options);
    const list = () => entriesOf(paged.connector.list(options, testIo(fixture.baseDir, "/none")));
    const whole = ids(await list());
    /** Changes the answers of the list; `first` is its first page. */
    const changing = (change: (json: Json, cursor: string, first: Json) => Json) => {
      let first: Json = {};
      fixture.server.interfere((request) => {
        const cursor = paged.cursorOf(request);
        if (cursor === undefined) return undefined;
        if (cursor === paged.empty) {
          const next = paged.nextOf(first) ?? "";
          return { json: paged.withNext({ ...first, [paged.items]: [] }, next) };
        }
        return (reply: ApiReply) => {
          const json = structuredClone(reply.json) as Json;
          if (cursor === "") first = json;
          return { ...reply, json: change(json, cursor, first) };
        };
      });
    };
    return { list, whole, changing };
  }
  const itemsOf = (json: Json) => json[paged.items] as unknown[];

  it("is whole where pages overlap, are empty before the end, or name their next at another host", async () => {
    const { list, whole, changing } = await start();
    let pages = 0;
    changing((json, cursor, first) => {
      pages += 1;
      return cursor === ""
        ? json
        : { ...json, [paged.items]: [...itemsOf(first).slice(-1), ...itemsOf(json)] };
    });
    expect(ids(await list())).toEqual(whole);
    expect(pages).toBeGreaterThan(1);
    changing((json, cursor) =>
      cursor === "" && paged.nextOf(json) !== undefined ? paged.withNext(json, paged.empty) : json,
    );
    expect(ids(await list())).toEqual(whole);
    changing((json) => {
      const next = paged.nextOf(json);
      return next === undefined ? json : paged.withNext(json, next);
    });
    expect(ids(await list())).toEqual(whole);
  });

  it.each<[string, (paged: Paged) => (json: Json, cursor: string, first: Json) => Json]>([
    [
      "a page comes again in place of the next one",
      ({ items }) =>
        (json, cursor, first) =>
          cursor === "" ? json : { ...json, [items]: first[items] },
    ],
    [
      "a next page leads back",
      ({ withNext }) =>
        (json, cursor) =>
          cursor === "" ? json : withNext(json, cursor),
    ],
  ])("says so, with a gap or an error, where %s", async (__, make) => {
    const { list, whole, changing } = await start();
    changing(make(paged));
    const entries = await list().catch((error: unknown) => {
      expect(error).toBeInstanceOf(FinIngestError);
      return undefined;
    });
    if (entries === undefined) return;
    expect(entries.some(({ kind }) => kind === "gap")).toBe(true);
    for (const id of ids(entries)) expect(whole).toContain(id);
  });
});

const ids = (entries: readonly ListingEntry[]): string[] =>
  documentsOf(entries)
    .map(({ externalId }) => externalId)
    .sort();
