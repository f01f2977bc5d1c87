import { z } from "zod";
import {
  type ApiFixture,
  type ApiReply,
  type ApiRequest,
  startApiServer,
} from "../../../src/connector-kit/testing/index.ts";
import { recorded, withRecipeOf } from "./support.ts";

const Page = z.looseObject({
  pageid: z.number(),
  title: z.string(),
  lastrevid: z.number(),
  text: z.string(),
});
const token = "mediawiki-token-1";
const perAnswer = 2;

/** A private MediaWiki, https://www.mediawiki.org/wiki/API:Main_page: everything is one GET, errors are 200. */
export async function startMediaWiki(): Promise<ApiFixture> {
  const { pages } = recorded("mediawiki.json", z.object({ pages: z.array(Page) }));
  let bodyReads = 0;
  const pageById = (id: string | null) => pages.find(({ pageid }) => String(pageid) === id);
  const failure = (code: string, info: string): ApiReply => ({
    headers: { "mediawiki-api-error": code },
    json: { error: { code, info, docref: "See https://wiki.example.com/w/api.php for API usage." } },
  });

  function allPages(query: URLSearchParams): ApiReply {
    const sorted = [...pages].sort((a, b) => (a.title < b.title ? -1 : 1));
    const from = sorted.findIndex(({ title }) => title >= (query.get("gapcontinue") ?? ""));
    const shown = from < 0 ? [] : sorted.slice(from, from + perAnswer);
    const next = from < 0 ? undefined : sorted[from + perAnswer];
    return {
      json: {
        batchcomplete: true,
        ...(next ? { continue: { gapcontinue: next.title, continue: "gapcontinue||" } } : {}),
        ...(shown.length > 0 ? { query: { pages: shown.map((page) => info(page)) } } : {}),
      },
    };
  }
  const info = ({ text: _text, ...page }: z.output<typeof Page>) => {
    const url = `${server.url}/wiki/${encodeURIComponent(page.title.replaceAll(" ", "_"))}`;
    return { ...page, fullurl: url, editurl: `${url}?action=edit`, canonicalurl: url };
  };

  function answer({ query, headers }: ApiRequest): ApiReply {
    if (headers.authorization !== `Bearer ${token}`)
      return failure("readapidenied", "You need read permission to use this module.");
    if (query.get("format") !== "json" || query.get("formatversion") !== "2")
      return failure("badformat", "This wiki answers as version 2 of the JSON format.");
    if (query.get("action") === "parse") {
      const page = pageById(query.get("pageid"));
      if (!page) return failure("nosuchpageid", `There is no page with ID ${query.get("pageid")}.`);
      bodyReads += 1;
      return { json: { parse: { title: page.title, pageid: page.pageid, text: page.text } } };
    }
    if (query.get("generator") === "allpages") return allPages(query);
    const id = query.get("pageids");
    const page = pageById(id);
    const found = page ? info(page) : { pageid: Number(id), missing: true };
    return { json: { batchcomplete: true, query: { pages: [found] } } };
  }

  const server = await startApiServer({ "GET /w/api.php": answer });
  const options = withRecipeOf({
    recipe: "mediawiki",
    settings: { api: `${server.url}/w/api.php` },
    auth: { bearer: token },
    audience: "teammates",
  });
  const first = () => {
    const [page] = pages;
    if (!page) throw new Error("no page is left");
    return page;
  };
  return {
    server,
    options,
    baseDir: "/",
    // The first page of the only list: without it there is nothing to go on with.
    isOwnFailure: ({ query }) => query.has("generator") && !query.has("gapcontinue"),
    secrets: [token],
    refused: [
      {},
      { ...Object(options), fields: { title: "$.title" } },
      { ...Object(options), detail: undefined },
      { ...Object(options), auth: { bearer: token, cookie: token } },
    ],
    broken: [{ ...Object(options), auth: { bearer: "another-token-1" } }],
    async retitle() {
      first().title = "Welcome";
    },
    async edit() {
      const page = first();
      page.text = page.text.replace("Our", "Your");
      page.lastrevid += 100;
      return String(page.pageid);
    },
    async remove() {
      return String(pages.splice(1, 1)[0]?.pageid);
    },
    bodyReads: () => bodyReads,
    close: () => server.close(),
  };
}
