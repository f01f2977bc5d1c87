import { z } from "zod";
import {
  type ApiFixture,
  type ApiReply,
  type ApiRequest,
  startApiServer,
} from "../../../src/connector-kit/testing/index.ts";
import { recorded, withRecipeOf } from "./support.ts";

const Page = z.looseObject({ id: z.string(), revision: z.number(), title: z.string(), html: z.string() });
const Call = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.number(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()),
});
const token = "dokuwiki-token-1";

/** A DokuWiki, https://www.dokuwiki.org/devel:jsonrpc: every call is a POST to one address. */
export async function startDokuWiki(): Promise<ApiFixture> {
  const { pages } = recorded("dokuwiki.json", z.object({ pages: z.array(Page) }));
  let bodyReads = 0;
  const failure = (status: number, code: number, message: string): ApiReply => ({
    status,
    json: { error: { code, message } },
  });

  function answer({ body, headers }: ApiRequest): ApiReply {
    if (!headers["content-type"]?.startsWith("application/json"))
      return failure(415, -32606, "JSON-RPC server only accepts application/json requests");
    const { id, jsonrpc, method, params } = Call.parse(JSON.parse(body));
    if (headers.authorization !== `Bearer ${token}`)
      return failure(401, -32603, `server error. not authorized to call method ${method}`);
    const done = (result: unknown): ApiReply => ({ json: { id, jsonrpc, result } });
    if (method === "core.listPages") {
      const inside = params.namespace === "" ? "" : `${params.namespace}:`;
      return done(pages.filter((page) => page.id.startsWith(inside)).map(({ html: _html, ...page }) => page));
    }
    const page = pages.find((one) => one.id === params.page);
    if (!page) return failure(400, 121, "The requested page (revision) does not exist");
    const { html, ...rest } = page;
    if (method === "core.getPageInfo") return done(rest);
    if (method !== "core.getPageHTML") return failure(400, -32601, "Method does not exist");
    bodyReads += 1;
    return done(html);
  }

  const server = await startApiServer({ "POST /lib/exe/jsonrpc.php": answer });
  const example = withRecipeOf({
    recipe: "dokuwiki",
    settings: { site: server.url },
    auth: { bearer: token },
    audience: "teammates",
  });
  const { list, fields, ...others } = z
    .looseObject({ list: z.unknown(), fields: z.unknown() })
    .parse(example);
  const namespace = (name: string) => ({
    ...z.looseObject({}).parse(list),
    name,
    json: { jsonrpc: "2.0", id: 1, method: "core.listPages", params: { namespace: name, depth: 100 } },
  });
  const options = {
    ...others,
    list: [namespace("handbook"), namespace("support")],
    fields: { ...z.looseObject({}).parse(fields), title: "$.title" },
  };
  const first = () => {
    const [page] = pages;
    if (!page) throw new Error("no page is left");
    return page;
  };
  return {
    server,
    options,
    baseDir: "/",
    // Of two lists, either one goes on without the other.
    isOwnFailure: () => false,
    secrets: [token],
    refused: [
      { ...options, list: [] },
      { ...options, confirm: { url: `${server.url}/lib/exe/jsonrpc.php` } },
    ],
    broken: [{ ...options, auth: { bearer: "another-token-1" } }],
    async retitle() {
      first().title = "Money back";
    },
    async edit() {
      const page = first();
      page.html = page.html.replace("30", "60");
      page.revision += 1000;
      return page.id;
    },
    async remove() {
      return pages.splice(1, 1)[0]?.id ?? "";
    },
    bodyReads: () => bodyReads,
    async reachOtherRoutes() {
      // The recipe's own list, of the whole wiki.
      const request = z.object({ url: z.string(), json: z.unknown() }).parse(list);
      const reply = await fetch(request.url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(request.json),
      });
      const { result } = z.object({ result: z.array(z.unknown()) }).parse(await reply.json());
      if (result.length !== pages.length) throw new Error("the recipe's list is not the whole wiki");
    },
    close: () => server.close(),
  };
}
