import type { ApiFixture } from "../../../src/connector-kit/testing/index.ts";
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

/** The test site, with these options besides its token. */
export async function websiteSystem(
  options: (site: TestSite) => Record<string, unknown>,
): Promise<ApiFixture> {
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

/** Only what its sitemap names, of two of its parts. */
export const bySitemap = (site: TestSite): Record<string, unknown> => ({
  start: `${site.url}/guide/`,
  sitemap: true,
  include: ["guide", "guide/**", "faq", "faq/**"],
});

/** The same parts by their links. */
export const byCrawl = (site: TestSite): Record<string, unknown> => ({
  ...bySitemap(site),
  sitemap: undefined,
});
