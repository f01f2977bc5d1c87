import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/sqlite.ts";
import { temporaryFolder } from "./support.ts";

test("what sources and pages went through is kept, and is empty where nothing is known", async () => {
  const dir = temporaryFolder();
  const source = { configFile: "/etc/fin.yaml", retiredAt: 5, matchedRules: ["path internal/**"] };
  const first = await openLedger(dir);
  first.advance();
  first.putSource({ name: "b", url: "https://b.example.com", sourceId: 2 });
  first.putSource({ name: "a", url: "https://a.example.com", sourceId: 1 });
  first.putSourceHistory("a", source);
  const page = { salesAgent: true, reappearedAt: [1, 2], hiddenWhy: "gone", sentWhy: ["content", "title"] };
  first.putPageHistory("a", "x.md", page);
  first.close();
  const second = await openLedger(dir);
  expect(second.sources().map(({ name }) => name)).toEqual(["a", "b"]);
  expect([second.sourceHistory("a"), second.sourceHistory("b")]).toStrictEqual([source, {}]);
  expect(second.pageHistory("a", "x.md")).toStrictEqual(page);
  expect([second.pageHistory("a", "y.md"), second.pageHistory("b", "x.md")]).toStrictEqual([{}, {}]);
  second.close();
});
