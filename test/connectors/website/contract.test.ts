import { website } from "../../../connectors/website/index.ts";
import { describeApiConnector, describeConnector } from "../../../src/connector-kit/testing/index.ts";
import { describeNightly } from "../nightly.ts";
import { TestSite, token } from "./site.ts";
import { byCrawl, bySitemap, websiteSystem } from "./system.ts";

describeApiConnector("website by sitemap", website, () => websiteSystem(bySitemap));
describeConnector("website by crawl", website, () => websiteSystem(byCrawl));

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
