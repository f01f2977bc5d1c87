import os from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { notion } from "../../../connectors/notion/index.ts";
import { propertiesFor } from "../../../connectors/notion/properties.ts";
import { Page } from "../../../connectors/notion/schema.ts";
import { documentsOf, entriesOf, type TestIo, testIo } from "../../../src/connector-kit/testing/index.ts";
import { toFailure } from "../../../src/errors.ts";
import { ids, startWorkspace, token, type Workspace } from "./workspace.ts";

const row = ids.faqRows[0] ?? "";
let workspace: Workspace;
let io: TestIo;
beforeEach(async () => {
  workspace = await startWorkspace();
  io = testIo(os.tmpdir(), os.tmpdir());
  workspace.state.children[row] = [];
});
afterEach(() => workspace.server.close());

const line = (text: string, extra: object = {}) => ({ type: "text", plain_text: text, href: null, ...extra });
const text = (...parts: object[]) => ({ id: "n", type: "rich_text", rich_text: parts });
function setProperties(properties: object): void {
  Object.assign(workspace.page(row).properties as object, properties);
}
const documents = async (extra: object = {}) => {
  const options = notion.options.parse({ token, base_url: workspace.server.url, ...extra });
  return documentsOf(await entriesOf(notion.list(options, io)));
};
async function load(extra: object = {}) {
  const found = (await documents(extra)).find(({ externalId }) => externalId === row);
  if (!found) throw new Error("the row is not listed");
  return found.load(io.signal);
}
const answer = text(
  line("Pay by "),
  line("card", { annotations: { bold: true } }),
  line(".\n\nSee "),
  line("the prices", { href: "https://example.com/prices" }),
  line("."),
);
const answerHtml =
  '<p>Pay by <strong>card</strong>.</p><p>See <a href="https://example.com/prices">the prices</a>.</p>';

describe("a row without blocks", () => {
  it.each(["Answer", "answers", "Antwort", "Réponse", "Respuesta", "Risposta", "回答"])(
    "is its %s, with paragraphs and links",
    async (name) => {
      setProperties({ [name]: answer, "Internal notes": text(line("Churning customer")) });
      expect((await load()).body).toBe(`<article>${answerHtml}</article>`);
    },
  );

  it("is its answer as it was listed where it cannot be asked for again, unless it is no longer shared", async () => {
    setProperties({ Answer: answer });
    const [found] = (await documents()).filter(({ externalId }) => externalId === row);
    const refuse = (status: number, code: string) =>
      workspace.server.interfere(({ path }) =>
        path === `/v1/pages/${row}` ? { status, json: { code } } : undefined,
      );
    refuse(400, "internal");
    expect((await found?.load(io.signal))?.body).toMatch(/<th scope="row">Answer<\/th><td>Pay by .*card/s);
    refuse(404, "object_not_found");
    await expect(found?.load(io.signal)).rejects.toThrow(/404/);
  });

  it("is the properties that are named: text under their names, the others as a table", async () => {
    setProperties({ Short: text(line("Yes.")), Long: text(line("At any time.")), Secret: text(line("No")) });
    expect((await load({ properties: ["Short", "Long", "Topic"] })).body).toBe(
      "<article><h2>Short</h2><p>Yes.</p><h2>Long</h2><p>At any time.</p>" +
        '<table><tbody><tr><th scope="row">Topic</th><td>Account</td></tr></tbody></table></article>',
    );
    expect((await load({ properties: ["Long"] })).body).toBe("<article><p>At any time.</p></article>");
  });

  it("fails by name where its text is in properties that nobody asked for", async () => {
    setProperties({ Details: text(line("At any time.")), Empty: text() });
    const failure = toFailure(await load().catch((error: unknown) => error));
    expect(failure.message).toContain("How do I reset my password");
    expect(failure.hint).toContain("properties: [Details]");
  });

  it("that says nothing at all is left to the run", async () => {
    expect((await load()).body).toBe("<article></article>");
  });

  it("keeps what its answer may not name", async () => {
    const mention = { mention: { type: "page", page: { id: ids.salaries } }, type: "mention" };
    setProperties({ Answer: text(line("Ask "), line("Salaries", mention), line(" first.")) });
    workspace.state.unshared.push(ids.salaries);
    const { body, warnings } = await load();
    expect(body).toBe("<article><p>Ask  first.</p></article>");
    expect(warnings).toHaveLength(1);
  });
});

it("a row with text of its own is that text, without its answer", async () => {
  workspace = await startWorkspace();
  setProperties({ Answer: text(line("Short answer")) });
  const { body } = await load();
  expect(body).toContain("Open the settings");
  expect(body).not.toContain("Short answer");
});

it("the version changes with what the answer may name", async () => {
  const mention = { mention: { type: "page", page: { id: ids.company } }, type: "mention" };
  setProperties({ Answer: text(line("Company", mention)) });
  const version = async () => (await documents()).find(({ externalId }) => externalId === row)?.version;
  const before = await version();
  expect(await version()).toBe(before);
  workspace.unshare(ids.company);
  expect(await version()).not.toBe(before);
});

it("shows the original of a synced block whatever its copy says of children", async () => {
  const original = { object: "block", id: "0000aaaa-4c3a-4b1e-9d52-0000000000aa", in_trash: false };
  const paragraph = { ...original, id: "0000bbbb-4c3a-4b1e-9d52-0000000000bb" };
  workspace.state.children[ids.company]?.push({
    ...original,
    type: "synced_block",
    has_children: true,
    synced_block: { synced_from: null },
    last_edited_time: "2025-01-01T00:00:00.000Z",
    created_time: "2025-01-01T00:00:00.000Z",
    parent: { type: "page_id", page_id: ids.company },
  });
  workspace.state.children[original.id] = [
    {
      ...paragraph,
      type: "paragraph",
      has_children: false,
      paragraph: { rich_text: [line("Shared once.")] },
      last_edited_time: "2025-01-01T00:00:00.000Z",
      created_time: "2025-01-01T00:00:00.000Z",
      parent: { type: "block_id", block_id: original.id },
    },
  ];
  workspace.state.children[row] = [
    {
      ...original,
      id: "0000cccc-4c3a-4b1e-9d52-0000000000cc",
      type: "synced_block",
      has_children: false,
      synced_block: { synced_from: { type: "block_id", block_id: original.id } },
      last_edited_time: "2025-01-01T00:00:00.000Z",
      created_time: "2025-01-01T00:00:00.000Z",
      parent: { type: "page_id", page_id: row },
    },
  ];
  expect((await load()).body).toBe("<article><p>Shared once.</p></article>");
});

it.each([
  ["Answer", true],
  [" The answer ", true],
  ["Internal answer draft", false],
  ["Notes", false],
  ["Unanswered", false],
])("%j is taken for an answer: %j", (name, expected) => {
  const page = Page.parse({
    object: "page",
    id: row,
    last_edited_time: "2025-01-01T00:00:00.000Z",
    parent: { type: "data_source_id", data_source_id: ids.faqSource },
    properties: { [name]: text(line("a")) },
  });
  expect(propertiesFor(page, false)).toEqual(expected ? [name] : false);
});
