import { expect, it } from "vitest";
import { zendesk } from "../../../connectors/zendesk/index.ts";
import type { Audience } from "../../../src/audience.ts";
import {
  describeInclusions,
  entriesOf,
  type InclusionFixture,
  testIo,
} from "../../../src/connector-kit/testing/index.ts";
import { everyThird } from "../every-third.ts";
import { apiToken, articleOf, edit, email, startHelpCenter } from "./help-center.ts";

const title = "Zebracanary limits";
const [page, other] = [360002, 360003];
const address = `/hc/en-us/articles/${other}-Zebracanary-limits`;

interface Way {
  readonly body: string;
  readonly visible?: readonly string[];
  /** The other document is a file that is attached to the page. */
  readonly isFile?: boolean;
}

const ways: Readonly<Record<string, Way>> = {
  "a link labelled with the title": { body: `<p>See <a href="${address}">${title}</a>.</p>` },
  "a link with its author's words": {
    body: `<p>See <a href='${address}#part'>the <b>Macawcanary</b> rules</a>.</p>`,
    visible: ["Macawcanary"],
  },
  "an address on the help center's own host": {
    body: `<p>See <a href="https://help.example.com${address}">https://help.example.com${address}</a>.</p>`,
  },
  "a link to an attached file": {
    body: '<p>See <a href="/hc/article_attachments/7009/zebracanary.pdf">zebracanary.pdf</a>.</p>',
    isFile: true,
  },
  "a link to an attached file without its name": {
    body: '<p>See <a href="/hc/en-us/article_attachments/7009">zebracanary.pdf</a>.</p>',
    isFile: true,
  },
};

const way = (given: Way) => async (): Promise<InclusionFixture> => {
  const center = await startHelpCenter();
  const article = articleOf(center, other);
  const translation = article.translations["en-us"];
  if (!translation) throw new Error("the fixture has no translation");
  Object.assign(translation, { title, body: "<p>Quaggacanary</p>" });
  edit(center, page, `<p>Words of its own, Parrotcanary.</p>${given.body}`);
  const narrowing: Partial<InclusionFixture> = {
    async label(label) {
      article.label_names.push(label);
    },
    async restrict() {
      article.user_segment_id = 9003;
    },
    async draft() {
      translation.draft = true;
    },
  };
  return {
    options: { base_url: center.server.url, auth: { api_token: { email, token: apiToken } } },
    baseDir: import.meta.dirname,
    page: String(page),
    path: given.isFile
      ? "account/sign-in/reset-your-password/zebracanary.pdf"
      : "account/sign-in/locked-out/zebracanary-limits",
    name: given.isFile ? "zebracanary.pdf" : title,
    shown: [given.isFile ? "zebracanary.pdf" : "Zebracanary"],
    narrow: ["Zebracanary", "zebracanary", "Quaggacanary"],
    visible: ["Parrotcanary", ...(given.visible ?? [])],
    versionCovers: !given.isFile,
    ...(given.isFile ? {} : narrowing),
    close: () => center.server.close(),
  };
};

describeInclusions(
  "zendesk",
  zendesk,
  Object.fromEntries(Object.entries(ways).map(([name, given]) => [name, way(given)])),
  everyThird,
);

it.each<[Audience, string]>([
  ["customers", "document"],
  ["teammates", "document"],
  ["nobody", "unpublished"],
])("files of an article that is for %s are for no wider audience", async (audience, kind) => {
  const center = await startHelpCenter();
  const io = {
    ...testIo(import.meta.dirname, import.meta.dirname),
    audienceOf: ({ path = "" }) => (path.endsWith("export-your-data") ? audience : "customers"),
  } as const;
  const options = zendesk.options.parse({
    base_url: center.server.url,
    auth: { api_token: { email, token: apiToken } },
    attachments: ["pdf"],
  });
  const entries = await entriesOf(zendesk.list(options, io));
  await center.server.close();
  const file = entries.find(
    (entry) => "externalId" in entry && entry.externalId === "360007/attachments/7001",
  );
  expect(file?.kind).toBe(kind);
  if (file?.kind === "document") expect(file.atMost ?? "customers").toBe(audience);
});
