import { expect, it, vi } from "vitest";
import type { FaultRuleInput } from "../../src/emulator/index.ts";
import { startWorld } from "../sync/world.ts";
import { scaled } from "./kit.ts";

// Requests are counted here; looking for secrets in 10,000 pages costs minutes and sends none.
vi.mock("../../src/secrets/gate.ts", () => ({
  secretRule: "secret",
  checkSecrets: async () => ({ warnings: [] }),
}));

const mixed: readonly FaultRuleInput["fault"][] = [
  { kind: "reset", when: "before" },
  { kind: "reset", when: "after" },
  { kind: "reset", when: "mid-answer" },
  { kind: "status", status: 500, when: "before" },
  { kind: "status", status: 500, when: "after" },
  { kind: "status", status: 502, when: "after" },
  { kind: "status", status: 503, when: "before" },
  { kind: "status", status: 429 },
  { kind: "truncated" },
  { kind: "html", when: "after" },
];
const share = 0.2;
/** Each rule's own share, so that together they meet one request in five. */
const each = 1 - (1 - share) ** (1 / mixed.length);

it("10,000 pages while one request in five goes wrong", async () => {
  const pages = Math.round(scaled(10_000, 200));
  const seed = Number(process.env.SEED ?? 1);
  const world = await startWorld({ concurrency: 25, emulator: { log: { bodyBytes: 1_000_000 } } });
  for (let n = 0; n < pages; n++)
    world.documents.set(`doc-${n}.md`, `# Doc ${n}\n\nWhat document ${n} says.`);
  world.emulator.faults.set(
    mixed.map((fault, rule) => ({ match: { fraction: each, seed: seed * 100 + rule }, fault })),
  );
  const stale = () => {
    const stands = world.library();
    const wrong = [...world.documents.keys()].filter(
      (id) => !stands[id]?.includes(`document ${id.slice(4, -3)} says`),
    );
    return wrong.length + Math.abs(world.emulator.state.pageCount - pages);
  };
  let runs = 0;
  let done = false;
  while (!done && runs < 3) {
    runs += 1;
    const { report } = await world.nightly();
    done = report.run.outcome === "ok";
  }
  // One request to find no source, one to create it, one per page.
  const least = pages + 2;
  const ratio = world.emulator.log.last / least;
  const faulty = world.emulator.faults.list().reduce((sum, { fired }) => sum + fired, 0);
  const met = `${((100 * faulty) / world.emulator.log.last).toFixed(1)} % of requests faulty`;
  const line = `${pages} pages, ${met}: ${done ? "converged" : "not converged"} after ${runs} runs with ${world.emulator.log.last} requests, ${ratio.toFixed(3)} × the minimum; ${stale()} stale`;
  console.log(`faults: seed ${seed}, ${line}`);
  const replay = `SEED=${seed} npm run soak faults`;
  expect({ done, stale: stale(), replay }).toEqual({ done: true, stale: 0, replay });
  expect(ratio, replay).toBeLessThanOrEqual(1.3);
  expect(world.emulator.state.sources()).toHaveLength(1);
});
