import { afterEach, expect, test } from "vitest";
import type { Listed } from "../../../src/connector-kit/listing.ts";
import type { Document } from "../../../src/normalize/document.ts";
import { LoadQueue } from "../../../src/sync/list/load-queue.ts";
import { neverAborted } from "../../setup/time.ts";

/** More than are kept in memory. */
const many = 2_500;
const ids = Array.from({ length: many }, (_, n) => `guide/${n}.md`);
const loaded = (name: string): Document => ({ body: "", mediaType: "text/plain", name });

const candidates = new LoadQueue();
afterEach(() => candidates.clear());

/** One function for all, as a connector with many documents has it. */
async function load(this: Pick<Listed, "externalId">): Promise<Document> {
  return loaded(this.externalId);
}
const shared = (externalId: string): Listed => ({
  kind: "document",
  externalId,
  version: `v ${externalId}`,
  title: "Grüße \ud800 \0",
  labels: ["a", "b"],
  updatedAt: 7,
  load,
});
const add = (listed: Listed) => candidates.add({ listed, visibleTo: "teammates" });

test("documents come back whole and in order, however many there are", async () => {
  for (const id of ids) add(shared(id));
  expect(candidates.size).toBe(many);
  expect([...candidates]).toEqual(ids.map((id) => ({ listed: shared(id), visibleTo: "teammates" })));
  expect([...candidates].map(({ listed }) => listed.externalId)).toEqual(ids);
  const last = [...candidates].at(-1)?.listed;
  expect(await last?.load(neverAborted)).toEqual(loaded(ids.at(-1) ?? ""));
});

test("one that is taken back is gone, wherever it waited", () => {
  for (const id of ids) add(shared(id));
  for (const id of [ids[3] ?? "", ids[2_300] ?? ""]) {
    expect(candidates.get(id)?.listed).toEqual(shared(id));
    expect(candidates.delete(id)).toBe(true);
    expect(candidates.delete(id)).toBe(false);
    expect(candidates.has(id)).toBe(false);
  }
  expect(candidates.size).toBe(many - 2);
  expect([...candidates]).toHaveLength(many - 2);
});

test("each document keeps a loader of its own, and what has a class of its own stays what it is", async () => {
  class Own implements Listed {
    readonly kind = "document";
    readonly externalId: string;
    readonly #name: string;
    constructor(externalId: string) {
      this.externalId = externalId;
      this.#name = `own ${externalId}`;
    }
    async load() {
      return loaded(this.#name);
    }
  }
  ids.forEach((id, n) => {
    const closed: Listed = { ...shared(id), load: async () => loaded(`closed ${id}`) };
    add(n % 2 === 0 ? closed : new Own(id));
  });
  const names = new Map<string, string>();
  for (const { listed } of candidates) names.set(listed.externalId, (await listed.load(neverAborted)).name);
  expect(ids.map((id) => names.get(id))).toEqual(
    ids.map((id, n) => `${n % 2 === 0 ? "closed" : "own"} ${id}`),
  );
});
