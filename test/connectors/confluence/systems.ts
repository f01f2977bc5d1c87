import os from "node:os";
import { expect } from "vitest";
import { confluence } from "../../../connectors/confluence/index.ts";
import {
  type ApiFixture,
  type ApiServer,
  documentsOf,
  entriesOf,
  testIo,
} from "../../../src/connector-kit/testing/index.ts";
import { apiToken, email, startCloud } from "./cloud-server.ts";
import { accessToken, startDataCenter } from "./data-center-server.ts";
import { contentIn, edit, newSite, type Site } from "./site.ts";

export interface System extends ApiFixture {
  readonly site: Site;
  readonly options: Record<string, unknown>;
}

export const cloudAuth = { basic: { username: email, password: apiToken } };

/** Ids of what all who see the two spaces may read. */
export const openIds = ["101", "102", "103", "104", "107", "120", "201", "202", "203", "204"];

export async function cloudSystem(): Promise<System> {
  const site = newSite();
  for (const content of site.contents) content.storage = content.storage.replace(/ ri:userkey="\w+"/, "");
  const server = await startCloud(site);
  const options = { base_url: `${server.url}/wiki`, edition: "cloud", auth: cloudAuth, spaces: ["HB", "IT"] };
  const broken = [
    { ...options, auth: { basic: { username: email, password: "not-the-token-5521" } } },
    { ...options, base_url: "http://127.0.0.1:9/wiki" },
  ];
  return systemOver(site, server, { options, broken, secrets: [apiToken, "not-the-token-5521"] });
}

export async function dataCenterSystem(): Promise<System> {
  const site = newSite();
  for (const content of site.contents) content.storage = content.storage.replace(/ri:account-id="\w+" /, "");
  // Folders are the Cloud's: what lies in the restricted one is restricted itself here.
  contentIn(site, "108").groups = ["board"];
  const server = await startDataCenter(site);
  const options = { base_url: server.url, auth: { bearer: accessToken }, spaces: ["HB", "IT"] };
  const broken = [
    { ...options, auth: { bearer: "not-the-token-5521" } },
    { ...options, base_url: "http://127.0.0.1:9" },
  ];
  return systemOver(site, server, { options, broken, secrets: [accessToken, "not-the-token-5521"] });
}

function systemOver(
  site: Site,
  server: ApiServer,
  given: Pick<System, "options" | "broken" | "secrets">,
): System {
  const { options } = given;
  return {
    ...given,
    site,
    server,
    baseDir: os.tmpdir(),
    // Who asks, which spaces there are, and the first page of each list.
    isOwnFailure: ({ path, query }) =>
      /\/user\/current$|\/api\/v2\/spaces$|\/rest\/api\/space\/\w+$/.test(path) ||
      (/\/pages$|\/rest\/api\/content$/.test(path) && !query.has("cursor") && !query.has("start")),
    refused: [
      { ...options, spaces: [] },
      { ...options, auth: undefined },
      { ...options, auth: {} },
      { ...options, base_url: "confluence.example.com" },
      { ...options, roots: ["Home"] },
      { ...options, attachments: ["exe"] },
    ],
    async retitle() {
      const content = contentIn(site, "103");
      content.title = "Expenses and travel";
      content.version += 1;
    },
    async edit() {
      edit(site, "107", "Cameras may stay off.");
      return "107";
    },
    async remove() {
      contentIn(site, "202").status = "trashed";
      return "202";
    },
    bodyReads: () => site.bodyReads,
    async reachOtherRoutes() {
      const stored = confluence.options.parse({ ...options, body: "storage" });
      const all = confluence.options.parse({ ...options, blog_posts: true, attachments: ["pdf", "docx"] });
      const io = testIo(os.tmpdir(), os.tmpdir());
      contentIn(site, "201").storage +=
        '<ac:structured-macro ac:name="attachments"/><ac:structured-macro ac:name="children"/>';
      for (const document of documentsOf(await entriesOf(confluence.list(stored, io))))
        await document.load(io.signal);
      const documents = documentsOf(await entriesOf(confluence.list(all, io)));
      for (const document of documents) await document.load(io.signal);
      expect(await confluence.confirm?.(all, io, "att501")).toBe("present");
      expect(await confluence.confirm?.(all, io, "301")).toBe("present");
    },
    close: () => server.close(),
  };
}
