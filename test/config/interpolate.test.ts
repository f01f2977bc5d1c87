// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${…} is the syntax under test.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpolate } from "../../src/config/read/interpolate.ts";
import { anyCharacter } from "../setup/properties.ts";
import { config, inFolder, load, refused, token, write } from "./support.ts";

const nothing = {
  env: {},
  readFile: (): string => {
    throw new Error("no file is read");
  },
  runCommand: (): string => {
    throw new Error("is not run");
  },
};
const filled = (text: string, env: Record<string, string> = {}) => {
  const result = interpolate(text, { ...nothing, env });
  return result.kind === "filled" ? result.text : `${result.reason}: ${result.message}`;
};

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
const escaped = (text: string) => text.replaceAll("${", () => "$${");

describe("references", () => {
  test.each([
    ["plain", "plain"],
    ["${A}", "one"],
    ["${A}-${B}", "one-two"],
    ["${NONE:-else}", "else"],
    ["${A:-else}", "one"],
    ["${EMPTY:-else}", "else"],
    ["${EMPTY}", ""],
    ["${NONE:-}", ""],
    ["${NONE:-https://x/{slug}}", "https://x/{slug}"],
    ["${A:-https://x/{slug}}/y", "one/y"],
    ["$${A}", "${A}"],
    ["$$${A}", "$${A}"],
    ["$${A} ${A}", "${A} one"],
    ["$A {A} $ {A} 5$", "$A {A} $ {A} 5$"],
    ["${NONE}", "missing: the environment variable NONE is not set"],
    ["${toString}", "missing: the environment variable toString is not set"],
    ["${A", 'malformed: "${" without its closing "}"'],
    ["${}", 'malformed: "${}" is not a reference'],
    ["${1A}", 'malformed: "${1A}" is not a reference'],
    ["${A-b}", 'malformed: "${A-b}" is not a reference'],
    ["${cmd:x y}", "missing: the command x is not run"],
    ["${cmd:}", 'malformed: "${cmd:}" is not a command'],
    ["${file:}", 'malformed: "${file:}" names no file'],
    ["${NONE:-${A}}", "malformed: the default of ${NONE} holds another reference"],
  ])("%s → %s", (text, result) => {
    expect(filled(text, { A: "one", B: "two", EMPTY: "" })).toBe(result);
  });

  test("text without a reference stays as it is", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("${")),
        (text) => filled(text) === text,
      ),
    );
  });

  test("escaped text comes out as it was, whatever is set", () => {
    const text = fc
      .array(fc.constantFrom("$", "{", "}", "${", "A", ":-", "file:", "x"))
      .map((parts) => parts.join(""));
    fc.assert(fc.property(text, (text) => filled(escaped(text), { A: "never" }) === text));
  });

  test("a value is filled in as it is, even if it looks like a reference", () => {
    fc.assert(
      fc.property(name, fc.string(), fc.string(), fc.string(), (variable, value, before, after) => {
        expect(filled(`${escaped(before)}|\${${variable}}|${escaped(after)}`, { [variable]: value })).toBe(
          `${before}|${value}|${after}`,
        );
      }),
    );
    expect(filled("${A}", { A: "${B}", B: "never" })).toBe("${B}");
  });

  test("a default counts exactly when the variable is unset or empty", () => {
    const fallback = fc.string().filter((text) => !/[{}]|\$$/.test(text));
    fc.assert(
      fc.property(name, fallback, fc.option(fc.string(), { nil: undefined }), (variable, text, value) => {
        const env = value === undefined ? {} : { [variable]: value };
        expect(filled(`\${${variable}:-${text}}`, env)).toBe(value || text);
      }),
    );
  });
});

describe("in a configuration", () => {
  const site = (value: string, env: Record<string, string> = {}) =>
    load(config({ source: `site: ${value}` }), { env: { TOKEN: token, ...env } }).sources[0]?.options;

  test("YAML in a value changes nothing but the value", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, minLength: 1 }), (value) => {
        expect(site("${SITE}", { SITE: value })).toMatchObject({ site: value, space: "DOC" });
      }),
      { numRuns: 50 },
    );
    expect(site("${SITE}", { SITE: "x\n    space: HACKED\n# " })).toMatchObject({ space: "DOC" });
  });

  test("files are read relative to the configuration, without their last line break", () => {
    write("site.txt", "https://wiki.example.com/\r\n\n");
    expect(site("${file:site.txt}")).toMatchObject({ site: "https://wiki.example.com/" });
    expect(site("x ${file:./site.txt} y")).toMatchObject({ site: "x https://wiki.example.com/ y" });
    expect(site(`\${file:${inFolder("site.txt")}}`)).toMatchObject({ site: "https://wiki.example.com/" });
  });

  test("a folder or a huge file is not a value", () => {
    write("huge.txt", "x".repeat(1_000_001));
    expect(refused(config({ source: "site: ${file:.}" })).lines[0]).toContain("it is a folder");
    expect(refused(config({ source: "site: ${file:huge.txt}" })).lines[0]).toContain("too large");
  });

  test("keys and comments are left alone", () => {
    expect(
      load(config({ source: '# ${NOWHERE}\nheaders: {"${NOWHERE}": x}' })).sources[0]?.options,
    ).toMatchObject({
      headers: { "${NOWHERE}": "x" },
    });
  });

  test("numbers and booleans are read from text where they are wanted, and only there", () => {
    const env = { TOKEN: token, N: "120", B: "true" };
    const text = config({
      source:
        'pages: ${N}\narchived: ${B}\nsite: ${N}\nlabels: ["${B}", "${N}"]\nlimits: {depth: "${N}"}\naudience_ids: ["${N}"]',
    });
    const source = load(text, { env }).sources[0];
    expect(source?.options).toMatchObject({
      pages: 120,
      archived: true,
      site: "120",
      labels: ["true", "120"],
      limits: { depth: 120 },
    });
    expect(source?.audienceIds).toEqual([120]);
  });

  test("a value that does not fit is refused by its variable's name, never shown", () => {
    const env = { TOKEN: token, N: "hunter2", B: "perhaps", V: "hunter2", E: "" };
    const { lines, error } = refused(
      config({
        source: "pages: ${N}\narchived: ${B}\nsite: x\nlocale: ${V}\nremovals: ${V}\nlabels:\n  - ${E}",
      }).replace("customers", "${V}"),
      { env },
    );
    expect(lines).toEqual([
      "7:17 sources.team.visible_to: must be customers or teammates (its value comes from ${V})",
      "9:12 sources.team.pages: must be a number (its value comes from ${N})",
      "10:15 sources.team.archived: must be true or false (its value comes from ${B})",
      expect.stringMatching(
        /^12:13 sources.team.locale: must be a language code .* \(its value comes from \$\{V\}\)$/,
      ),
      expect.stringMatching(
        /^13:15 sources.team.removals: must be sync .* \(its value comes from \$\{V\}\)$/,
      ),
      "15:9 sources.team.labels[0]: must not be empty (its value comes from ${E}, which is empty)",
    ]);
    expect(`${error.message}${error.hint}`).not.toMatch(/hunter2|perhaps/);
  });

  test("a text in quotes is not taken for a number", () => {
    expect(refused(config({ source: 'pages: "50"' })).lines).toEqual([
      "9:12 sources.team.pages: must be a number, not text",
    ]);
  });
});
