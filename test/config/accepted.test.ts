// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${…} is the syntax under test.
import { relative, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { exampleConfig } from "../../src/config/init-template.ts";
import { loadConfig } from "../../src/config/load.ts";
import { ConfigError } from "../../src/errors.ts";
import { runs } from "../setup/properties.ts";
import { startCpuTimer } from "../setup/time.ts";
import { config, connectors, inFolder, load, refused, token, wiki, write } from "./support.ts";

const source = (text?: string) => load(config({ source: text ?? "" })).sources[0];

test("a short configuration, completed with the defaults", () => {
  expect(load(config())).toEqual({
    file: inFolder("config.yaml"),
    baseDir: inFolder("."),
    intercom: { token, baseUrl: "https://api.intercom.io", version: "2.15" },
    stateDir: inFolder(".fin-ingest"),
    secrets: [token],
    audit: "auto",
    sources: [
      {
        name: "team",
        connector: wiki,
        options: { space: "DOC", pages: 50, archived: false, labels: [], limits: { depth: 3 } },
        publicOptions: { space: "DOC", pages: 50, archived: false, labels: [], limits: { depth: 3 } },
        url: "https://wiki.example.com",
        visibleTo: "customers",
        removals: { mode: "sync", graceMs: 7 * 86_400_000 },
        locale: "en",
        maxDocumentBytes: 5_000_000,
        loadConcurrency: 8,
        normalizing: { maxPageBytes: 200_000 },
        allowedSecrets: [],
        network: { privateAddresses: false },
        rules: [],
      },
    ],
  });
});

test("what a source may ask, and which findings are false alarms", () => {
  const text =
    'allow_hosts: [docs.example.com, "*.example.net", "[::1]"]\nallow_private_addresses: true\nsecrets: {allow: ["0123456789abcdef"]}';
  expect(source(text)).toMatchObject({
    allowedSecrets: ["0123456789abcdef"],
    network: { allowHosts: ["docs.example.com", "*.example.net", "[::1]"], privateAddresses: true },
  });
});

test.each([
  ["removals: keep", { mode: "keep", graceMs: 604_800_000 }],
  ["removals: hide-only", { mode: "hide-only", graceMs: 604_800_000 }],
  ["removals: {mode: sync, grace: 0s}", { mode: "sync", graceMs: 0 }],
  ["removals: {grace: 12h}", { mode: "sync", graceMs: 43_200_000 }],
  ["removals: {mode: hide-only, grace: 30m}", { mode: "hide-only", graceMs: 1_800_000 }],
])("%s", (text, removals) => {
  expect(source(text)?.removals).toEqual(removals);
});

test.each([
  ["max_removals: {percent: 25, at_least: 0}", { percent: 25, atLeast: 0 }],
  ["max_removals: {percent: 25}", { percent: 25, atLeast: 5 }],
  ["max_removals: {at_least: 100}", { percent: 10, atLeast: 100 }],
  ["max_removals: {}", { percent: 10, atLeast: 5 }],
])("%s", (text, max) => {
  expect(source(text)?.removals).toEqual({ mode: "sync", graceMs: 604_800_000, max });
});

test("audits, and what they do about availability", () => {
  const changed = load(config({ top: "audit: weekly", source: "availability: keep-ui-changes" }));
  expect([changed.audit, changed.sources[0]?.keepsUiChanges]).toEqual(["weekly", true]);
  expect(source("availability: enforce")).not.toHaveProperty("keepsUiChanges");
});

test("rules keep their order and say what they match and do", () => {
  const rules =
    'rules:\n  - {path: "internal/**", visible_to: teammates}\n  - {label: draft, exclude: true, optional: true}';
  expect(source(rules)?.rules).toEqual([
    {
      line: expect.any(Number),
      optional: false,
      match: { path: "internal/**" },
      effect: { visibleTo: "teammates" },
    },
    { line: expect.any(Number), optional: true, match: { label: "draft" }, effect: { exclude: true } },
  ]);
});

test.each([
  ["", "https://api.intercom.io"],
  ["region: eu", "https://api.eu.intercom.io"],
  ["region: au", "https://api.au.intercom.io"],
  ["base_url: http://127.0.0.1:8080/", "http://127.0.0.1:8080"],
  ["base_url: http://localhost:8080", "http://localhost:8080"],
  ["base_url: http://[::1]:8080", "http://[::1]:8080"],
  ["base_url: https://proxy.example.com/intercom/", "https://proxy.example.com/intercom"],
])("intercom with %j is at %s", (intercom, baseUrl) => {
  expect(load(config({ intercom })).intercom?.baseUrl).toBe(baseUrl);
});

test.each(['"2.15"', '"2.16"', '"3.0"', "Preview", "2.20"])("version %s knows audiences", (version) => {
  const text = config({ intercom: `version: ${version}`, source: "audience_ids: [12, 7]" });
  expect(load(text).sources[0]?.audienceIds).toEqual([12, 7]);
});

test("a version without quotes is read as it is written", () => {
  expect(load(config({ intercom: "version: 2.10" })).intercom?.version).toBe("2.10");
});

test("the state folder is beside the file, whatever the working directory", () => {
  expect(load(config({ top: "state: ../elsewhere" })).stateDir).toBe(resolve(inFolder("."), "../elsewhere"));
});

test("anchors and merges repeat what sources share", () => {
  const text = `${config({ source: "labels: &labels [a]\nlimits: &limits {depth: 9}" })}  ops:
    connector: wiki
    url: https://ops.example.com
    visible_to: teammates
    space: OPS
    labels: *labels
    limits: {<<: *limits}
`;
  expect(load(text).sources[1]?.options).toMatchObject({ labels: ["a"], limits: { depth: 9 } });
});

test("URLs that differ in their path belong to different sources", () => {
  const text = `${config()}  ops:\n    connector: plain\n    url: https://wiki.example.com/ops\n    visible_to: teammates\n`;
  expect(load(text).sources.map(({ name }) => name)).toEqual(["team", "ops"]);
});

test("a byte order mark and CRLF are accepted", () => {
  expect(load(`\ufeff${config().replaceAll("\n", "\r\n")}`).sources).toHaveLength(1);
});

describe("the token", () => {
  const without = config().replace("  token: ${TOKEN}\n", "  region: us\n");

  test("comes from INTERCOM_ACCESS_TOKEN where the file does not say", () => {
    const env = { INTERCOM_ACCESS_TOKEN: "from-the-environment" };
    expect(load(without, { env }).intercom?.token).toBe("from-the-environment");
    expect(load(without.replace(/^intercom:\n.*\n/, ""), { env }).intercom?.token).toBe(
      "from-the-environment",
    );
  });

  test.each(['"tok-1"', "'tok-1'", '"tok-1'])("in quotes (%s) is named as such, and not shown", (quoted) => {
    const { lines, error } = refused(without, { env: { INTERCOM_ACCESS_TOKEN: quoted } });
    expect(lines[0]).toMatch(/^1:1 intercom: the token in .* stands in quotes: Docker's --env-file/);
    expect(error.message).not.toContain("tok-1");
  });

  test("that cannot be sent in a header is refused without being shown", () => {
    for (const bad of ["abc def", "abc\n", "abc\u00e9"]) {
      const ours = refused(without, { env: { INTERCOM_ACCESS_TOKEN: bad } });
      expect(ours.lines[0]).toMatch(/^1:1 intercom: the token in .* must be a single word/);
      const theirs = refused(config(), { env: { TOKEN: bad } });
      expect(theirs.lines[0]).toMatch(
        /^2:10 intercom.token: must be a single word.*comes from \$\{TOKEN\}\)$/,
      );
      expect(ours.error.message + theirs.error.message).not.toContain("abc");
    }
  });

  test.each([
    ["an unset variable", config(), {}],
    ["a variable set to nothing", config(), { TOKEN: "" }],
    ["a file that is not there", config().replace("${TOKEN}", "${file:./none}"), {}],
    ["no key", without, {}],
    ["no intercom at all", without.replace(/^intercom:\n.*\n/, ""), {}],
  ])("may be absent where a verb can do without: %s", (_name, text, env) => {
    const loaded = load(text, { env, intercom: "optional" });
    expect(loaded.intercom).toBeUndefined();
    expect(loaded.sources).toHaveLength(1);
    expect(() => load(text, { env })).toThrow(ConfigError);
  });

  test("is there for verbs that could do without it", () => {
    expect(load(config(), { intercom: "optional" }).intercom?.token).toBe(token);
  });

  test("is the only thing that may be absent", () => {
    const text = config({ intercom: "region: uk", source: "site: ${SITE}" });
    expect(refused(text, { env: {}, intercom: "optional" }).lines).toEqual([
      expect.stringMatching(/^3:11 intercom.region/),
      expect.stringMatching(/^10:11 .*SITE is not set/),
    ]);
    expect(refused(config().replace("${TOKEN}", "${TO-KEN}"), { intercom: "optional" }).lines).toHaveLength(
      1,
    );
  });
});

describe("the file", () => {
  const options = { intercom: "optional", env: {}, connectors } as const;

  test("that is not there leads to init", () => {
    const open = () => loadConfig("no/such.yaml", options);
    expect(open).toThrow("no/such.yaml: there is no such file");
    expect(open).toThrow(expect.objectContaining({ hint: expect.stringContaining("fin-ingest init") }));
  });

  test("is named in errors as it was given", () => {
    const given = relative(process.cwd(), write("config.yaml", "sources: 1\nintercom: {token: x}\n"));
    expect(() => loadConfig(given, options)).toThrow(
      expect.objectContaining({ message: `${given}:1:10 sources: must be a mapping, not a number` }),
    );
  });

  test("that is a folder, or not text", () => {
    expect(() => loadConfig(inFolder("."), options)).toThrow("cannot be read: it is a folder");
    const file = write("latin1.yaml", new Uint8Array([0x61, 0x3a, 0x20, 0xe9]));
    expect(() => loadConfig(file, options)).toThrow("cannot be read: it is not UTF-8 text");
  });

  test("that aliases blow up is refused after few steps", () => {
    const level = (n: number) =>
      `l${n}: &l${n} [${Array(10)
        .fill(`*l${n - 1}`)
        .join(", ")}]\n`;
    const bomb = `l0: &l0 [x]\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map(level).join("")}`;
    const spent = startCpuTimer();
    expect(refused(bomb).lines[0]).toMatch(/its aliases expand to too many values$/);
    expect(spent()).toBeLessThan(2000);
  });

  test("that is nested without end is refused", () => {
    expect(refused(`a: ${"[".repeat(200)}${"]".repeat(200)}`).lines[0]).toMatch(/more than 50 levels deep$/);
    expect(refused(`a: ${"[".repeat(100_000)}`).lines).not.toHaveLength(0);
  });

  test("with keys that mean something to JavaScript is read like any other", () => {
    expect(refused(config({ source: "__proto__: {space: X}" })).lines).toEqual([
      "9:5 __proto__ cannot be a key",
    ]);
    expect(refused(config({ source: "toString: x" })).lines[0]).toMatch(/^9:5 unknown key "toString"/);
    expect(load(config().replace("team", "constructor")).sources[0]?.name).toBe("constructor");
  });
});

test("what init writes loads once visible_to is chosen", () => {
  const docs = { ...wiki, type: "docs-repo", options: wiki.options };
  const text = exampleConfig("./schema.json").replace("visible_to:", "visible_to: teammates");
  expect(text).toContain("connector: docs-repo");
  expect(refused(text, { env: {}, connectors: new Map([["docs-repo", docs]]) }).error.hint).toContain(
    "INTERCOM_ACCESS_TOKEN",
  );
});

test("whatever happens to a valid file, it loads with every source or is refused with places", () => {
  const text = config({
    intercom: "version: 2.15",
    source: 'pages: 5\nauth: {type: token, token: "${TOKEN}"}\nrules:\n  - {path: a/**, exclude: true}',
  });
  const piece = fc.constantFrom(
    "",
    ":",
    "\n",
    "  ",
    "- ",
    "{",
    "]",
    '"',
    "${",
    "7",
    "null",
    "true",
    "x: y\n",
    "&a ",
    "*a",
    "!",
    "#",
  );
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(12), piece, (at, removed, inserted) => {
      const broken = text.slice(0, at) + inserted + text.slice(at + removed);
      try {
        expect(load(broken).sources).toHaveLength(Object.keys(parse(broken).sources).length);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        for (const line of error.message.split("\n")) expect(line).toMatch(/config\.yaml:\d+:\d+ \S/);
        expect(error.message + error.hint).not.toContain(token);
      }
    }),
    { numRuns: runs(500) },
  );
});
