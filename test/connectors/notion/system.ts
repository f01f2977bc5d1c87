import os from "node:os";
import { notion } from "../../../connectors/notion/index.ts";
import { type ApiFixture, testIo } from "../../../src/connector-kit/testing/index.ts";
import { ids, startWorkspace, token } from "./workspace.ts";

const [reset = "", invoices = ""] = ids.faqRows;

/** Three roots of the workspace: a page with pages below it, one with a database, and a database. */
export async function notionSystem(pageSize = 12): Promise<ApiFixture> {
  const workspace = await startWorkspace();
  workspace.pageSize = pageSize;
  const given = {
    token,
    base_url: workspace.server.url,
    roots: [
      ids.install,
      ids.releaseNotes,
      `https://www.notion.so/acme/FAQ-${ids.faq.replaceAll("-", "")}?v=1`,
    ],
    properties: ["Topic", "Link"],
    attachments: ["pdf"],
  };
  return {
    server: workspace.server,
    options: given,
    baseDir: os.tmpdir(),
    isOwnFailure: () => false,
    secrets: [token],
    refused: [
      {},
      { token: "two words" },
      { token, roots: ["handbook"] },
      { token, base_url: "http://notion.example.com" },
      { token, page_url: "https://x.example" },
    ],
    broken: [
      { ...given, token: "ntn_wrong" },
      { ...given, base_url: "http://127.0.0.1:9" },
      { ...given, roots: [ids.salaries] },
    ],
    retitle: async () => workspace.retitle(reset, "How do I get a new password"),
    edit: async () => {
      workspace.edit(reset, "Another answer.");
      return reset;
    },
    remove: async () => {
      workspace.trash(invoices);
      return invoices;
    },
    bodyReads: () => workspace.bodyReads(),
    reachOtherRoutes: async () => {
      const io = testIo(os.tmpdir(), os.tmpdir());
      await notion.confirm?.(notion.options.parse(given), io, reset);
    },
    close: () => workspace.server.close(),
  };
}
