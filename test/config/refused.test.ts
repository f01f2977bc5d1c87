// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${…} is the syntax under test.
import { describe, expect, test } from "vitest";
import { exitCode } from "../../src/errors.ts";
import { config, refused } from "./support.ts";

const valid = config();
const visibility =
  "who may be answered from these pages: customers (Fin answers customers with them, and your team through Copilot) or teammates (only your team, through Copilot)";

const cases: readonly (readonly [name: string, text: string, line: string])[] = [
  // the file as a whole
  ["an empty file", "", "1:1 the file is empty"],
  ["comments only", "# nothing yet\n", "1:1 the file is empty"],
  [
    "a text",
    "token\n",
    '1:1 the file is not a mapping: it starts with keys such as "intercom:" and "sources:"',
  ],
  [
    "a list",
    "- a\n",
    '1:1 the file is not a mapping: it starts with keys such as "intercom:" and "sources:"',
  ],
  // what a source may ask
  [
    "a host with its scheme",
    config({ source: "allow_hosts: [https://docs.example.com]" }),
    "9:19 sources.team.allow_hosts[0]: must be a host name such as docs.example.com or *.example.com, without https:// and port",
  ],
  [
    "no host at all",
    config({ source: "allow_hosts: []" }),
    "9:5 sources.team.allow_hosts: must name at least one host; without the key every public host is allowed",
  ],
  [
    "a secret in place of its fingerprint",
    config({ source: "secrets: {allow: [hunter2hunter2]}" }),
    "9:23 sources.team.secrets.allow[0]: must be a fingerprint as the report shows it: 16 digits and letters a-f",
  ],
  // how much may go
  [
    "more than everything",
    config({ source: "max_removals: {percent: 101}" }),
    "9:29 sources.team.max_removals.percent: must be at most 100",
  ],
  [
    "half a page",
    config({ source: "max_removals: {at_least: 2.5}" }),
    "9:30 sources.team.max_removals.at_least: must be a whole number",
  ],
  [
    "a bare number",
    config({ source: "max_removals: 10" }),
    "9:19 sources.team.max_removals: must be a mapping, not a number",
  ],
  // YAML
  ["a tab as indentation", "intercom:\n\ttoken: x\n", "2:1 not valid YAML: a tab indents this line"],
  [
    "a key indented differently",
    valid.replace("    space", "   space"),
    "8:1 not valid YAML: this line is indented differently from the keys beside it",
  ],
  ["an open quote", config({ source: 'site: "x' }), '10:1 not valid YAML: missing closing "quote'],
  [
    "two colons in a line",
    config({ source: "site: a: b" }),
    '9:11 not valid YAML: a second ":" in one line, or a line indented too far',
  ],
  [
    "a reference without quotes in a list",
    config({ source: "labels: [${LABEL}]" }),
    "9:15 not valid YAML: missing , or : between flow sequence items",
  ],
  [
    "a second document",
    `${valid}---\na: 1\n`,
    '9:1 a second YAML document starts here ("---"): a configuration is one document',
  ],
  [
    "a tag",
    config({ source: "site: !important x" }),
    '9:11 a value starts with "!", which YAML reads as a tag',
  ],
  ["a key twice", config({ source: "space: OPS" }), '9:5 the key "space" appears twice in the same mapping'],
  [
    "an alias of nothing",
    config({ source: "site: *home" }),
    "9:11 an alias (*name) of nothing in the file; quote the value if it is text",
  ],
  [
    "an alias of a list that contains it",
    config({ source: "labels: &me [*me]" }),
    "9:17 an alias refers to a mapping or list that contains it",
  ],
  ["a list as a key", config({ source: "? [a]\n: b" }), "9:7 a key must be a plain word"],
  ["a merge of no mapping", config({ source: "<<: x" }), '9:5 "<<" merges a mapping (<<: *name)'],
  // keys
  [
    "an unknown key of a source, near a common one",
    valid.replace("visible_to", "visble_to"),
    '7:5 unknown key "visble_to" in sources.team, did you mean "visible_to"?',
  ],
  [
    "an unknown key of a source, near one of the connector's",
    config({ source: "achived: true" }),
    '9:5 unknown key "achived" in sources.team, did you mean "archived"?',
  ],
  [
    "an unknown key of a source, near none",
    config({ source: "colour: red" }),
    '9:5 unknown key "colour" in sources.team; known here: connector, url, visible_to, removals, max_removals, audience_ids, locale, max_document_bytes, secrets, allow_hosts, ca_file, allow_private_addresses, max_page_bytes, content_selector, exclude_selectors, requests_per_second, max_wait, load_concurrency, availability, moved_from, content, sales_agent, ask, rules, space, pages, archived, labels, headers, site, auth, limits',
  ],
  [
    "an unknown key at the top",
    config({ top: "source: x" }),
    '3:1 unknown key "source" at the top level, did you mean "sources"?',
  ],
  [
    "an unknown key of intercom",
    config({ intercom: "Region: eu" }),
    '3:3 unknown key "Region" in intercom, did you mean "region"?',
  ],
  [
    "an unknown key of a connector's nested mapping",
    config({ source: "limits: {dept: 2}" }),
    '9:14 unknown key "dept" in sources.team.limits, did you mean "depth"?',
  ],
  [
    "missing visible_to",
    valid.replace(/.*visible_to.*\n/, ""),
    `4:3 sources.team: visible_to is missing (${visibility})`,
  ],
  [
    "a missing connector",
    valid.replace(/.*connector.*\n/, ""),
    "4:3 sources.team: connector is missing (The kind of system that has the documents.)",
  ],
  [
    "a missing option of the connector",
    valid.replace(/.*space.*\n/, ""),
    "4:3 sources.team: space is missing (key of the space)",
  ],
  [
    "missing sources",
    "intercom:\n  token: ${TOKEN}\n",
    "1:1 the file: sources is missing (your documentation: a name for each source, and its settings)",
  ],
  ["no source", "intercom:\n  token: ${TOKEN}\nsources: {}\n", "3:1 sources: must name at least one source"],
  // connectors
  [
    "an unknown connector",
    valid.replace("wiki", "wikki"),
    '5:16 unknown connector "wikki", did you mean "wiki"? (known: wiki, plain; or the path of a module: ./my-connector.js)',
  ],
  [
    "a number as connector",
    valid.replace("wiki", "7"),
    '5:16 unknown connector "7" (known: wiki, plain; or the path of a module: ./my-connector.js)',
  ],
  [
    "a list as connector",
    valid.replace("wiki", "[wiki]"),
    "5:5 sources.team.connector: must be text, not a list",
  ],
  // wrong types
  ["sources as a list", "sources:\n  - team\n", "1:1 sources: must be a mapping, not a list"],
  [
    "a source that is text",
    "intercom: {token: x}\nsources:\n  team: wiki\n",
    "3:9 sources.team: must be a mapping, not text",
  ],
  [
    "an empty source",
    "intercom: {token: x}\nsources:\n  team:\n",
    "3:3 sources.team: is empty; it must be a mapping",
  ],
  [
    "a source's name",
    valid.replace("team", "My Team"),
    '4:3 sources.My Team: the name "My Team" must be lower-case letters, digits, - and _, starting with a letter or digit',
  ],
  [
    "text for a number",
    config({ source: "pages: many" }),
    "9:12 sources.team.pages: must be a number, not text",
  ],
  ["a fraction", config({ source: "pages: 1.5" }), "9:12 sources.team.pages: must be a whole number"],
  ["a number too small", config({ source: "pages: 0" }), "9:12 sources.team.pages: must be at least 1"],
  ["a number too large", config({ source: "pages: 501" }), "9:12 sources.team.pages: must be at most 500"],
  [
    "text for a boolean",
    config({ source: "archived: yes" }),
    "9:15 sources.team.archived: must be true or false, not text",
  ],
  [
    "text for a list",
    config({ source: "labels: guide" }),
    "9:13 sources.team.labels: must be a list, not text",
  ],
  [
    "a list in a list",
    config({ source: "labels: [a, [b]]" }),
    "9:17 sources.team.labels[1]: must be text, not a list",
  ],
  ["an empty text", config({ source: 'labels: [""]' }), "9:14 sources.team.labels[0]: must not be empty"],
  ["an empty value", config({ source: "rules:" }), "9:5 sources.team.rules: is empty; it must be a list"],
  [
    "an option of a union that does not exist",
    config({ source: "auth: {type: tokn, token: x}" }),
    '9:18 sources.team.auth.type: must be token | basic, not "tokn", did you mean "token"?',
  ],
  [
    "what an option of a union needs",
    config({ source: "auth: {type: basic, user: me}" }),
    "9:5 sources.team.auth: password is missing",
  ],
  // the common keys
  [
    "visible_to",
    valid.replace("customers", "customer"),
    '7:17 sources.team.visible_to: must be customers or teammates, not "customer", did you mean "customers"?',
  ],
  [
    "a url without scheme",
    valid.replace("https://wiki", "wiki"),
    "6:10 sources.team.url: must be an absolute URL such as https://handbook.example.com",
  ],
  [
    "a url with a password",
    valid.replace("https://wiki", "https://me:pw@wiki"),
    "6:10 sources.team.url: must not hold a user name or password",
  ],
  [
    "removals",
    config({ source: "removals: hide" }),
    '9:15 sources.team.removals: must be sync | hide-only | keep | mapping (mode, grace), not "hide"',
  ],
  [
    "grace without a unit",
    config({ source: "removals: {grace: 7}" }),
    "9:23 sources.team.removals.grace: must be a whole number with its unit: 7d, 12h, 30m or 0s",
  ],
  [
    "an unknown key of removals",
    config({ source: "removals: {after: 7d}" }),
    '9:16 unknown key "after" in sources.team.removals; known here: mode, grace',
  ],
  [
    "a locale",
    config({ source: "locale: English" }),
    "9:13 sources.team.locale: must be a language code such as en, de or pt-BR",
  ],
  [
    "an audience",
    config({ source: "audience_ids: [0]" }),
    "9:20 sources.team.audience_ids[0]: must be more than 0",
  ],
  [
    "audiences before 2.15",
    config({ intercom: 'version: "2.14"', source: "audience_ids: [1]" }),
    "10:5 sources.team.audience_ids: needs Intercom API version 2.15 or later, and intercom.version is 2.14",
  ],
  [
    "a rule for nothing",
    config({ source: "rules:\n  - {visible_to: teammates}" }),
    "10:9 sources.team.rules[0]: needs either path or label",
  ],
  [
    "a rule for two things",
    config({ source: "rules:\n  - {path: a, label: b, exclude: true}" }),
    "10:9 sources.team.rules[0]: needs either path or label",
  ],
  [
    "a rule without effect",
    config({ source: "rules:\n  - {path: a}" }),
    "10:9 sources.team.rules[0]: needs either visible_to or exclude: true",
  ],
  [
    "exclude: false",
    config({ source: "rules:\n  - {path: a, exclude: false}" }),
    '10:28 sources.team.rules[0].exclude: must be true, not "false"',
  ],
  [
    "a rule's path that could never match",
    config({ source: "rules:\n  - {path: ../internal/**, exclude: true}" }),
    "10:16 sources.team.rules[0].path: must be a glob over paths in the source (internal/**), without a leading !, without .. and with / between folders",
  ],
  [
    "two sources of one Content Import Source",
    `${valid}  ops:\n    connector: plain\n    url: http://WIKI.example.com:80/#top\n    visible_to: teammates\n`,
    "11:10 sources.ops.url: is the same Content Import Source as that of sources.team",
  ],
  [
    "moving from a source that is still there",
    `${valid}  ops:\n    connector: plain\n    url: https://ops.example.com\n    visible_to: teammates\n    moved_from: team\n`,
    "13:17 sources.ops.moved_from: sources.team is still there",
  ],
  [
    "moving from itself",
    config({ source: "moved_from: team" }),
    "9:17 sources.team.moved_from: is the source itself",
  ],
  [
    "two that move from one",
    `${valid}    moved_from: old\n  ops:\n    connector: plain\n    url: https://ops.example.com\n    visible_to: teammates\n    moved_from: old\n`,
    "14:17 sources.ops.moved_from: sources.team takes over the pages of old already",
  ],
  // intercom
  ["a region", config({ intercom: "region: uk" }), '3:11 intercom.region: must be us, eu or au, not "uk"'],
  [
    "region and base_url",
    config({ intercom: "region: eu\nbase_url: https://x.example" }),
    "4:13 intercom.base_url: cannot be combined with region; give one of the two",
  ],
  [
    "a base_url in the clear",
    config({ intercom: "base_url: http://proxy.example.com" }),
    "3:13 intercom.base_url: must start with https://: the token would travel in the clear (http is for this machine only)",
  ],
  [
    "a host that only looks like this machine",
    config({ intercom: "base_url: http://127.0.0.1.example.com" }),
    "3:13 intercom.base_url: must start with https://: the token would travel in the clear (http is for this machine only)",
  ],
  [
    "a base_url of no web address",
    config({ intercom: "base_url: ftp://x.example" }),
    "3:13 intercom.base_url: must be an absolute URL such as https://api.intercom.io",
  ],
  [
    "a version",
    config({ intercom: "version: latest" }),
    '3:12 intercom.version: must be a version such as "2.15", or Preview',
  ],
  ["an empty token", valid.replace(" ${TOKEN}", ""), "2:3 intercom.token: is empty; it must be text"],
  // references
  [
    "an unset variable",
    valid.replace("TOKEN", "TOKN"),
    "2:10 intercom.token: the environment variable TOKN is not set",
  ],
  [
    "an unset variable in an option",
    config({ source: "labels:\n  - ${LABEL}" }),
    "10:9 sources.team.labels[0]: the environment variable LABEL is not set",
  ],
  [
    "a reference not closed",
    config({ source: "site: ${HOME" }),
    '9:11 sources.team.site: "${" without its closing "}"',
  ],
  [
    "a reference of no name",
    config({ source: "site: ${a-b}" }),
    '9:11 sources.team.site: "${a-b}" is not a reference',
  ],
  [
    "a file that is not there",
    config({ source: "site: ${file:./nowhere}" }),
    "9:11 sources.team.site: the file ./nowhere cannot be read: there is no such file",
  ],
];

