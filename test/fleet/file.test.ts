import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectors } from "../../connectors/index.ts";
import { loadConfig } from "../../src/config/load.ts";
import { loadFleet } from "../../src/fleet/file/load.ts";
import { fleetTemplate } from "../../src/fleet/file/template.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-fleet-file-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const env = {
  FLEET_DATABASE_URL: "postgres://u:hunter2hunter2@db.example.com/fleet",
  ACME_STATUS_TOKEN: "a".repeat(32),
};
const load = (text: string, needs = {}) => {
  const file = path.join(dir, "fleet.yaml");
  writeFileSync(file, text);
  return loadFleet(file, env, needs);
};
const problems = (text: string, needs = {}): string => {
  try {
    load(text, needs);
  } catch (error) {
    return String(error instanceof Error ? error.message : error).replaceAll(`${dir}/`, "");
  }
  return "none";
};
const database = "database: ${FLEET_DATABASE_URL}\n";

describe("the fleet file", () => {
  it("that is not there is written by a command of its own", () => {
    expect(() => loadFleet(path.join(dir, "none.yaml"), env)).toThrow(
      expect.objectContaining({ exitCode: 2, hint: expect.stringContaining("fin-ingest fleet init") }),
    );
  });

  it("is complete with what the fleet says for all", () => {
    const fleet = load(`${database}timezone: Europe/Berlin
schedules: [{cron: "15 2 * * *"}]
max_duration: 4h
workspaces:
  acme: {config: acme.yaml, status_token: "\${ACME_STATUS_TOKEN}"}
  beta: {config: beta.yaml, env: staging, schedules: [{cron: "0 3 * * *", timezone: UTC, pipeline: backfill}]}
`);
    expect(fleet).toMatchObject({
      schema: "fin_ingest",
      policy: { retries: 5, retryDelayS: 60, laterS: 300 },
      maxDuration: "4h",
      conversions: { expireS: 604_800 },
      workspaces: [
        {
          name: "acme",
          config: path.join(dir, "acme.yaml"),
          schedules: [{ cron: "15 2 * * *", timezone: "Europe/Berlin", pipeline: "nightly" }],
        },
        { name: "beta", environment: "staging", schedules: [{ timezone: "UTC", pipeline: "backfill" }] },
      ],
    });
    expect(fleet.workspaces[0]).not.toHaveProperty("statusToken");
    expect(fleet.secrets).toContain(env.FLEET_DATABASE_URL);
  });

  it.each([
    ["conversions: off", undefined],
    ["conversions: {}", { expireS: 604_800 }],
    ["conversions: {concurrency: 3, expire_after: 12h}", { concurrency: 3, expireS: 43_200 }],
  ])("%s", (line, conversions) => {
    expect(load(`${database}${line}\nworkspaces: {}\n`).conversions).toEqual(conversions);
  });

  it("needs the tokens of the status only where they are asked for", () => {
    const text = `${database}workspaces:\n  acme: {config: a.yaml, status_token: "\${ABSENT_TOKEN}"}\n`;
    expect(problems(text)).toBe("none");
    expect(problems(text, { statusTokens: true })).toBe(
      "fleet.yaml:3:40 workspaces.acme.status_token: the environment variable ABSENT_TOKEN is not set",
    );
    const own = 'status_token: "${ACME_STATUS_TOKEN}"';
    const shared = `${database}workspaces:\n  a: {config: a.yaml, ${own}}\n  b: {config: b.yaml, ${own}}\n`;
    expect(problems(shared, { statusTokens: true })).toContain(
      "workspaces.b.status_token: is another workspace's, too",
    );
  });

  it.each([
    ["workspaces: {}\n", "fleet.yaml:1:1 the file: database is missing"],
    [
      "database: mysql://x/y\nworkspaces: {}\n",
      "fleet.yaml:1:11 database: must be an address such as postgres://",
    ],
    [
      `${database}schedule: []\nworkspaces: {}\n`,
      'fleet.yaml:2:1 unknown key "schedule" at the top level, did you mean "schedules"?',
    ],
    [
      `${database}workspaces:\n  acme: {config: a.yaml, schedules: [{cron: "* *"}]}\n`,
      "fleet.yaml:3:45 workspaces.acme.schedules[0].cron: is not a cron expression: it has 2 fields",
    ],
    [
      `${database}conversions: on\nworkspaces: {}\n`,
      'fleet.yaml:2:14 conversions: must be off | mapping (concurrency, expire_after), not "on"',
    ],
    [
      `${database}conversions: {expires: 7d}\nworkspaces: {}\n`,
      'fleet.yaml:2:15 unknown key "expires" in conversions',
    ],
    [
      `${database}conversions: {concurrency: 0}\nworkspaces: {}\n`,
      "fleet.yaml:2:28 conversions.concurrency: must be",
    ],
    [
      `${database}timezone: Europe/Berlinn\nworkspaces: {}\n`,
      "fleet.yaml:2:11 timezone: is not the name of a time zone",
    ],
    [
      `${database}workspaces:\n  "a b": {config: a.yaml}\n`,
      'fleet.yaml:3:3 workspaces.a b: the name "a b" must be letters',
    ],
    [`${database}workspaces:\n  acme: {}\n`, "fleet.yaml:3:3 workspaces.acme: config is missing"],
    ["- a\n", "fleet.yaml:1:1 the file is not a mapping"],
  ])("%j is refused with its place", (text, message) => {
    expect(problems(text)).toContain(message);
  });

  it("is written so that it can be read", () => {
    expect(load(fleetTemplate).workspaces.map(({ name }) => name)).toEqual(["acme"]);
    const all = fleetTemplate.replace(/^( *)# (?!A fleet)/gm, "$1");
    const { maxDuration, workspaces } = load(all, { statusTokens: true });
    expect(maxDuration).toBe("4h");
    expect(workspaces.map(({ name, schedules }) => [name, schedules.length])).toEqual([
      ["acme", 1],
      ["beta", 2],
    ]);
  });
});

describe("a configuration that stands in the fleet file", () => {
  const text = `${database}workspaces:
  acme:
    schedules: []
    config:
      # Its own.
      intercom: {token: "\${ACME_TOKEN}"}
      state: .fin-ingest/acme
      sources:
        docs:
          connector: docs-repo
          url: https://docs.acme.example.com
          visible_to: customers
          pth: ./docs
  flow: {config: {intercom: {token: x}, sources: {}}}
  beta: {config: beta.yaml}
`;
  const config = (name: string, values = {}) => {
    load(text);
    return loadConfig(path.join(dir, `fleet.yaml#${name}`), {
      intercom: "required",
      env: { ACME_TOKEN: "t".repeat(20), ...values },
      connectors,
    });
  };

  it("is named by the fleet file, which asks for none of its references", () => {
    expect(load(text).workspaces[0]?.config).toBe(path.join(dir, "fleet.yaml#acme"));
  });

  it("reads like a file of its own, with the fleet file's lines and folder", () => {
    expect(() => config("acme")).toThrow(
      /fleet\.yaml#acme:14:11 unknown key "pth" in sources\.docs, did you mean "path"/,
    );
    writeFileSync(path.join(dir, "good.yaml"), text.replace("pth:", "path:"));
    const good = loadConfig(path.join(dir, "good.yaml#acme"), {
      intercom: "required",
      env: { ACME_TOKEN: "t".repeat(20) },
      connectors,
    });
    expect(good.stateDir).toBe(path.join(dir, ".fin-ingest/acme"));
    expect(() => config("flow")).toThrow("fleet.yaml#flow:15:41 sources: must name at least one source");
  });

  it("says where it is when it does not stand there", () => {
    expect(() => config("beta")).toThrow('the configuration of "beta" does not stand in the fleet file');
    expect(() => config("acmee")).toThrow('the fleet has no workspace "acmee", did you mean "acme"?');
  });
});
