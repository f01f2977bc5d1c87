import { describe, expect, test } from "vitest";
import { secrets } from "../secrets/samples.ts";
import { startWorld, type World } from "./world.ts";

const filler = "and so on, step by step, ".repeat(12);
const section = (name: string, words = filler) => `## ${name}\n\nAbout ${name}: ${words}`;
const long = (...sections: string[]) => `# Manual\n\nWhat this manual is about.\n\n${sections.join("\n\n")}`;
const short = Object.fromEntries(
  ["a", "b", "c", "d", "e", "f", "g", "h"].map((id) => [id, `# ${id}\n\nHow to do ${id}, step by step.`]),
);
const manual = long(section("Install"), section("Use"), section("Remove"));

/** A source with one long document among short ones. */
async function worldWith(body = manual): Promise<World> {
  const world = await startWorld({ documents: { ...short, manual: body } });
  const source = { ...world.source, normalizing: { maxPageBytes: 450 } };
  const run = { ...world.run, sources: [source], config: { ...world.run.config, sources: [source] } };
  return { ...world, nightly: (over) => world.nightly({ ...run, ...over }) };
}

const counts = async (world: World) => (await world.nightly()).report.sources[0]?.counts;
const parts = (world: World) =>
  Object.keys(world.library())
    .filter((id) => id.startsWith("manual"))
    .sort();

describe("a document of several pages", () => {
  test("becomes a page and its parts, and is not read again while it is as it was", async () => {
    const world = await worldWith();
    expect(await counts(world)).toMatchObject({ create: 12, fail: 0 });
    expect(parts(world)).toEqual(["manual", "manual#part:install", "manual#part:remove", "manual#part:use"]);
    expect(world.ledger.page("docs", "manual")?.parts).toBe(3);
    world.broken.add("manual");
    expect(await counts(world)).toMatchObject({ create: 0, update: 0, unchanged: 12, fail: 0 });
  });

  test("sends only the part that was edited", async () => {
    const world = await worldWith();
    await world.nightly();
    world.documents.set(
      "manual",
      long(section("Install"), section("Use", `${filler} more`), section("Remove")),
    );
    const { report } = await world.nightly();
    expect(report.sources[0]?.changes).toMatchObject([{ kind: "update", externalId: "manual#part:use" }]);
  });

  test("loses a part: its page is hidden at once, and deleted when the grace is over", async () => {
    const world = await worldWith();
    await world.nightly();
    world.documents.set("manual", long(section("Install"), section("Use")));
    expect(await counts(world)).toMatchObject({ hide: 1, delete: 0, hold: 0 });
    expect(world.library()["manual#part:remove"]).toBe("hidden");
    world.broken.add("manual");
    expect(await counts(world)).toMatchObject({ hide: 0, delete: 1, fail: 0 });
    expect(parts(world)).toEqual(["manual", "manual#part:install", "manual#part:use"]);
  });

  test("becomes short: all its parts go", async () => {
    const world = await worldWith();
    await world.nightly();
    world.documents.set("manual", "# Manual\n\nNothing more to say.");
    expect(await counts(world)).toMatchObject({ update: 1, hide: 3 });
    expect(await counts(world)).toMatchObject({ delete: 3, unchanged: 9 });
    expect(parts(world)).toEqual(["manual"]);
  });

  test("is gone: its parts follow it", async () => {
    const world = await worldWith();
    await world.nightly();
    world.documents.delete("manual");
    expect(await counts(world)).toMatchObject({ hide: 4, fail: 0 });
    expect(parts(world).map((id) => world.library()[id])).toEqual(["hidden", "hidden", "hidden", "hidden"]);
  });

  test("cannot be read: its parts stay", async () => {
    const world = await worldWith();
    await world.nightly();
    world.documents.set("manual", long(section("Install")));
    world.broken.add("manual");
    expect(await counts(world)).toMatchObject({ fail: 1, hide: 0, delete: 0 });
    expect(parts(world)).toHaveLength(4);
  });

  test("is read again until each part has arrived", async () => {
    const world = await worldWith();
    world.emulator.faults.set([
      { match: { externalId: "manual#part:use" }, times: 1, fault: { kind: "status", status: 422 } },
    ]);
    expect(await counts(world)).toMatchObject({ fail: 1 });
    expect(await counts(world)).toMatchObject({ create: 1, fail: 0 });
    expect(parts(world)).toHaveLength(4);
  });
});

test("an id like that of a part is refused, and nothing is lost by it", async () => {
  const world = await startWorld({ documents: { ...short, "a#part:b": "# No" } });
  expect(await counts(world)).toMatchObject({ create: 8, fail: 1 });
});

describe("a description of an API with a secret in one operation", () => {
  const operation = (name: string, words: string) =>
    `  /${name}:\n    get:\n      operationId: ${name}\n      description: ${words}\n      responses: {"200": {description: The ${name}}}\n`;
  const api = (words: string) =>
    `openapi: 3.1.0\ninfo: {title: Acme, version: "1"}\npaths:\n${operation("pets", "All pets of the shop.")}${operation("keys", words)}`;
  const token = secrets["github-token"] ?? "";

  test("is sent without it, held night after night, and sent whole when it is gone", async () => {
    const world = await startWorld({ documents: { ...short, manual: api(`For example ${token}.`) } });
    expect(await counts(world)).toMatchObject({ create: 10, hold: 1 });
    expect(parts(world)).toEqual(["manual", "manual#part:pets"]);
    expect(await counts(world)).toMatchObject({ create: 0, unchanged: 10, hold: 1, hide: 0 });
    world.documents.set("manual", api("A key of your own."));
    expect(await counts(world)).toMatchObject({ create: 1, hold: 0, hide: 0 });
    expect(parts(world)).toEqual(["manual", "manual#part:keys", "manual#part:pets"]);
  });

  test("that it did not have before keeps the page that was sent", async () => {
    const world = await startWorld({ documents: { ...short, manual: api("A key of your own.") } });
    expect(await counts(world)).toMatchObject({ create: 11 });
    world.documents.set("manual", api(`For example ${token}.`));
    expect(await counts(world)).toMatchObject({ hold: 1, hide: 0, delete: 0 });
    expect(parts(world).map((id) => world.library()[id])).not.toContain("hidden");
    expect(await counts(world)).toMatchObject({ hold: 1, hide: 0, delete: 0 });
  });
});
