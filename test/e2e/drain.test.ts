import { describe, expect, it } from "vitest";
import { startCli } from "./cli.ts";
import { startCompany } from "./company.ts";

const hang = {
  match: { method: "POST", path: "/ai/external_pages" },
  fault: { kind: "hang", when: "after" },
} as const;

async function hanging() {
  const company = await startCompany({ inProcess: true, documents: 12 });
  await company.run("nightly", "--limit", "3");
  company.writes();
  company.emulator.faults.set([hang]);
  const running = startCli(["nightly", "--concurrency", "2", "--json"], {
    cwd: company.dir,
    env: { INTERCOM_ACCESS_TOKEN: company.emulator.token, INTERCOM_BASE_URL: company.emulator.url },
  });
  const stood = company.emulator.state.pageCount;
  while (company.emulator.state.pageCount < stood + 2)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return { company, running, stood };
}

describe("a run told to stop while Intercom hangs", () => {
  it("gives what is under way its time, sends nothing more, ends, and the next run sends it again", async () => {
    const { company, running, stood } = await hanging();
    try {
      const start = performance.now();
      running.child.kill("SIGTERM");
      const { code, stdout } = await running.done;
      // How long it is at most is told on a virtual clock (test/cli/interruption.test.ts); nothing else would end it here.
      expect(performance.now() - start).toBeGreaterThan(8_500);
      expect(code).toBe(143);
      expect(JSON.parse(stdout).sources[0].counts).toMatchObject({ create: 0, fail: 0 });
      expect(company.emulator.state.pageCount).toBe(stood + 2);

      company.emulator.faults.clear();
      company.writes();
      expect((await company.report("nightly")).code).toBe(0);
      // The two that hung stand in Intercom, but nobody knows: they are sent again.
      expect(company.writes()).toHaveLength(13 - stood);
      expect(company.emulator.state.pageCount).toBe(13);
    } finally {
      await company.close();
    }
  });

  it("a second signal ends it at once", async () => {
    const { company, running } = await hanging();
    try {
      running.child.kill("SIGTERM");
      await running.until(/ending/);
      running.child.kill("SIGINT");
      // At the end of the time that the first signal gave, it would be the first one's.
      expect((await running.done).code).toBe(130);
    } finally {
      await company.close();
    }
  });
});
