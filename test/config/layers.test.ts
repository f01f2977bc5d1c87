// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${…} is the syntax under test.
import { mkdirSync } from "node:fs";
import { basename } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { customConnectors } from "../../src/config/custom-connectors.ts";
import { namesSource } from "../../src/config/names-source.ts";
import { layered } from "../../src/config/read/layers.ts";
import type { Tree } from "../../src/config/read/tree.ts";
import { ConfigError } from "../../src/errors.ts";
import { config, inFolder, load, token, write } from "./support.ts";

const team = "connector: wiki, url: https://wiki.example.com, visible_to: customers, space: DOC";
const complaint = (text: string, options: Parameters<typeof load>[1] = {}): string => {
  try {
    load(text, options);
  } catch (error) {
    if (error instanceof ConfigError) return `${error.message}\n${error.hint ?? ""}`;
    throw error;
  }
  throw new Error("the configuration was accepted");
};

describe("extends", () => {
  test("completes another file: mappings key by key, anything else replaced", () => {
    write(
      "base.yaml",
      `intercom: {token: "\${TOKEN}"}\nsources:\n  team: {${team}, labels: [a, b], limits: {depth: 5}}\n`,
    );
    const { sources, stateDir } = load(
      "extends: base.yaml\nstate: elsewhere\nsources:\n  team: {visible_to: teammates, labels: [c]}\n  own: {connector: plain, url: https://own.example.com, visible_to: customers}\n",
    );
    expect(stateDir).toBe(inFolder("elsewhere"));
    expect(sources.map(({ name, visibleTo }) => [name, visibleTo])).toEqual([
      ["team", "teammates"],
      ["own", "customers"],
    ]);
    expect(sources[0]?.options).toMatchObject({ space: "DOC", labels: ["c"], limits: { depth: 5 } });
  });

  test("names are relative to the file they are in, several are laid over one another, and bases extend bases", () => {
    mkdirSync(inFolder("shared"), { recursive: true });
    write("shared/root.yaml", `intercom: {token: "\${TOKEN}"}\nstate: root\nsources: {team: {${team}}}\n`);
    write("shared/one.yaml", "extends: root.yaml\nstate: one\n");
    write("shared/two.yaml", "state: two\n");
    expect(load("extends: [shared/one.yaml, shared/two.yaml]\n").stateDir).toBe(inFolder("two"));
    expect(load("extends: [shared/two.yaml, ./shared/one.yaml]\n").stateDir).toBe(inFolder("one"));
  });

  test("other paths count from the file that was given", () => {
    mkdirSync(inFolder("deep"), { recursive: true });
    write("secret.txt", "from-beside-the-config\n");
    write("deep/base.yaml", `intercom: {token: "\${file:secret.txt}"}\nsources: {team: {${team}}}\n`);
    expect(load("extends: deep/base.yaml\n").intercom?.token).toBe("from-beside-the-config");
  });

  test("a problem names the file that it is in", () => {
    write("base.yaml", `intercom: {token: "\${TOKEN}"}\nsources:\n  team: {${team}, pages: 0}\n`);
    const said = complaint("extends: base.yaml\nstat: x\n");
    expect(said).toMatch(/base\.yaml:3:\d+ sources\.team\.pages: must be/);
    expect(said).toMatch(/config\.yaml:2:1 unknown key "stat".*did you mean "state"/);
  });

  test("a rule of a base knows its file", () => {
    write(
      "base.yaml",
      `intercom: {token: "\${TOKEN}"}\nsources:\n  team:\n    ${team.replaceAll(", ", "\n    ")}\n    rules:\n      - {path: x, exclude: true}\n`,
    );
    const [rule] = load("extends: base.yaml\n").sources[0]?.rules ?? [];
    expect(rule?.line).toBe(9);
    expect(basename(rule?.file ?? "")).toBe("base.yaml");
  });

  test.each([
    ["extends: nowhere.yaml\n", "extends: nowhere.yaml: cannot be read: there is no such file"],
    ["extends: config.yaml\n", "extends: config.yaml: it extends this file itself"],
    ["extends: {a: b}\n", "extends: must be the path of a file"],
    ["extends: ${BASE}\n", "without references"],
    ["extends: []\n", "sources is missing"],
    ["extends: list.yaml\n", "list.yaml: it is not a mapping of settings"],
    ["extends: broken.yaml\n", "broken.yaml:2:1 not valid YAML"],
  ])("%j is refused", (text, message) => {
    write("list.yaml", "- a\n");
    write("broken.yaml", "a: [\n");
    expect(complaint(text)).toContain(message);
  });

  test("a circle over two files ends", () => {
    write("a.yaml", "extends: b.yaml\n");
    write("b.yaml", "extends: a.yaml\n");
    expect(complaint("extends: a.yaml\n")).toContain("it extends this file itself");
  });

  test("a source that only a base names is still named, and one in an environment too", () => {
    write("base.yaml", `sources: {team: {${team}}}\n`);
    const file = write("names.yaml", "extends: base.yaml\nenvironments: {staging: {sources: {extra: {}}}}\n");
    expect(["team", "extra", "other"].map((name) => namesSource(file, name))).toEqual([true, true, false]);
    write("names.yaml", "extends: nowhere.yaml\n");
    expect(namesSource(file, "team")).toBe(true);
  });

  test("a connector module that a base names is loaded, relative to the file that was given", async () => {
    write("own.mjs", "export default 1;\n");
    write("base.yaml", "sources: {team: {connector: ./own.mjs}}\n");
    const file = write("modules.yaml", "extends: base.yaml\n");
    await expect(customConnectors(file)).rejects.toThrow("./own.mjs does not export a connector");
  });
});

