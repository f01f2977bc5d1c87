// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${…} is the syntax under test.
import { describe, expect, test } from "vitest";
import { rest } from "../../connectors/rest/index.ts";
import { readOffline } from "../../src/config/offline.ts";
import { settingsRevision } from "../../src/sync/list/revision.ts";
import { load as loadWith, refused as refusedWith, write } from "./support.ts";

const connectors = new Map([["rest", rest]]);
const load = (text: string, env = {}) => loadWith(text, { connectors, env });
const refused = (text: string) => refusedWith(text, { connectors, env: {} });

/** A source with a recipe; `lines` are further lines of it. */
const source = (lines: string, recipe = "./ours.yaml") => `intercom: {token: test-token-123}
sources:
  docs:
    connector: rest
    recipe: ${recipe}
    url: https://docs.example.com
    visible_to: teammates
${lines.replace(/^(?=.)/gm, "    ")}`;

const ours = (
  source: string,
  settings = "  site: {kind: address, description: address, example: https://a.example.com}",
) => `name: Ours
summary: Pages of our own
documentation: [https://a.example.com/api]
tried: nothing
settings:
${settings}
credentials: {example: "{bearer: x}", where: Ask Ann for a token., optional: true}
audience: {told: true, how: It says so.}
removals: absence
source:
${source.replace(/^(?=.)/gm, "  ")}`;

const plain = `list: {url: "\${site}/pages", records: $.pages, pagination: {kind: page, until: total}, total: $.total}
fields: {id: $.id, body: $.text}
withheld: {path: $.draft}
`;

const optionsOf = (text: string, env = {}) => load(text, env).sources[0]?.options as Record<string, never>;
const given = "settings: {site: https://a.example.com/}\n";

describe("what lies below a source", () => {
  test("its own settings win key by key; a mapping of another kind replaces the recipe's", () => {
    write("ours.yaml", ours(plain));
    const options = optionsOf(
      source(
        `${given}fields: {title: $.name}\nlist: {pagination: {kind: cursor, cursor: $.next}}\nwithheld: [{path: $.private}]\n`,
      ),
    );
    expect(options).toMatchObject({
      list: { url: "https://a.example.com/pages", pagination: { kind: "cursor", cursor: "$.next" } },
      fields: { id: "$.id", body: "$.text", title: "$.name" },
      withheld: [{ path: "$.private" }],
      access: "Ask Ann for a token.",
    });
    expect(options.list).not.toHaveProperty("pagination.until");
    expect(options).not.toHaveProperty("settings");
  });

  test("credentials of another kind take the place of the recipe's; of the same kind they are completed", () => {
    write("ours.yaml", ours(`${plain}auth: {header: {name: X-Key}}\n`));
    expect(optionsOf(source(`${given}auth: {header: {value: k-1234567}}\n`)).auth).toEqual({
      header: { name: "X-Key", value: "k-1234567" },
    });
    expect(optionsOf(source(`${given}auth: {bearer: b-1234567}\n`)).auth).toEqual({ bearer: "b-1234567" });
  });

  test("how fast it may be asked, unless the source says so", () => {
    write("ours.yaml", ours(`${plain}requests_per_second: 3\n`));
    expect(load(source(given)).sources[0]?.network?.requestsPerSecond).toBe(3);
    expect(load(source(`${given}requests_per_second: 7\n`)).sources[0]?.network?.requestsPerSecond).toBe(7);
  });

  test("a value is encoded in an address, and as it is elsewhere; several repeat an item of a list", () => {
    const settings =
      "  site: {kind: address, description: a, example: https://a.example.com}\n  spaces: {kind: texts, description: s, example: [x]}";
    write(
      "ours.yaml",
      ours(
        'list: [{repeat: spaces, name: "space ${spaces}", url: "${site}/${spaces}", records: $, constants: {space: "${spaces}"}}]\nfields: {id: $.id, body: $.b}\n',
        settings,
      ),
    );
    const options = optionsOf(source("settings: {site: https://a.example.com/w, spaces: [a b/c, 2.10]}\n"));
    expect(options.list).toEqual([
      expect.objectContaining({
        name: "space a b/c",
        url: "https://a.example.com/w/a%20b%2Fc",
        constants: { space: "a b/c" },
      }),
      expect.objectContaining({
        name: "space 2.10",
        url: "https://a.example.com/w/2.10",
        constants: { space: "2.10" },
      }),
    ]);
  });

  test("no secret of a setting, an address or `auth` is told", () => {
    write("ours.yaml", ours(plain));
    const config = load(source('settings: {site: "${SITE}"}\nauth: {bearer: "${KEY}"}\n'), {
      SITE: "https://a.example.com",
      KEY: "k-12345678",
    });
    expect(config.secrets).toContain("k-12345678");
    expect(JSON.stringify(config.sources[0]?.publicOptions)).not.toContain("k-12345678");
  });
});

test("a changed recipe changes the source's settings, by which its pages are made anew; words for people do not", () => {
  const revision = (recipe: string) => {
    write("ours.yaml", recipe);
    const [read] = load(source(given)).sources;
    return read && settingsRevision(read);
  };
  const first = revision(ours(plain));
  expect(revision(`${ours(plain)}# Nothing of it changed.\n`)).toBe(first);
  expect(revision(ours(plain).replace("Ask Ann", "Ask Bob"))).toBe(first);
  expect(revision(ours(plain.replace("$.text", "$.html")))).not.toBe(first);
});

