import os from "node:os";
import { notion } from "../../../connectors/notion/index.ts";
import { describeInclusions, type InclusionFixture } from "../../../src/connector-kit/testing/index.ts";
import { everyThird } from "../every-third.ts";
import { ids, startWorkspace, token, type Workspace } from "./workspace.ts";

const title = "Zebracanary limits";
const [row = "", otherRow = ""] = ids.issueRows;
const hex = (id: string) => id.replaceAll("-", "");
const words = (text: string, href: string | null = null) => ({ type: "text", plain_text: text, href });
const mention = (id: string) => ({
  type: "mention",
  mention: { type: "page", page: { id } },
  plain_text: title,
  href: `https://www.notion.so/${hex(id)}`,
});

type Json = Record<string, unknown>;
let made = 0x5000;
function block(type: string, content: Json, extra: Json = {}) {
  made += 1;
  const id = `${made.toString(16).padStart(8, "0")}-4c3a-4b1e-9d52-0000000000ff`;
  return { id, object: "block", type, has_children: false, in_trash: false, [type]: content, ...extra };
}
const paragraph = (...rich_text: Json[]) => block("paragraph", { rich_text });

interface Way {
  /** The other document: a page, or a row of a database, which has labels. */
  readonly of: "page" | "row" | "database";
  readonly page?: string;
  readonly blocks?: (other: string) => ReturnType<typeof block>[];
  readonly prepare?: (workspace: Workspace, other: string) => void;
  readonly shown?: readonly string[];
  readonly visible?: readonly string[];
  readonly options?: Json;
}

const link = (text: string, href: (id: string) => string): Way => ({
  of: "page",
  blocks: (id) => [paragraph(words("See "), words(text, href(id)))],
  shown: ["Zebracanary"],
});
const own = (id: string) => `/${hex(id)}`;
const copied = (id: string) => `https://www.notion.so/acme/Zebracanary-limits-${hex(id)}?pvs=4`;

const ways: Readonly<Record<string, Way>> = {
  "a mention": { of: "page", blocks: (id) => [paragraph(mention(id))] },
  "a mention of a row": { of: "row", blocks: (id) => [paragraph(mention(id))] },
  "a mention in a table": {
    of: "page",
    blocks: (id) => {
      const rows = block("table_row", { cells: [[words("Parrotcanary")], [mention(id)]] });
      return [block("table", { table_width: 2 }, { has_children: true, below: [rows] })];
    },
  },
  "a mention in a caption": {
    of: "page",
    blocks: (id) => [
      block("image", {
        type: "external",
        external: { url: "https://x.example/a.png" },
        caption: [mention(id)],
      }),
    ],
  },
  "a mention in the page's own title": {
    of: "page",
    page: otherRow,
    prepare: (workspace, id) => {
      const properties = workspace.page(otherRow).properties as Json;
      properties.Name = { id: "title", type: "title", title: [words("About "), mention(id)] };
    },
  },
  "a mention in a property": {
    of: "page",
    page: otherRow,
    options: { properties: true },
    prepare: (workspace, id) => {
      const properties = workspace.page(otherRow).properties as Json;
      properties.Notes = { id: "n", type: "rich_text", rich_text: [words("Macawcanary "), mention(id)] };
    },
    visible: ["Macawcanary"],
  },
  "a rollup": {
    of: "row",
    page: otherRow,
    options: { properties: ["Related names", "Seen"] },
    prepare: (workspace, id) => {
      const rollup = { type: "array", array: [{ type: "title", title: [words(title)] }] };
      Object.assign(workspace.page(otherRow).properties as Json, {
        Related: { id: "r", type: "relation", relation: [{ id }], has_more: false },
        "Related names": { id: "s", type: "rollup", rollup },
      });
    },
    visible: ["2025-02"],
  },
  "a link to a page": {
    of: "page",
    blocks: (id) => [block("link_to_page", { type: "page_id", page_id: id })],
  },
  "a child page": { of: "page", prepare: () => {} },
  "a link labelled with the title": link(title, own),
  "a link with its author's words": {
    ...link("the Macawcanary rules", own),
    visible: ["the Macawcanary rules"],
  },
  "a copied address": link(title, copied),
  "a copied address as its own label": {
    ...link("", copied),
    blocks: (id) => [paragraph(words(copied(id), copied(id)))],
  },
  "a bookmark": {
    of: "page",
    blocks: (id) => [block("bookmark", { url: copied(id), caption: [] })],
    shown: ["Zebracanary"],
  },
  "a row of a table": { of: "row", page: ids.releaseNotes, visible: ["Slow login"] },
  "a row of a table with its properties": {
    of: "row",
    page: ids.releaseNotes,
    options: { properties: true },
    prepare: (workspace) => {
      const properties = workspace.page(row).properties as Json;
      properties.Secret = { id: "x", type: "rich_text", rich_text: [words("Quaggacanary")] };
    },
    shown: [title, "Quaggacanary"],
    visible: ["Slow login"],
  },
  "the name of a database": {
    of: "database",
    page: ids.releaseNotes,
    prepare: ({ state }) => {
      for (const one of [...state.databases, ...state.data_sources])
        if (one.id === ids.issues || one.parent.database_id === ids.issues) one.title = [words(title)];
      for (const one of state.databases)
        if (one.id === ids.issues)
          one.data_sources = (one.data_sources as Json[]).map((source) => ({ ...source, name: title }));
      const database = state.children[ids.releaseNotes]?.find(({ id }) => id === ids.issues);
      if (database) database.child_database = { title };
    },
  },
  "a mention of a database": {
    of: "database",
    prepare: (workspace, id) => {
      for (const one of workspace.state.databases) if (one.id === id) one.title = [words(title)];
      put(
        workspace,
        ids.company,
        paragraph({ ...mention(id), mention: { type: "database", database: { id } } }),
      );
    },
  },
  "a synced block": {
    of: "page",
    prepare: (workspace, other) => {
      const inner = paragraph(words("Quaggacanary"));
      const origin = block(
        "synced_block",
        { synced_from: null },
        {
          has_children: true,
          below: [inner],
          parent: { type: "page_id", page_id: other },
        },
      );
      const copy = block(
        "synced_block",
        { synced_from: { type: "block_id", block_id: origin.id } },
        { has_children: true },
      );
      put(workspace, other, origin);
      put(workspace, ids.company, copy);
    },
    shown: ["Quaggacanary"],
  },
};

