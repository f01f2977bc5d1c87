import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "./cli.ts";
import { type Company, startCompany } from "./company.ts";

const token = "dG9rOjEyMzQ1Njc4OTA=";

describe("a configuration that is wrong, against a library that is there", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true, emulator: { token } });
  });
  afterEach(() => company.close());

  it.each<[string, (text: string) => string, RegExp]>([
    [
      "an unknown key",
      (text) => text.replace("    visible_to", "    visble_to: customers\n    visible_to"),
      /config\.yaml:8:5 .*visble_to.*did you mean "visible_to"/,
    ],
    [
      "an unknown connector",
      (text) => text.replace("docs-repo", "doc-repo"),
      /config\.yaml:6:16 .*doc-repo.*docs-repo/,
    ],
    [
      "an unset variable",
      (text) => text.replace("INTERCOM_ACCESS_TOKEN", "INTERCOM_TOKEN"),
      /config\.yaml:2:10 .*INTERCOM_TOKEN/,
    ],
    ["broken YAML", (text) => text.replace("  docs:\n", "  docs: [\n"), /config\.yaml:\d+:\d+ /],
    ["a missing folder", (text) => text.replace("./docs", "./dosc"), /dosc/],
    [
      "no visible_to",
      (text) => text.replace("    visible_to: customers\n", ""),
      /config\.yaml:\d+:\d+ .*visible_to is missing.*customers.*teammates/,
    ],
  ])("%s: the place, a sentence that helps, exit 2, nothing written", async (_name, edit, message) => {
    company.configure(edit);
    const { code, stdout, stderr } = await company.run("nightly");
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain(token);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(company.emulator.log.all()).toEqual([]);
  });

  it("a wrong token: exit 1, where to look, Intercom's request id, never the token", async () => {
    const wrong = "c2VjcmV0LXRva2VuLTk5";
    const { code, stdout, stderr } = await runCli(["nightly"], {
      cwd: company.dir,
      env: { INTERCOM_ACCESS_TOKEN: wrong, INTERCOM_BASE_URL: company.emulator.url },
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/token/i);
    expect(stderr).toMatch(/request [0-9a-f-]{36}\)/);
    expect(stdout + stderr).not.toContain(wrong);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(company.emulator.state.pages()).toEqual([]);
  });
});
