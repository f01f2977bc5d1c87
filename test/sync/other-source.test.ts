import { expect, test } from "vitest";
import { startWorld } from "./world.ts";

const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
const documents = Object.fromEntries(ids.map((id) => [id, `# ${id}\n\nHow to do ${id}, step by step.`]));

test("a page under another Content Import Source is not removed by this one", async () => {
  const world = await startWorld({ documents });
  await world.nightly();
  const row = world.ledger.page("docs", "a");
  if (!row) throw new Error("a was not uploaded");
  world.ledger.putPage("docs", { ...row, sourceId: row.sourceId + 1 });
  world.documents.delete("a");
  const { report } = await world.nightly();
  expect(report.sources[0]?.counts).toMatchObject({ hide: 0, delete: 0, hold: 0, fail: 0 });
  expect(world.ledger.page("docs", "a")?.absence).toBeUndefined();
});
