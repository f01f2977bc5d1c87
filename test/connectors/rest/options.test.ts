import { expect, test } from "vitest";
import { rest } from "../../../connectors/rest/index.ts";
import { exampleSource } from "../../../src/config/recipe/describe.ts";
import { optionDocs } from "../../../src/config/schema/option-docs.ts";
import { load, refused } from "../../config/support.ts";
import { recipes } from "../../docs/reference/recipes.ts";

const connectors = new Map([["rest", rest]]);
const intercom = "intercom:\n  token: test-token-123\n";
const source = (lines: string) => `${intercom}sources:
  api:
    connector: rest
    url: https://docs.example.com
    visible_to: teammates
${lines}`;

test.each([...recipes])(
  "the example of %s is a configuration as it stands, of twelve lines at most",
  (name, recipe) => {
    const example = exampleSource(name, recipe);
    const variables = [...example.matchAll(/\$\{(\w+)\}/g)].map(([, variable = ""]) => variable);
    const env = Object.fromEntries(
      variables.map((variable, nth) => [variable, `secret-${nth}-of-the-tests`]),
    );
    const { sources, secrets } = load(`${intercom}${example}\n`, { connectors, env });
    expect(sources[0]?.connector).toBe(rest);
    // An app's id is no secret.
    const given = Object.entries(env).flatMap(([key, value]) => (key.endsWith("CLIENT_ID") ? [] : value));
    for (const secret of given) {
      expect(secrets.some((one) => one.includes(secret))).toBe(true);
      expect(JSON.stringify(sources[0]?.publicOptions)).not.toContain(secret);
    }
    expect(`${intercom}${example}`.split("\n").length).toBeLessThanOrEqual(12);
  },
);

test.each([
  [
    "a misspelt key",
    "    list: {url: https://a.example.com/x, record: $.items}\n    fields: {id: $.id, body: $.b}\n",
    'unknown key "record" in sources.api.list, did you mean "records"?',
  ],
  [
    "no path",
    "    list: {url: https://a.example.com/x, records: items}\n    fields: {id: $.id, body: $.b}\n",
    "sources.api.list.records: must be a JSONPath, which begins with $: $.items",
  ],
  [
    "a constant",
    "    list: {url: https://a.example.com/x, records: $}\n    fields: {id: id, body: $.b}\n",
    'sources.api.fields.id: says the same for every record: write a JSONPath ("$.id") or a template ("{id}")',
  ],
  [
    "a host that a record decides about",
    '    list: {url: https://a.example.com/x, records: $}\n    fields: {id: $.id}\n    detail: {url: "https://{host}/x", body: $.b}\n',
    "sources.api.detail.url: must be an absolute URL such as https://wiki.example.com/api/pages/{id}; its host must be written in full",
  ],
  [
    "an inner list without a value of its parent",
    "    list: {url: https://a.example.com/x, records: $, each: [{url: https://a.example.com/y, records: $}]}\n    fields: {id: $.id, body: $.b}\n",
    "sources.api.list.each[0].url: must contain a value of the record that it belongs to: {parent.id}",
  ],
  [
    "an inner list with a value of nobody's",
    '    list: {url: https://a.example.com/x, records: $, each: [{url: "https://a.example.com/{id}", records: $}]}\n    fields: {id: $.id, body: $.b}\n',
    "sources.api.list.each[0].url: can use the record that it belongs to: {parent.id}, not {id}",
  ],
  [
    "a path that looks everywhere",
    "    list: {url: https://a.example.com/x, records: $..items}\n    fields: {id: $.id, body: $.b}\n",
    "sources.api.list.records: must name each step ($.a.b[*]): `..` cannot tell missing from empty",
  ],
  [
    "a filter where records are counted",
    '    list: {url: https://a.example.com/x, records: "$[?@.a]", pagination: {kind: offset}}\n    fields: {id: $.id, body: $.b}\n',
    "sources.api.list.records: must be a plain path such as $.items here: records that a filter leaves out are not counted",
  ],
  [
    "a pagination of no known kind",
    "    list: {url: https://a.example.com/x, records: $, pagination: {kind: pages}}\n    fields: {id: $.id, body: $.b}\n",
    'sources.api.list.pagination.kind: must be page | offset | cursor | next-url | link-header, not "pages", did you mean "page"?',
  ],
  [
    "a key of another kind of pagination",
    "    list: {url: https://a.example.com/x, records: $, pagination: {kind: page, cursor: $.next}}\n    fields: {id: $.id, body: $.b}\n",
    'the key "cursor" does not go with the others in sources.api.list.pagination',
  ],
  [
    "no text",
    "    list: {url: https://a.example.com/x, records: $}\n    fields: {id: $.id}\n",
    "sources.api.fields.body: either fields.body or detail must be given: one of them says where the text is",
  ],
  [
    "a refusal taken for an absence",
    '    list: {url: https://a.example.com/x, records: $}\n    fields: {id: $.id, body: $.b}\n    confirm: {url: "https://a.example.com/{id}", gone_status: [403, 404]}\n',
    "sources.api.confirm.gone_status: must not hold 401, 403, 408 or 429: these refuse an answer",
  ],
])("%s is refused in words", (_, lines, message) => {
  expect(refused(source(lines), { connectors }).error.message).toContain(message);
});

test("what a list may contain is documented, though there may be several", () => {
  const names = optionDocs(rest.options).map(({ name }) => name);
  for (const name of ["list.url", "list.records", "withheld.path", "detail.body", "confirm.gone_status"])
    expect(names).toContain(name);
});
