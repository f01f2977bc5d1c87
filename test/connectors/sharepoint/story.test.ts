import { describeNightly } from "../nightly.ts";
import { clientId, ownersOnly, secret, siteUrl, startTenant } from "./tenant.ts";

const life = (changes: "every_run" | "from_delta") => async () => {
  const tenant = await startTenant();
  const ids = [
    "b!docs/01REFUNDS",
    "b!docs/01TRAVEL",
    "b!docs/01HOURS",
    "b!forms/01SCALE",
    "b!forms/01PRINTER",
  ];
  return {
    source: `connector: sharepoint
tenant: contoso.onmicrosoft.com
client_id: ${clientId}
client_secret: \${GRAPH_SECRET}
base_url: ${tenant.server.url}
login_url: ${tenant.server.url}
sites: [${siteUrl}]
libraries: [Documents, Product sheets]
permission_changes: ${changes}
requests_per_second: 1000`,
    env: { GRAPH_SECRET: secret },
    ids: [...ids, "b!pages/01WELCOME", "b!pages/01SECURITY"],
    loads: () => tenant.bodyReads(),
    edit: () => tenant.edit(),
    remove: () => tenant.remove(),
    async withdraw() {
      tenant.docs.share("01TRAVEL", ownersOnly, changes === "from_delta");
      return "b!docs/01TRAVEL";
    },
    async forbid() {
      const sheets = tenant.drives.get("b!forms");
      if (sheets) sheets.isForbidden = true;
    },
    close: () => tenant.close(),
  };
};

describeNightly("sharepoint", life("every_run"));
describeNightly("sharepoint, permissions from delta", life("from_delta"));
