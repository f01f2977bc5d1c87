import { describe, expect, test } from "vitest";
import { IntercomError } from "../../src/intercom/errors.ts";
import { findOrCreateSource, sourceKey } from "../../src/intercom/sources.ts";
import type { ContentImportSource } from "../../src/intercom/types.ts";

const url = "https://docs.example.com";
const clock = { now: () => 0, monotonic: () => 0, sleep: async () => {} };

const source = (id: number, more: Partial<ContentImportSource> = {}): ContentImportSource => ({
  id,
  url,
  syncBehavior: "api",
  status: "active",
  ...more,
});

const doubtful = () =>
  new IntercomError("no answer", { method: "POST", path: "/", retryable: true, ambiguous: true });

/** A library in which each create does the next of `creates`. */
function libraryWith(
  sources: ContentImportSource[],
  creates: readonly ("made" | "made, unsaid" | "failed")[] = ["made"],
) {
  const calls: string[] = [];
  const plan = [...creates];
  return {
    calls,
    async *listSources() {
      calls.push("list");
      yield* [...sources];
    },
    async createSource({ url, audienceIds }: { url: string; audienceIds?: readonly number[] }) {
      calls.push("create");
      const what = plan.shift();
      if (what === undefined) throw new Error("one create too many");
      const made = source(100 + sources.length, { url, ...(audienceIds ? { audienceIds } : {}) });
      if (what !== "failed") sources.push(made);
      if (what !== "made") throw doubtful();
      return made;
    },
    async updateSource(id: number, input: { url: string; audienceIds?: readonly number[] | null }) {
      calls.push(`update ${id} ${input.url} ${JSON.stringify(input.audienceIds)}`);
      return source(id, { url: input.url, audienceIds: input.audienceIds ?? [] });
    },
  };
}

describe("the source for a URL", () => {
  test("is found however the URL is spelled, and never made twice", async () => {
    const library = libraryWith([
      source(1, { url: "https://other.example.com" }),
      source(2, { url: `${url}/` }),
    ]);
    for (const wanted of [url, "HTTPS://Docs.Example.com:443/#top"]) {
      expect((await findOrCreateSource(library, { url: wanted }, undefined, clock)).id).toBe(2);
    }
    expect(library.calls).toEqual(["list", "list"]);
  });

  test("that the API does not write to is another one", async () => {
    const library = libraryWith([source(1, { syncBehavior: "automatic" })]);
    expect(
      (await findOrCreateSource(library, { url, audienceIds: [3] }, undefined, clock)).audienceIds,
    ).toEqual([3]);
    expect(library.calls).toEqual(["list", "create"]);
  });

  test("in two copies is an error that names both", async () => {
    const library = libraryWith([source(7), source(9, { url: `${url}/` })]);
    await expect(findOrCreateSource(library, { url }, undefined, clock)).rejects.toThrow(/7 and 9/);
    expect(library.calls).toEqual(["list"]);
  });

  test("that is expected by id is never replaced", async () => {
    const library = libraryWith([source(7), source(9)]);
    expect((await findOrCreateSource(library, { url, expectedId: 9 }, undefined, clock)).id).toBe(9);
    await expect(findOrCreateSource(library, { url, expectedId: 8 }, undefined, clock)).rejects.toThrow(
      /no longer/,
    );
    expect(library.calls).toEqual(["list", "list"]);
  });

  test.each([
    [[1, 2], [2, 1], []],
    [undefined, [2], []],
    [[], [], []],
    [[1], [2], ["update 5 https://docs.example.com [1]"]],
    [[], [2], ["update 5 https://docs.example.com []"]],
  ])("wanted audiences %j, has %j", async (wanted, has, updates) => {
    const library = libraryWith([source(5, { audienceIds: has })]);
    await findOrCreateSource(library, { url, ...(wanted ? { audienceIds: wanted } : {}) }, undefined, clock);
    expect(library.calls).toEqual(["list", ...updates]);
  });
});

describe("creating after doubt", () => {
  test("finds what was created although the answer did not say so", async () => {
    const library = libraryWith([], ["made, unsaid"]);
    expect((await findOrCreateSource(library, { url }, undefined, clock)).id).toBe(100);
    expect(library.calls).toEqual(["list", "create", "list"]);
  });

  test("creates again only after two searches, and not a third time", async () => {
    const library = libraryWith([], ["failed", "made"]);
    await findOrCreateSource(library, { url }, undefined, clock);
    expect(library.calls).toEqual(["list", "create", "list", "list", "create"]);
    const down = libraryWith([], ["failed", "failed"]);
    await expect(findOrCreateSource(down, { url }, undefined, clock)).rejects.toThrow("no answer");
    const lucky = libraryWith([], ["failed", "made, unsaid"]);
    expect((await findOrCreateSource(lucky, { url }, undefined, clock)).id).toBe(100);
  });

  test("a certain refusal is passed on at once", async () => {
    const library = libraryWith([]);
    const refused = new IntercomError("no", {
      method: "POST",
      path: "/",
      retryable: false,
      ambiguous: false,
    });
    library.createSource = () => Promise.reject(refused);
    await expect(findOrCreateSource(library, { url }, undefined, clock)).rejects.toBe(refused);
    expect(library.calls).toEqual(["list"]);
  });
});

test.each([
  ["https://a.example/x/", "https://a.example/x", true],
  ["https://a.example", "https://A.example:443/", true],
  ["https://a.example/?v=1", "https://a.example/?v=2", false],
  ["https://a.example/x", "https://a.example/X", false],
  ["http://a.example", "https://a.example", false],
  ["no url ", "no url", true],
])("%s and %s are one: %s", (a, b, same) => {
  expect(sourceKey(a) === sourceKey(b)).toBe(same);
});
