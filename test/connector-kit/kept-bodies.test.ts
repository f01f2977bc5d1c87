import { expect, test, vi } from "vitest";
import { KeptBodies } from "../../src/connector-kit/kept-bodies.ts";
import { TempFile } from "../../src/temp-file.ts";

test("gives back what was kept, of any size and script, the newest of a key", () => {
  const kept = new KeptBodies<{ body: string }>();
  const long = "é\n\u2028𝄞".repeat(60_000);
  kept.keep("a", { body: "one" });
  kept.keep("long", { body: long });
  kept.keep("a", { body: "two" });
  expect(kept.read("long")).toEqual({ body: long });
  expect(kept.read("a")).toEqual({ body: "two" });
  expect(kept.read("b")).toBeUndefined();
});

test("what was kept a quarter of an hour ago is asked for again", () => {
  let now = 0;
  const kept = new KeptBodies<string>({ monotonic: () => now });
  kept.keep("a", "text");
  now = 15 * 60_000;
  expect(kept.read("a")).toBe("text");
  now += 1;
  expect(kept.read("a")).toBeUndefined();
});

test("a full disk keeps nothing more, and loses nothing", () => {
  const kept = new KeptBodies<string>();
  kept.keep("a", "text");
  const write = vi.spyOn(TempFile.prototype, "write").mockImplementation(() => {
    throw new Error("ENOSPC");
  });
  kept.keep("b", "text");
  write.mockRestore();
  kept.keep("c", "text");
  expect([kept.read("a"), kept.read("b"), kept.read("c")]).toEqual(["text", undefined, undefined]);
});
