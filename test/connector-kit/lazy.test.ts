import { expect, it } from "vitest";
import { z } from "zod";
import { checklist } from "../../src/connector-kit/checklist.ts";
import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { entriesOf, testIo } from "../../src/connector-kit/testing/index.ts";
import { FinIngestError } from "../../src/errors.ts";

const options = z.strictObject({});
const base = { type: "toy", summary: "Something to load", options };

it("loads each part with its first use only", async () => {
  const loaded: string[] = [];
  const connector = lazyConnector({
    ...base,
    requestsPerSecond: 3,
    async list() {
      loaded.push("list");
      return {
        async *list() {
          yield { kind: "gap", part: "all", reason: "empty" };
        },
      };
    },
    async check() {
      loaded.push("check");
      return { check: async () => [] };
    },
    async confirm() {
      loaded.push("confirm");
      return { confirm: async (_options, _io, id) => (id === "1" ? "gone" : "present") };
    },
  });
  const io = testIo(".", ".");
  expect(connector).toMatchObject({ type: "toy", summary: "Something to load", requestsPerSecond: 3 });
  expect(loaded).toEqual([]);
  expect(await entriesOf(connector.list({}, io))).toMatchObject([{ part: "all" }]);
  expect(await connector.check({}, io)).toEqual([]);
  expect(await connector.confirm?.({}, io, "1")).toBe("gone");
  expect(loaded).toEqual(["list", "check", "confirm"]);
});

it("has no confirm where there is none to load", () => {
  const list = async () => ({ async *list() {} });
  const connector = lazyConnector({ ...base, list, check: async () => ({ check: async () => [] }) });
  expect("confirm" in connector).toBe(false);
});

it("a step of a check that throws is a failed result with a hint; an abort is thrown on", async () => {
  const controller = new AbortController();
  const { results, attempt, ok } = checklist(controller.signal);
  const fail = (hint?: string) => async () => {
    throw new FinIngestError("refused", hint === undefined ? {} : { hint });
  };
  expect(await attempt("one", "look here", async () => 1)).toBe(1);
  ok("one", "there");
  expect(await attempt("two", "look here", fail())).toBeUndefined();
  await attempt("three", "look here", fail("or there"));
  expect(results).toEqual([
    { what: "one", result: "ok", detail: "there" },
    { what: "two", result: "failed", detail: "refused", hint: "look here" },
    { what: "three", result: "failed", detail: "refused", hint: "or there" },
  ]);
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(attempt("four", undefined, fail())).rejects.toBe(reason);
});
