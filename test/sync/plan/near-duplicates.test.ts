import { expect, test } from "vitest";
import { startWorld, type World } from "../world.ts";

const body = (subject: string) =>
  Array.from({ length: 60 }, (_, n) => `Step ${n} of ${subject} needs ${subject}${n} and nothing else.`).join(
    " ",
  );
const documents = {
  "a.md": `# Install\n\n${body("alpha")}`,
  "b.md": `# Use\n\n${body("beta")}`,
};

async function warned(world: World): Promise<Record<string, string[]>> {
  const { report } = await world.nightly();
  const changes = [...(report.sources[0]?.changes ?? [])];
  return Object.fromEntries(
    changes.map(({ externalId, warnings = [] }) => [
      externalId,
      warnings.map(({ code }) => code).filter((code) => /duplicate/.test(code)),
    ]),
  );
}

test("different pages are not near-duplicates", async () => {
  expect(await warned(await startWorld({ documents }))).toEqual({ "a.md": [], "b.md": [] });
});

test("a title that an earlier run has sent already is noticed, though that document is not read again", async () => {
  const world = await startWorld({ documents });
  await world.nightly();
  world.broken.add("a.md");
  world.documents.set("c.md", `# INSTALL\n\n${body("gamma")}`);
  expect(await warned(world)).toEqual({ "c.md": ["duplicate-title"] });
});

test("a copy under another title is noticed, with the page it copies", async () => {
  const world = await startWorld({ documents });
  await world.nightly();
  world.documents.set("c.md", `# Elsewhere\n\n${body("alpha")}`);
  const { report } = await world.nightly();
  const [change] = report.sources[0]?.changes ?? [];
  expect(change?.warnings?.find(({ code }) => code === "near-duplicate")?.message).toContain("a.md");
});

test("a document that is gone is not named as a near-duplicate", async () => {
  const world = await startWorld({ documents });
  await world.nightly();
  world.documents.delete("a.md");
  world.documents.set("c.md", documents["a.md"]);
  expect((await warned(world))["c.md"]).toEqual([]);
});
