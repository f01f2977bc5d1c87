import { expect, test } from "vitest";
import type { Section } from "../../bench/kit/model.ts";
import { renderSection, renderTable, withSections } from "../../bench/kit/results.ts";

const section = (name: string, more: { measured?: string; loadPerCore?: number } = {}): Section => ({
  bench: { name, title: `The ${name}`, method: "Side by side." },
  findings: {
    setting: "3 rounds.",
    tables: [{ title: "Times", head: ["run", "time"], rows: [["ours", more.measured ?? "1 ms"]] }],
    targets: [
      { what: "Time", wanted: "2 ×", measured: more.measured ?? "1 ×", met: true },
      { what: "Memory", wanted: "flat", measured: "3 ×", met: false, limit: "The listing is held." },
      { what: "Peer", wanted: "6 ×", measured: "not installed", met: undefined },
    ],
    notes: ["A note."],
  },
  machine: {
    cpu: "Some CPU",
    cores: 2,
    memoryGb: 8,
    system: "Linux 6.1",
    node: "v20.20.0",
    packages: { undici: "7.0.0" },
    commit: "abc1234",
    date: "2026-01-02 03:04",
    loadPerCore: more.loadPerCore ?? 0.1,
  },
  seconds: 12.3,
});

test("a section says what was wanted, measured and met, what the limit is made of, and where it was taken", () => {
  expect(renderSection(section("ledger"))).toMatchInlineSnapshot(`
    "<!-- bench ledger -->

    ## The ledger (\`ledger\`)

    Side by side.

    | target | wanted | measured | met |
    | --- | ---: | ---: | ---: |
    | Time | 2 × | 1 × | yes |
    | Memory | flat | 3 × | **no** |
    | Peer | 6 × | not installed | not measured |

    **Memory:** The listing is held.

    **Times**

    | run | time |
    | --- | ---: |
    | ours | 1 ms |

    A note.

    <sub>3 rounds. 2026-01-02 03:04 UTC, commit abc1234; 2 cores of Some CPU, 8 GB, Linux 6.1, Node v20.20.0; undici 7.0.0. 12.3 s.</sub>

    <!-- /bench ledger -->
    "
  `);
});

test("figures of a busy machine are marked as such", () => {
  expect(renderSection(section("a", { loadPerCore: 0.1 }))).not.toContain("busy");
  expect(renderSection(section("a", { loadPerCore: 3.2 }))).toContain("busy machine (load 3.2 a core");
});

test("a table's cells can hold what would end a cell or a row", () => {
  const text = renderTable({ head: ["a", "b"], rows: [["x|y", "one\ntwo"]] });
  expect(text.split("\n")).toEqual(["| a | b |", "| --- | ---: |", "| x\\|y | one two |"]);
});

const order = ["upload", "ledger", "ci"];

test("one bench's section is replaced, the others stay, all in the benches' order", () => {
  const first = withSections("", [section("ci"), section("upload")], order);
  const second = withSections(first, [section("ledger")], order);
  const names = [...second.matchAll(/^<!-- bench (\w+) -->$/gm)].map(([, name]) => name);
  expect(names).toEqual(order);

  const third = withSections(second, [section("ledger", { measured: "99 ms" })], order);
  expect(third).toContain("| ours | 99 ms |");
  expect(third.replaceAll("99 ms", "1 ms").replace("| 2 × | 1 ms |", "| 2 × | 1 × |")).toBe(second);
});

test("writing the same again changes nothing, and a bench that no longer exists is dropped", () => {
  const all = withSections("", [section("ci"), section("upload")], order);
  expect(withSections(all, [], order)).toBe(all);
  expect(withSections(all, [section("ci")], order)).toBe(all);
  const fewer = withSections(all, [], ["ci"]);
  expect(fewer).toContain("The ci");
  expect(fewer).not.toContain("The upload");
});

test("a file that is cut off costs the section that it cuts", () => {
  const all = withSections("", [section("upload"), section("ci")], order);
  const cut = all.slice(0, all.indexOf("<!-- /bench ci -->"));
  const again = withSections(cut, [], order);
  expect(again).toContain("The upload");
  expect(again).not.toContain("The ci");
});
