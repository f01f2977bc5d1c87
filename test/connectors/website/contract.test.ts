import { website } from "../../../connectors/website/index.ts";
import {
  type ApiFixture,
  describeApiConnector,
  describeConnector,
} from "../../../src/connector-kit/testing/index.ts";
import { describeNightly } from "../nightly.ts";
import { TestSite, token } from "./site.ts";

const auth = { header: { name: "X-Token", value: token } };
const refused = [
  {},
  { start: "docs.example.com" },
  { start: `https://someone:${token}@docs.example.com/` },
  { start: ["https://a.example.com/", "https://b.example.com/"] },
  { start: "https://docs.example.com/", auth: {} },
  { start: "https://docs.example.com/", auth: { bearer: token, ...auth } },
  { start: "https://docs.example.com/", documents: ["exe"] },
  { start: "https://docs.example.com/", login_page: {} },
  { start: "https://docs.example.com/", include: ["!guide/**"] },
];

async function fixtureOf(options: (site: TestSite) => Record<string, unknown>): Promise<ApiFixture> {
  const site = await TestSite.start();
  const given = options(site);
  return {
    options: { ...given, auth },
    baseDir: import.meta.dirname,
    secrets: [token],
    refused,
    broken: [
      { ...given, auth: { header: { name: "X-Token", value: "wr0ng-s3cr3t" } } },
      { ...given, auth, start: `${site.url}/nowhere/`, include: undefined },
      { ...given, auth, start: "http://127.0.0.1:9/", sitemap: undefined },
    ],
    // A page that never was a document and is refused, or asks for a login, hides none.
    aboutOneDocument: ["404", "403", "not JSON"],
    retitle: async () => site.change("/guide/install", { title: "Set up" }),
    edit: async () => {
      site.change("/guide/install", { text: "Run the new installer, and nothing else than that." });
      return "/guide/install";
    },
    remove: async () => {
      site.pages.delete("/guide/upgrade");
      return "/guide/upgrade";
    },
    bodyReads: () => site.bodies,
    server: site.server,
    close: () => site.server.close(),
  };
}

describeApiConnector("website by sitemap", website, () =>
  fixtureOf((site) => ({
    start: `${site.url}/guide/`,
    sitemap: true,
    include: ["guide", "guide/**", "faq", "faq/**"],
  })),
);

describeConnector("website by crawl", website, () =>
  fixtureOf((site) => ({ start: `${site.url}/guide/`, include: ["guide", "guide/**", "faq", "faq/**"] })),
);

const nightly = (own: (site: TestSite) => string) => async () => {
  const site = await TestSite.start();
  let edits = 0;
  return {
    source: `connector: website\n${own(site)}\nrequests_per_second: 1000\nnoindex: withhold\nauth: {header: {name: X-Token, value: "\${SITE_TOKEN}"}}`,
    env: { SITE_TOKEN: token },
    ids: [...site.pages.keys()].map((path) => path.replace(/\/$/, "")),
    loads: () => site.bodies,
    edit: async () => {
      edits += 1;
      site.change("/guide/install", { text: `Run installer ${edits}, and nothing else than that.` });
      return "/guide/install";
    },
    remove: async () => {
      site.pages.delete("/guide/upgrade");
      return "/guide/upgrade";
    },
    withdraw: async () => {
      site.change("/guide/refunds", { robots: "noindex" });
      return "/guide/refunds";
    },
    forbid: async () => {
      site.closed.add("/faq/");
      for (const path of site.pages.keys()) if (path.startsWith("/faq/")) site.change(path, {});
    },
    close: () => site.server.close(),
  };
};

describeNightly(
  "website by sitemap",
  nightly((site) => `start: ${site.url}/\nsitemap: ${site.url}/sitemap.xml`),
);
describeNightly(
  "website by crawl",
  nightly((site) => `start: ${site.url}/guide/\ninclude: ["guide", "guide/**", "faq", "faq/**"]`),
);