/** Adds a block to a page, with what is below it. */
function put({ state }: Workspace, id: string, one: ReturnType<typeof block>): void {
  const { below = [], ...rest } = one as Json & { below?: ReturnType<typeof block>[]; id: string };
  state.children[id] = [...(state.children[id] ?? []), rest as never];
  for (const inner of below) put({ state } as Workspace, rest.id, inner);
}

/** A page of its own, shared and below the company page where it is a child there. */
function newPage(workspace: Workspace, parent: string): string {
  const id = "00000077-4c3a-4b1e-9d52-000000000077";
  const [first] = workspace.state.pages;
  workspace.state.pages.push({
    ...structuredClone(first),
    id,
    parent: { type: "page_id", page_id: parent },
    url: copied(id),
    properties: { title: { id: "title", type: "title", title: [words(title)] } },
  } as never);
  put(workspace, parent, block("child_page", { title }, { id }));
  put(workspace, id, paragraph(words("Okapicanary")));
  return id;
}

const way = (name: string, given: Way) => async (): Promise<InclusionFixture> => {
  const workspace = await startWorkspace();
  workspace.pageSize = 50;
  // Every listing would read them all, and no way to show something leads to them.
  for (const id of [...ids.faqRows, ids.ports, ids.firewall]) workspace.trash(id);
  const { page = ids.company } = given;
  const isChild = name === "a child page";
  const other =
    given.of === "database"
      ? ids.issues
      : given.of === "row"
        ? row
        : newPage(workspace, isChild ? ids.company : ids.install);
  if (given.of === "row") {
    workspace.retitle(row, title);
    workspace.page(row).url = copied(row);
  }
  put(workspace, page, paragraph(words("Words of its own, Parrotcanary.")));
  given.prepare?.(workspace, other);
  for (const one of given.blocks?.(other) ?? []) put(workspace, page, one);
  const above = isChild ? "Company" : "Handbook/Install the agent";
  return {
    options: { token, base_url: workspace.server.url, ...given.options },
    baseDir: os.tmpdir(),
    page,
    path:
      given.of === "database"
        ? `Handbook/Release notes/${title}`
        : given.of === "row"
          ? `Handbook/Release notes/Known issues/${title}`
          : `${above}/${title}`,
    name: name === "the name of a database" ? title : other,
    shown: given.shown ?? [title],
    narrow: ["Zebracanary", "Quaggacanary", "Okapicanary"],
    visible: ["Parrotcanary", ...(given.visible ?? [])],
    ...(given.of === "row" && {
      async label(label: string) {
        (workspace.page(row).properties as Json).Status = {
          id: "s",
          type: "status",
          status: { name: label },
        };
      },
    }),
    async restrict() {
      workspace.unshare(other);
    },
    unseen: name.startsWith("a row of a table") || name === "the name of a database" ? ["restricted"] : [],
    close: () => workspace.server.close(),
  };
};

describeInclusions(
  "notion",
  notion,
  Object.fromEntries(Object.entries(ways).map(([name, given]) => [name, way(name, given)])),
  everyThird,
);
