import os from "node:os";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { list } from "../../../connectors/notion/list.ts";
import { notionOptions } from "../../../connectors/notion/options.ts";
import { documentsOf, entriesOf, type TestIo, testIo } from "../../../src/connector-kit/testing/index.ts";
import { ids, startWorkspace, token, type Workspace } from "./workspace.ts";

let workspace: Workspace;
let io: TestIo;
beforeEach(async () => {
  workspace = await startWorkspace();
  onTestFinished(() => workspace.server.close());
  workspace.pageSize = 100;
  io = testIo(os.tmpdir(), os.tmpdir());
});

const options = (extra: object = {}) =>
  notionOptions.parse({ token, base_url: workspace.server.url, ...extra });

/** Half a minute passes between any two looks at it. */
const hurrying = () => {
  let now = 0;
  return { monotonic: () => (now += 30_000) };
};
const listing = async (clock?: { monotonic(): number }, extra: object = {}) => {
  const entries = await entriesOf(list(options(extra), io, clock));
  return { entries, documents: new Map(documentsOf(entries).map((one) => [one.externalId, one])) };
};
const gapsIn = (entries: readonly { readonly kind: string }[]) =>
  entries.filter(({ kind }) => kind === "gap");

describe("a first listing that takes long", () => {
  it("reads no more blocks, lists what the search finds, and says that this is not all", async () => {
    const { entries, documents } = await listing(hurrying());
    expect(workspace.bodyReads()).toBe(0);
    expect([...documents.keys()]).toEqual(expect.arrayContaining([ids.handbook, ids.company]));
    expect(gapsIn(entries)).toMatchObject([{ reason: expect.stringContaining("by Notion's search alone") }]);
  });

  it("leaves the rest to the loads, after which the next listing is complete and reads nothing again", async () => {
    const { documents } = await listing(hurrying());
    const bodies = new Map<string, string>();
    for (const [id, one] of documents) bodies.set(id, String((await one.load(io.signal)).body));
    const reads = workspace.bodyReads();
    expect(reads).toBe(documents.size);

    const next = await listing(hurrying());
    expect(gapsIn(next.entries)).toEqual([]);
    const added = [...next.documents.keys()].filter((id) => !documents.has(id));
    expect(workspace.bodyReads()).toBe(reads + added.length);

    const other = testIo(os.tmpdir(), os.tmpdir());
    const complete = documentsOf(await entriesOf(list(options(), other)));
    expect([...next.documents.keys()].sort()).toEqual(complete.map(({ externalId }) => externalId).sort());
    for (const one of complete) {
      const body = bodies.get(one.externalId);
      if (body !== undefined) expect(String((await one.load(other.signal)).body)).toBe(body);
    }
  });

  it("gives a page that shows nothing of others the version that it has later", async () => {
    const { documents } = await listing(hurrying());
    for (const one of documents.values()) await one.load(io.signal);
    const { documents: later } = await listing();
    const same = [...documents].filter(([id, { version }]) => later.get(id)?.version === version);
    expect(same.length).toBeGreaterThan(documents.size / 2);
  });
});

describe("a listing", () => {
  it("asks for the blocks of several pages at a time, and for each once", async () => {
    let underWay = 0;
    let most = 0;
    const fetching = io.http.get;
    io.http.get = async (...request: Parameters<typeof fetching>) => {
      underWay += 1;
      most = Math.max(most, underWay);
      try {
        return await fetching.apply(io.http, request);
      } finally {
        underWay -= 1;
      }
    };
    const { documents } = await listing();
    const reads = workspace.bodyReads();
    expect(most).toBeGreaterThan(1);
    for (const one of documents.values()) await one.load(io.signal);
    expect(workspace.bodyReads()).toBe(reads);
  });

  it("that is not the first reads all blocks that it needs, however long it takes", async () => {
    io.cache.set("walked", "yes");
    const { entries, documents } = await listing(hurrying());
    expect(gapsIn(entries)).toEqual([]);
    expect(documents.size).toBe(14);
  });
});
