import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCli } from "./cli.ts";
import { type Company, startCompany } from "./company.ts";

describe("a run that is told to stop, or killed", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true, documents: 20 });
    company.emulator.faults.set([
      { match: { method: "POST", path: "/ai/external_pages" }, fault: { kind: "delay", ms: 150 } },
    ]);
  });
  afterEach(() => company.close());

  const start = () =>
    startCli(["nightly", "--concurrency", "2", "--json"], {
      cwd: company.dir,
      env: { INTERCOM_ACCESS_TOKEN: company.emulator.token, INTERCOM_BASE_URL: company.emulator.url },
    });
  const pagesSent = () => company.emulator.state.pages().length;
  const untilSent = async (pages: number) => {
    while (pagesSent() < pages) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "%s: finishes what is under way, fails nothing, exits %i, and the next run goes on",
    async (signal, code) => {
      const running = start();
      await untilSent(4);
      running.child.kill(signal);
      const ended = await running.done;
      expect(ended.code).toBe(code);
      expect(ended.stderr).toContain("run again to continue");
      const { counts } = JSON.parse(ended.stdout).sources[0];
      expect(counts.fail).toBe(0);
      expect(counts.create).toBe(pagesSent());
      expect(pagesSent()).toBeLessThan(21);
      for (const verb of ["status", "runs"]) {
        expect((await company.run(verb)).stdout).toContain(`stopped by ${signal}`);
        const [run] = JSON.parse((await company.run(verb, "--json")).stdout).runs;
        expect(run).toMatchObject({ outcome: "failed", stopped: `stopped by ${signal}` });
      }

      const before = pagesSent();
      company.emulator.faults.clear();
      company.writes();
      expect((await company.report("nightly")).report.sources[0]?.counts).toMatchObject({
        create: 21 - before,
      });
      expect(company.writes()).toHaveLength(21 - before);
    },
  );

  it("kill -9: the next run converges, and sends again only what was in doubt", async () => {
    const running = start();
    await untilSent(6);
    running.child.kill("SIGKILL");
    await running.done;
    const before = pagesSent();
    company.emulator.faults.clear();
    company.writes();
    expect((await company.report("nightly")).code).toBe(0);
    // Two were under way, and at most a second's worth of answers was not on disk yet.
    expect(company.writes().length).toBeLessThanOrEqual(21 - before + 14);
    expect(company.emulator.state.pages()).toHaveLength(21);
    expect(company.emulator.state.sources()).toHaveLength(1);
    expect((await company.report("nightly")).report.sources[0]?.counts).toMatchObject({ unchanged: 21 });
  });
});