test("a pull request's recipe is read from its commit", () => {
  const files: Record<string, string> = { "ours.yaml": ours(plain) };
  const read = readOffline(source(given), {
    file: "config.yaml",
    name: "config.yaml",
    connectors,
    wanted: () => true,
    read: (file) => files[file] ?? "",
    resolve: (_from, named) => named.replace("./", ""),
    display: (file) => file,
  });
  expect(read.sources[0]?.options).toMatchObject({ list: { url: "https://a.example.com/pages" } });
});

describe("what is refused, and where", () => {
  const refusals: readonly (readonly [string, string, string, string])[] = [
    [
      "an unknown recipe",
      ours(plain),
      source(given, "gitbok"),
      '5:13 sources.docs.recipe: unknown recipe "gitbok", did you mean "gitbook"?',
    ],
    [
      "a file that is not there",
      ours(plain),
      source(given, "./theirs.yaml"),
      "5:13 sources.docs.recipe: ./theirs.yaml cannot be read: there is no such file",
    ],
    [
      "a missing setting",
      ours(plain),
      source(""),
      "sources.docs: settings.site is missing: Ours needs it (address), such as https://a.example.com",
    ],
    [
      "a misspelt setting",
      ours(plain),
      source("settings: {sit: x}\n"),
      'unknown key "sit" in sources.docs.settings, did you mean "site"?',
    ],
    [
      "settings that are none",
      ours(plain),
      source("settings: x\n"),
      "sources.docs.settings: must be a mapping of settings",
    ],
    [
      "an address that is none",
      ours(plain),
      source("settings: {site: a.example.com}\n"),
      "sources.docs.settings.site: must be an absolute address without parameters",
    ],
    [
      "a placeholder in a setting",
      ours(plain),
      source('settings: {site: "https://a.example.com/{id}"}\n'),
      "sources.docs.settings.site: must not contain braces",
    ],
    [
      "several values of one",
      ours(plain),
      source("settings: {site: [https://a.example.com, https://b.example.com]}\n"),
      "sources.docs.settings.site: must be one value",
    ],
    [
      "settings without a recipe",
      ours(plain),
      source(
        "settings: {a: b}\nlist: {url: https://a.example.com, records: $}\nfields: {id: $.id, body: $.b}\n",
      ).replace("    recipe: ./ours.yaml\n", ""),
      "sources.docs.settings: goes with a `recipe`, and there is none",
    ],
  ];
  test.each(refusals)("%s", (_, recipe, text, message) => {
    write("ours.yaml", recipe);
    expect(refused(text).lines.join("\n")).toContain(message);
  });

  const faults: readonly (readonly [string, string, RegExp])[] = [
    [
      "a variable of the environment",
      ours(plain.replace("${site}", "${HOME}")),
      /ours\.yaml:11:15 \$\{HOME\} is no setting of the recipe/,
    ],
    [
      "a setting of several in one place",
      ours(plain, "  site: {kind: texts, description: a, example: [a]}"),
      /ours\.yaml:11:15 \$\{site\} has several values: use `repeat`/,
    ],
    [
      "a key that no recipe has",
      `${ours(plain)}nam: x\n`,
      /ours\.yaml:14:1 unknown key "nam" at the top level, did you mean "name"\?/,
    ],
    [
      "an option that rest does not have",
      ours(plain.replace("records", "record")),
      /ours\.yaml:11:\d+ unknown key "record" in sources\.docs\.list, did you mean "records"\?/,
    ],
    [
      "an option of another shape",
      ours(plain.replace("$.draft", "draft")),
      /ours\.yaml:13:20 sources\.docs\.withheld\.path: must be a JSONPath/,
    ],
    [
      "who may be answered",
      ours(`visible_to: customers\n${plain}`),
      /ours\.yaml:11:3 source\.visible_to: is for the source itself, not for a recipe/,
    ],
    ["nothing", "", /ours\.yaml:1:1 the recipe is empty/],
  ];
  test.each(faults)("of the recipe itself: %s", (_, recipe, message) => {
    write("ours.yaml", recipe);
    const several = recipe.includes("kind: texts") ? "settings: {site: [a, b]}\n" : given;
    expect(() => load(source(several))).toThrow(message);
  });

  test("credentials and an audience, where the recipe demands them", () => {
    write("ours.yaml", ours(plain).replace(", optional: true", "").replace("told: true", "told: false"));
    const { lines, error } = refused(source(given));
    expect(lines).toEqual([
      "3:3 sources.docs: auth is missing: Ours wants `auth: {bearer: x}`",
      expect.stringMatching(
        /^3:3 sources\.docs: audience is missing: Ours does not tell who may read a document/,
      ),
    ]);
    expect(error.hint).toContain("Ask Ann for a token.");
    expect(optionsOf(source(`${given}auth: {bearer: k-1234567}\naudience: customers\n`)).audience).toBe(
      "customers",
    );
  });
});
