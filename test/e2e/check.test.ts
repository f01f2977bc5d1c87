import { afterEach, describe, expect, it, test } from "vitest";
import { hasPrivateHost } from "../../src/cli/check/import-source.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import { type Company, startCompany } from "./company.ts";

describe("check", () => {
  let company: Company;
  afterEach(() => company.close());

  async function check(): Promise<{ code: number | null; intercom: CheckResult[] }> {
    const { code, stdout } = await company.run("check", "--json");
    return { code, intercom: JSON.parse(stdout).intercom };
  }
  const found = (results: readonly CheckResult[], detail: RegExp) =>
    results.filter((one) => detail.test(one.detail)).map(({ what, result }) => [what, result]);
  const configure = (line: string) =>
    company.configure((text) => text.replace("    rules:", `${line}\n    rules:`));

  it("says that writing is not proved where no source is there yet, and creates none", async () => {
    company = await startCompany({ inProcess: true });
    const { code, intercom } = await check();
    expect(code).toBe(0);
    expect(found(intercom, /not proved/)).toEqual([["writing", "unknown"]]);
    expect(company.writes()).toEqual([]);
    expect(company.emulator.state.sources()).toEqual([]);
  });

  it.each(["2.14", "2.15", "2.16", "2.17", "Preview"])(
    "proves it in version %s without changing anything that matters",
    async (version) => {
      company = await startCompany({ inProcess: true });
      company.configure((text) => text.replace("intercom:\n", `intercom:\n  version: "${version}"\n`));
      await company.run("nightly");
      const [source] = company.emulator.state.sources();
      if (!source) throw new Error("there is no source");
      company.emulator.state.replaceSource({ ...source, status: "deactivated", audienceIds: [12] });
      const before = company.emulator.state.snapshot();
      company.writes();
      const { code, intercom } = await check();
      expect([code, found(intercom, /sent as it is/)]).toEqual([0, [["writing", "ok"]]]);
      expect(company.writes()).toHaveLength(1);
      const [same] = company.emulator.state.sources();
      expect(company.emulator.state.snapshot()).toEqual({
        ...before,
        sources: [{ ...before.sources[0], updatedAt: same?.updatedAt }],
      });
    },
  );

  it("fails where the token may only read", async () => {
    company = await startCompany({ inProcess: true });
    await company.run("nightly");
    company.emulator.faults.set([{ match: { method: "PUT" }, fault: { kind: "status", status: 403 } }]);
    const { code, intercom } = await check();
    expect([code, found(intercom, /403/)]).toEqual([1, [["writing", "failed"]]]);
  });

  it("says that it is not proved where Intercom does not answer the attempt", async () => {
    company = await startCompany({ inProcess: true });
    await company.run("nightly");
    company.emulator.faults.set([{ match: { method: "PUT" }, fault: { kind: "status", status: 422 } }]);
    const { code, intercom } = await check();
    expect([code, found(intercom, /not proved: .*422/)]).toEqual([0, [["writing", "unknown"]]]);
  });

  it.each(["automatic", "manual"] as const)(
    "does not call a source ours that is %s",
    async (syncBehavior) => {
      company = await startCompany({ inProcess: true });
      const now = { createdAt: 1, updatedAt: 1, lastSyncedAt: 1 };
      const url = "https://docs.example.com/";
      company.emulator.state.addSource({ syncBehavior, status: "active", url, audienceIds: [], ...now });
      const { intercom } = await check();
      expect(found(intercom, new RegExp(`sync_behavior ${syncBehavior}`))).toEqual([
        ["source docs", "unknown"],
      ]);
      expect(found(intercom, /not there yet/)).toEqual([["source docs", "ok"]]);
      expect(company.writes()).toEqual([]);
    },
  );

  it("fails where two sources have the url", async () => {
    company = await startCompany({ inProcess: true });
    const times = { createdAt: 1, updatedAt: 1, lastSyncedAt: 1 };
    for (const url of ["https://docs.example.com", "https://docs.example.com/"])
      company.emulator.state.addSource({
        syncBehavior: "api",
        status: "active",
        url,
        audienceIds: [],
        ...times,
      });
    const { code, intercom } = await check();
    expect([code, found(intercom, /2 Content Import Sources .* 1 and 2|2 and 1/)]).toEqual([
      1,
      [["source docs", "failed"]],
    ]);
  });

  it("says which audiences it could not prove", async () => {
    company = await startCompany({ inProcess: true });
    configure("    audience_ids: [7, 8]");
    expect(found((await check()).intercom, /audience_ids 7, 8: not proved/)).toEqual([
      ["source docs", "unknown"],
    ]);
    await company.run("nightly");
    expect(found((await check()).intercom, /audience_ids 7, 8: as in/)).toEqual([["source docs", "ok"]]);
    company.configure((text) => text.replace("[7, 8]", "[7, 9]"));
    expect(found((await check()).intercom, /audience_ids 9: not proved/)).toEqual([
      ["source docs", "unknown"],
    ]);
  });

  it("warns of a url that is not on a public domain, and of a setting that the version cannot send", async () => {
    company = await startCompany({ inProcess: true });
    company.configure((text) => text.replace("url: https://docs.example.com", "url: http://wiki.corp:8090"));
    configure("    sales_agent: false");
    const { code, intercom } = await check();
    expect(code).toBe(0);
    expect(found(intercom, /not on a public domain/)).toEqual([["source docs", "unknown"]]);
    expect(found(intercom, /sales_agent: false cannot be sent/)).toEqual([["source docs", "unknown"]]);
  });
});

test.each([
  ["https://docs.example.com", false],
  ["https://docs.example.com:8443/a", false],
  ["https://local.example.com", false],
  ["https://localhost.com", false],
  ["http://localhost:8080", true],
  ["http://wiki", true],
  ["http://wiki.local.", true],
  ["http://wiki.INTERNAL/x", true],
  ["http://nas.home.arpa", true],
  ["http://10.0.0.7", true],
  ["http://8.8.8.8", true],
  ["http://[fd00::1]/", true],
  ["http://0x7f.1", true],
])("%s is not public: %s", (url, isPrivate) => {
  expect(hasPrivateHost(url)).toBe(isPrivate);
});
