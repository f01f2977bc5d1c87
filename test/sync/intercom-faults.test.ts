import { expect, it } from "vitest";
import type { FaultRuleInput } from "../../src/emulator/index.ts";
import type { Outcome } from "../../src/sync/run-report.ts";
import { startWorld } from "./world.ts";

const pages = { method: "POST", path: "/ai/external_pages" };
const documents = Object.fromEntries(
  Array.from({ length: 7 }, (_, n) => [`guide-${n}`, `# Guide ${n}\n\nHow to do thing ${n}.\n`]),
);

/** Intercom's part of the failure catalogue: what goes wrong in the first run, and how that run ends. */
const faults: [string, FaultRuleInput, Outcome][] = [
  [
    "429 with its headers",
    { match: { ...pages, nth: 2 }, fault: { kind: "status", status: 429, rate: { resetIn: 1 } } },
    "ok",
  ],
  [
    "429 without any header",
    { match: { ...pages, nth: 2 }, fault: { kind: "status", status: 429, rate: "none" } },
    "ok",
  ],
  [
    "429 whose Reset is past",
    { match: { ...pages, nth: 2 }, fault: { kind: "status", status: 429, rate: { resetIn: -3600 } } },
    "ok",
  ],
  [
    "500 although the write took effect",
    { match: { ...pages, nth: 3 }, fault: { kind: "status", status: 500, when: "after" } },
    "ok",
  ],
  [
    "502 before anything happened",
    { match: { ...pages, nth: 3 }, fault: { kind: "status", status: 502 } },
    "ok",
  ],
  [
    "a connection cut after the write",
    { match: { ...pages, nth: 3 }, fault: { kind: "reset", when: "after" } },
    "ok",
  ],
  [
    "a connection cut in the answer",
    { match: { ...pages, nth: 3 }, fault: { kind: "reset", when: "mid-answer" } },
    "ok",
  ],
  ["truncated JSON", { match: { ...pages, nth: 3 }, fault: { kind: "truncated" } }, "ok"],
  ["HTML answered as 200", { match: { ...pages, nth: 3 }, fault: { kind: "html" } }, "ok"],
  [
    "an answer about another page",
    { match: { ...pages, nth: 3 }, fault: { kind: "echo", fields: { external_id: "x" } } },
    "ok",
  ],
  [
    "a page too large for Intercom",
    { match: { ...pages, nth: 3 }, fault: { kind: "status", status: 413 } },
    "partial",
  ],
  [
    "a source created, and no answer",
    {
      match: { path: "/ai/content_import_sources", method: "POST" },
      fault: { kind: "reset", when: "after" },
      times: 1,
    },
    "ok",
  ],
  ["401 in the middle", { match: { ...pages, nth: 3 }, fault: { kind: "status", status: 401 } }, "failed"],
];

it.each(faults)(
  "%s: nothing lost, nothing twice, converged by the next run",
  async (_name, fault, outcome) => {
    const { emulator, library, nightly } = await startWorld({ documents, concurrency: 2 });
    emulator.faults.set([fault]);
    expect((await nightly()).report.run.outcome).toBe(outcome);
    expect(emulator.log.all().some((entry) => entry.fault !== undefined)).toBe(true);
    emulator.faults.clear();
    expect((await nightly()).report.run.outcome).toBe("ok");
    expect(Object.keys(library()).sort()).toEqual(Object.keys(documents).sort());
    expect(emulator.state.sources()).toHaveLength(1);
    const seq = emulator.log.last;
    await nightly();
    expect(emulator.log.since(seq).filter(({ method }) => method !== "GET")).toEqual([]);
  },
);
