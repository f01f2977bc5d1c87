import path from "node:path";
import { zendesk } from "../../../connectors/zendesk/index.ts";
import { type ApiFixture, documentsOf, entriesOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import {
  accessToken,
  apiToken,
  articleOf,
  clientSecret,
  edit,
  email,
  removeArticle,
  startHelpCenter,
} from "./help-center.ts";

const token = { api_token: { email, token: apiToken } };
/** A selection, with attached files. */
export const chosen = { categories: [20], sections: ["230"], attachments: ["pdf", "docx"] };

/** The help center, with these options besides those that every source needs. */
export async function zendeskSystem(given: Readonly<Record<string, unknown>>): Promise<ApiFixture> {
  const fixture = await startHelpCenter();
  const { server } = fixture;
  const base = { base_url: server.url, auth: token, user_segments: { staff: "teammates" } };
  const oauth = { client_id: "fin", client_secret: clientSecret };
  const options = { ...base, ...given };
  return {
    server,
    options,
    baseDir: import.meta.dirname,
    // Who asks, which locales and places there are, and the first page of the list.
    isOwnFailure: ({ path: place, query }) =>
      /\/(?:users\/me|locales|categories|sections|user_segments|articles)$/.test(place) &&
      !query.has("page[after]"),
    secrets: [
      apiToken,
      accessToken,
      clientSecret,
      Buffer.from(`${email}/token:${apiToken}`).toString("base64"),
    ],
    refused: [
      { ...base, base_url: undefined },
      { ...base, subdomain: "acme" },
      { ...base, auth: undefined },
      { ...base, auth: { ...token, bearer: accessToken } },
      { ...base, auth: { api_token: { token: apiToken } } },
      { ...base, base_url: "http://acme.zendesk.com" },
      { ...base, base_url: `https://fin:${apiToken}@acme.zendesk.com` },
      { ...base, user_segments: { vip: "customers" } },
      { ...base, user_segments: { staff: "everyone" } },
      { ...base, categories: ["account"] },
      { ...base, subdomaine: "acme" },
    ],
    broken: [
      { ...base, auth: { api_token: { email, token: `${apiToken}x` } } },
      { ...base, base_url: "http://127.0.0.1:9" },
      { ...base, help_center_locale: "fr" },
    ],
    async retitle() {
      const translation = articleOf(fixture, 360001).translations["en-us"];
      if (translation) translation.title = "Sign in";
    },
    async edit() {
      edit(fixture, 360008, "<p>Up to 80,000 rows in a file.</p>");
      return "360008";
    },
    async remove() {
      removeArticle(fixture, 360003);
      return "360003";
    },
    bodyReads: () => fixture.bodyReads,
    async reachOtherRoutes() {
      const io = testIo(import.meta.dirname, path.join(import.meta.dirname, "none"));
      const list = async (more: object) =>
        documentsOf(await entriesOf(zendesk.list(zendesk.options.parse({ ...base, ...more }), io)));
      await list({ auth: { oauth } });
      const documents = await list(chosen);
      for (const { externalId, load } of documents) {
        await load(io.signal);
        await zendesk.confirm?.(zendesk.options.parse({ ...base, ...chosen }), io, externalId);
      }
    },
    close: () => server.close(),
  };
}
