import { expect, test } from "vitest";
import { reportJson } from "../../src/report/json.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { reportText } from "../../src/report/text.ts";
import { ChangeList } from "../../src/sync/change-list.ts";
import type { ReportedChange, RunReport } from "../../src/sync/run-report.ts";
import { aReport, aSource } from "../report/reports.ts";

const kinds = ["create", "update", "hide", "fail"] as const;

/** In no order, some ids twice, some with what JSON has to escape. */
function changes(count: number): ReportedChange[] {
  return Array.from({ length: count }, (_, n) => {
    const at = (n * 7_919) % count;
    return {
      kind: kinds[n % kinds.length] ?? "create",
      externalId: at % 100 === 0 ? "twice" : `${at % 2 === 0 ? "é\u2028" : "𠀀"}/${at}.md`,
      title: `Title "${n}"\n\ud800`,
      url: null,
      reasons: n % 3 === 0 ? [] : ["content"],
      audience: { before: null, after: "customers" as const },
      ...(n % 5 === 0 ? { warnings: [{ code: "no-url", message: "It has no address" }] } : {}),
      error: n % kinds.length === 3 ? { message: `because of ${n % 30}` } : null,
    };
  });
}

const inOrder = (all: readonly ReportedChange[]) =>
  all.toSorted((a, b) => (a.externalId < b.externalId ? -1 : a.externalId > b.externalId ? 1 : 0));

function listOf(all: readonly ReportedChange[]) {
  const list = new ChangeList();
  for (const change of all) list.add(change);
  return list.sorted();
}

test.each([0, 1, 4_999, 5_000, 12_345])(
  "%i changes come back whole and in order, as often as asked",
  (count) => {
    const all = changes(count);
    const sorted = listOf(all);
    expect(sorted.length).toBe(count);
    expect([...sorted]).toEqual(inOrder(all));
    expect([...sorted]).toEqual(inOrder(all));
  },
);

test.each([0, 1, 200, 201, 12_345])(
  "a report of %i changes reads the same from memory and from a file",
  (count) => {
    const all = changes(count);
    const [kept, spilled]: RunReport[] = [inOrder(all), listOf(all)].map((some) =>
      aReport([
        aSource({ name: "one" }),
        aSource({ name: "two", changes: some }),
        aSource({ changes: some }),
      ]),
    );
    if (!kept || !spilled) throw new Error("no reports");
    expect([...reportJson(spilled)].join("")).toBe(`${JSON.stringify(kept, undefined, 2)}\n`);
    expect(reportMarkdown(spilled)).toBe(reportMarkdown(kept));
    const options = { width: 100, colours: false };
    expect(reportText(spilled, options)).toBe(reportText(kept, options));
  },
);
