import { readdirSync } from "node:fs";
import path from "node:path";
import { blob } from "../../connectors/blob/index.ts";
import { confluence } from "../../connectors/confluence/index.ts";
import { googleDrive } from "../../connectors/google-drive/index.ts";
import { intercom } from "../../connectors/intercom/index.ts";
import { notion } from "../../connectors/notion/index.ts";
import { rest } from "../../connectors/rest/index.ts";
import { sharepoint } from "../../connectors/sharepoint/index.ts";
import { website } from "../../connectors/website/index.ts";
import { zendesk } from "../../connectors/zendesk/index.ts";
import type { ApiFixture } from "../../src/connector-kit/testing/index.ts";
import { startExamples } from "../../src/connector-kit/testing/recipe/contract.ts";
import { startStore } from "./blob/store.ts";
import { cloudSystem, dataCenterSystem } from "./confluence/systems.ts";
import { driveSystem, handbook, notes } from "./google-drive/system.ts";
import { all, workspaceSystem } from "./intercom/system.ts";
import { notionSystem } from "./notion/system.ts";
import type { FaultySystem } from "./one-object-runs.ts";
import { startDokuWiki } from "./rest/dokuwiki.ts";
import { startMediaWiki } from "./rest/mediawiki.ts";
import { startWordPress } from "./rest/wordpress.ts";
import { startTenant } from "./sharepoint/tenant.ts";
import { bySitemap, websiteSystem } from "./website/system.ts";
import { chosen, zendeskSystem } from "./zendesk/system.ts";

/** Their files are not ones that a page can be made of, so a whole night would never be without a failure. */
const without =
  (setUp: () => Promise<ApiFixture>): (() => Promise<ApiFixture>) =>
  async () => {
    const fixture = await setUp();
    return { ...fixture, options: { ...(fixture.options as object), attachments: [] } };
  };

/** Every system behind HTTP in the registry. */
export const faultySystems: readonly (readonly [string, FaultySystem])[] = [
  ["confluence, Cloud", { connector: confluence, setUp: cloudSystem }],
  ["confluence, Data Center", { connector: confluence, setUp: dataCenterSystem }],
  ["notion", { connector: notion, setUp: without(() => notionSystem()) }],
  ["zendesk", { connector: zendesk, setUp: () => zendeskSystem({}) }],
  ["zendesk, a selection", { connector: zendesk, setUp: without(() => zendeskSystem(chosen)) }],
  [
    "google-drive",
    {
      connector: googleDrive,
      setUp: () => driveSystem({ ...handbook, folders: notes.folders, restricted_items: "include" }),
      // What a shortcut leads to is not there for this account.
      saysNever: ({ name, target }) => name === "404" && target.includes("/files/doc-partner"),
      saysGone: ({ name, target }) => name === "404" && target.includes("/files/doc-partner"),
    },
  ],
  ["intercom", { connector: intercom, setUp: () => workspaceSystem(all) }],
  ["blob, S3", { connector: blob, setUp: () => startStore("s3") }],
  ["blob, Azure", { connector: blob, setUp: () => startStore("azure") }],
  ["rest: MediaWiki", { connector: rest, setUp: startMediaWiki }],
  ["rest: DokuWiki", { connector: rest, setUp: startDokuWiki }],
  ["rest: WordPress", { connector: rest, setUp: startWordPress }],
  ["sharepoint", { connector: sharepoint, setUp: () => startTenant() }],
  [
    "website by sitemap",
    {
      connector: website,
      // Without its map there is nothing to go on with, and without robots.txt nobody knows what may be asked for.
      setUp: async () => ({
        ...(await websiteSystem(bySitemap)),
        isOwnFailure: ({ path }) => path === "/sitemap.xml" || path === "/robots.txt",
      }),
      // A page that is refused or not there, and never was a document, is left out by name; one that was and is gone, is gone.
      saysNever: ({ name }) => ["400", "403", "404"].includes(name),
      saysGone: ({ name }) => name === "404",
    },
  ],
];

const examples = path.resolve(import.meta.dirname, "../fixtures/connectors/rest/recipes");

const published: Readonly<Record<string, string>> = {
  document360: "public_version",
  outline: "publishedAt",
  zohodesk: "latestPublishedVersion",
};

/** The recipes that are played by their examples. */
export const recipeSystems: readonly (readonly [string, FaultySystem])[] = readdirSync(examples)
  .sort()
  .map((file) => {
    const name = file.replace(/\.yaml$/, "");
    return [
      `recipe ${name}`,
      {
        connector: rest,
        setUp: () => startExamples(name, path.join(examples, file)),
        published: published[name],
      },
    ];
  });