describe("a broken configuration is refused with the place and a sentence that helps", () => {
  test.each(cases)("%s", (_name, text, line) => {
    const { lines, error } = refused(text);
    expect(lines[0]).toBe(line);
    expect(error.exitCode).toBe(exitCode.usage);
  });
});

test("everything wrong is listed, in the order of the file", () => {
  const text = config({ intercom: "region: uk", source: "pages: many\ncolour: red" }).replace(
    "customers",
    "all",
  );
  expect(refused(text).lines.map((line) => line.split(" ")[0])).toEqual(["3:11", "8:17", "10:12", "11:5"]);
});

test("a typing mistake in a required key is reported once", () => {
  expect(refused(valid.replace("visible_to", "visible-to")).lines).toEqual([
    '7:5 unknown key "visible-to" in sources.team, did you mean "visible_to"?',
  ]);
});

test("a key given twice does not hide what else is wrong", () => {
  expect(refused(config({ source: "space: OPS\npages: many" })).lines).toEqual([
    '9:5 the key "space" appears twice in the same mapping',
    "10:12 sources.team.pages: must be a number, not text",
  ]);
});

test("what a tab makes of the lines after it is not reported", () => {
  const text =
    "sources:\n  docs:\n    connector: docs-repo\n\t  path: docs\n    url: https://x.y\n  other:\n    connector: z\n";
  expect(refused(text).lines).toEqual(["4:1 not valid YAML: a tab indents this line"]);
});

test("further consequences of an unset variable are not reported", () => {
  expect(refused(config({ source: 'auth: {type: token, token: "${UNSET}"}\nurl2: x' })).lines).toEqual([
    "9:32 sources.team.auth.token: the environment variable UNSET is not set",
    expect.stringMatching(/^10:5 unknown key "url2"/),
  ]);
});

test("a hint says what to do next", () => {
  expect(refused(valid.replace("TOKEN", "TOKN")).error.hint).toContain("Set TOKN in the environment");
  for (const name of ["API_TOKEN", "DB_PASSWORD", "SIGNING_KEY", "CLIENT_SECRET"])
    expect(refused(valid.replace("TOKEN", name)).error.hint).toMatch(
      /outside the repository: \$\{file:PATH\}\.$/,
    );
  expect(refused(config({ source: 'labels:\n  - "${PREFIX}"' })).error.hint).toContain("${PREFIX:-…}");
  expect(refused("").error.hint).toContain("fin-ingest init");
  expect(refused(config({ source: "labels: [${LABEL}]" })).error.hint).toContain('needs quotes: "${VAR}"');
});