describe("environments", () => {
  const text = `${config()}environments:\n  staging:\n    intercom: {region: eu}\n    state: .fin-ingest-staging\n    sources: {team: {visible_to: teammates}}\n  production:\n    intercom: {token: "\${NOT_SET}"}\n  broken: 5\n`;

  test("none unless one is asked for, and then it is laid over the rest", () => {
    const none = load(text.replace(/ {2}broken: 5\n/, ""));
    expect(none.environment).toBeUndefined();
    expect(none.sources[0]?.visibleTo).toBe("customers");
    const staging = load(text, { environment: "staging" });
    expect(staging).toMatchObject({ environment: "staging", stateDir: inFolder(".fin-ingest-staging") });
    expect(staging.intercom).toMatchObject({ token, baseUrl: "https://api.eu.intercom.io" });
    expect(staging.sources[0]?.visibleTo).toBe("teammates");
  });

  test("what another environment needs is not asked for, and its commands are not run", () => {
    write("ran.sh", "#!/bin/sh\necho ran\n");
    const other = text.replace("${NOT_SET}", "${cmd:no-such-program-anywhere}");
    expect(load(other, { environment: "staging" }).secrets).toEqual([token]);
    expect(complaint(other, { environment: "production" })).toContain(
      "no-such-program-anywhere is not installed",
    );
  });

  test.each([
    ["stagging", 'no such environment, did you mean "staging"?'],
    ["stagging", "Its environments: staging, production, broken."],
    ["broken", "environments.broken is not a mapping"],
  ])("--env %s is refused", (environment, message) => {
    expect(complaint(text, { environment })).toContain(message);
  });

  test("--env with a file that has none", () => {
    expect(complaint(config(), { environment: "staging" })).toContain("no such environment");
  });

  test("what is no mapping at all is refused without --env, too", () => {
    expect(complaint(`${config()}environments: 5\n`)).toContain("environments: must be");
  });
});

describe("merging", () => {
  type Value = string | number | readonly string[] | { readonly [key: string]: Value };
  const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("a", "b", 1, 2),
      fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("k", "l", "m"), tie("value"), { maxKeys: 3 }),
    ),
  })).value;
  const mapping = fc.dictionary(fc.constantFrom("k", "l", "m"), value, { minKeys: 1, maxKeys: 3 });

  const isMapping = (one: Value | undefined): one is { readonly [key: string]: Value } =>
    typeof one === "object" && !Array.isArray(one);
  const expected = (below: Value | undefined, above: Value): Value => {
    if (!isMapping(below) || !isMapping(above)) return above;
    const changed = Object.entries(above).map(([key, one]) => [key, expected(below[key], one)] as const);
    return { ...below, ...Object.fromEntries(changed) };
  };
  const plain = (tree: Tree | undefined): unknown => {
    if (tree?.kind === "map")
      return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, plain(entry.tree)]));
    return tree?.kind === "list" ? tree.items.map(plain) : tree?.value;
  };

  test("three layers are the first under the second under the third", () => {
    fc.assert(
      fc.property(mapping, mapping, mapping, (root, base, own) => {
        const files: Record<string, string> = {
          root: stringify(root),
          base: stringify({ ...base, extends: "root" }),
        };
        const { tree, problems } = layered("own", stringify({ ...own, extends: "base" }), {
          display: (file) => file,
          resolve: (_, named) => named,
          read: (file) => files[file] ?? "",
        });
        expect(problems).toEqual([]);
        expect(plain(tree)).toEqual(parse(stringify(expected(expected(root, base), own))));
      }),
      { numRuns: 200 },
    );
  });
});
