import path from "node:path";
import { intercom } from "../../../connectors/intercom/index.ts";
import { type ApiFixture, documentsOf, entriesOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import { type Paging, startWorkspace, token } from "./workspace.ts";

type Started = Awaited<ReturnType<typeof startWorkspace>>;
export interface WorkspaceFixture extends ApiFixture, Pick<Started, "workspace" | "closed" | "change"> {
  /** Deletes an article. */
  readonly forget: Started["remove"];
}

/** All kinds of articles, with a statement about every audience. */
export const all = {
  internal_articles: true,
  audiences: { all_users: "customers", restricted: "teammates", 12: "teammates" },
};

/** The workspace with these options besides those that every source needs. */
export async function workspaceSystem(
  given: Readonly<Record<string, unknown>>,
  paging: Paging = "number",
): Promise<WorkspaceFixture> {
  const { server, counts, workspace, closed, change, remove } = await startWorkspace(paging);
  const base = { base_url: server.url, token };
  const options = { ...base, ...given };
  return {
    server,
    workspace,
    closed,
    change,
    forget: remove,
    options,
    baseDir: import.meta.dirname,
    secrets: [token],
    // The places, and the first page of the only kind of articles.
    isOwnFailure: ({ path: place, query }) =>
      place === "/help_center/collections" ||
      (place === "/articles" && given.internal_articles !== true && !query.has("page")),
    refused: [
      { ...base, token: undefined },
      { ...base, region: "eu" },
      { ...base, articles: false },
      { ...base, audiences: { vip: "customers" } },
      { ...base, audiences: { restricted: "everyone" } },
      { ...base, collections: ["billing"] },
      { ...base, version: "1.0" },
      { ...base, article_locale: "german" },
      { ...base, tokn: token },
    ],
    broken: [
      { ...options, token: "another" },
      { ...options, base_url: "http://127.0.0.1:9" },
      { ...options, version: "2.9" },
    ],
    retitle: async () => change("103", { title: "Signing in" }),
    async edit() {
      change("109", { body: "<p>Support answers from 8 to 20 o'clock.</p>" });
      return "article/109";
    },
    async remove() {
      remove("102");
      return "article/102";
    },
    bodyReads: () => counts.reads,
    async reachOtherRoutes() {
      const io = testIo(import.meta.dirname, path.join(import.meta.dirname, "none"));
      const parsed = intercom.options.parse({ ...base, ...all });
      await intercom.check(parsed, io);
      for (const { externalId } of documentsOf(await entriesOf(intercom.list(parsed, io))))
        await intercom.confirm?.(parsed, io, externalId);
    },
    close: () => server.close(),
  };
}
