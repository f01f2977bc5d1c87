import { notion } from "../../../connectors/notion/index.ts";
import { describeApiConnector } from "../../../src/connector-kit/testing/index.ts";
import { describeNightly } from "../nightly.ts";
import { notionSystem } from "./system.ts";
import { ids, startWorkspace, token } from "./workspace.ts";

const [, invoices = ""] = ids.faqRows;

describeApiConnector("notion", notion, () => notionSystem());

describeNightly("notion", async () => {
  const workspace = await startWorkspace();
  let edits = 0;
  return {
    source: `connector: notion\ntoken: \${NOTION_TOKEN}\nbase_url: ${workspace.server.url}\nrequests_per_second: 900`,
    env: { NOTION_TOKEN: token },
    ids: [
      ids.handbook,
      ids.install,
      ids.ports,
      ids.releaseNotes,
      ids.firewall,
      ids.company,
      ...ids.issueRows,
      ...ids.faqRows,
    ],
    loads: () => workspace.bodyReads(),
    edit: async () => {
      edits += 1;
      workspace.edit(ids.ports, `Edition ${edits}, with enough words to be sent.`);
      return ids.ports;
    },
    remove: async () => {
      workspace.trash(invoices);
      return invoices;
    },
    withdraw: async () => {
      workspace.unshare(ids.firewall);
      return ids.firewall;
    },
    namedBy: [ids.ports],
    forbid: async () => {
      workspace.forbidden.add(ids.faqSource);
    },
    close: () => workspace.server.close(),
  };
});
