import { sharepoint } from "../../../connectors/sharepoint/index.ts";
import { describeInclusions, type InclusionFixture } from "../../../src/connector-kit/testing/index.ts";
import { ownersOnly, startTenant } from "./tenant.ts";

/** The welcome page links to a file and to another page. */
async function linking(html: string) {
  const tenant = await startTenant();
  const [welcome] = tenant.sitePages;
  if (welcome)
    welcome.canvasLayout = {
      horizontalSections: [{ columns: [{ webparts: [{ innerHtml: `<p>Ask the reception.</p>${html}` }] }] }],
    };
  const { options, baseDir } = tenant;
  return {
    tenant,
    options,
    baseDir,
    close: () => tenant.close(),
    page: "b!pages/01WELCOME",
    visible: ["reception"],
  };
}

const toFile = (html: string) => async (): Promise<InclusionFixture> => {
  const { tenant, ...fixture } = await linking(html);
  return {
    ...fixture,
    path: "handbook/Documents/Policies/Refunds.md",
    name: "Refunds.md",
    shown: ["Refunds.md"],
    narrow: ["Refunds.md", "sourcedoc"],
    async restrict() {
      tenant.docs.share("01REFUNDS", ownersOnly);
    },
    async draft() {
      tenant.docs.change("01REFUNDS", { publication: { level: "checkout", versionId: "0.2" } });
    },
  };
};

const file = "https://contoso.sharepoint.com/sites/handbook/_layouts/15/Doc.aspx?sourcedoc=";

describeInclusions("sharepoint", sharepoint, {
  "a link to a file by its path": toFile(
    `<p>See <a href="/sites/handbook/Shared%20Documents/Policies/Refunds.md">Refunds.md</a>.</p>`,
  ),
  "a link to a file by its id": toFile(
    `<p>See <a href="${file}%7B11111111-2222-3333-4444-555555555555%7D&amp;file=Refunds.md">Refunds.md</a>.</p>`,
  ),
  "a link to a page": async () => {
    const { tenant, ...fixture } = await linking(
      `<p>And <a href="https://contoso.sharepoint.com/sites/handbook/SitePages/Security.aspx">Keeping things safe</a>.</p>`,
    );
    return {
      ...fixture,
      path: "handbook/Site Pages/Security.aspx",
      name: "Keeping things safe",
      shown: ["Keeping things safe"],
      narrow: ["Keeping things safe", "Security.aspx"],
      async restrict() {
        tenant.pages.share("01SECURITY", ownersOnly);
      },
      async draft() {
        const security = tenant.sitePages[1];
        if (security) security.publishingState = { level: "draft", versionId: "0.4" };
      },
    };
  },
});
