import { type ApiReply, type ApiRequest, startApiServer } from "../../../src/connector-kit/testing/index.ts";
import type { NightlyFixture } from "../nightly.ts";
import { sourceYaml } from "./support.ts";

const token = "coda-made-up-token-1";
const DOC = "AbCDeFGH";
const PER_PAGE = 4;

interface Page {
  readonly id: string;
  readonly name: string;
  updatedAt: string;
  isEffectivelyHidden: boolean;
  html: string;
}

const page = (nth: number): Page => ({
  id: `canvas-${nth}`,
  name: `Page ${nth}`,
  updatedAt: `2025-01-0${nth}T08:00:00.000Z`,
  isEffectivelyHidden: false,
  html: `<h1>Page ${nth}</h1><p>The ${nth}th of all pages of this doc.</p>`,
});

/** Coda as documented: pages come by `pageToken`, and their texts by exports that are not done when first asked about. */
export async function startCoda(): Promise<NightlyFixture> {
  const pages = [1, 2, 3, 4, 5, 6, 7].map(page);
  const exports: { readonly page: Page; asked: number }[] = [];
  let closed = false;
  let downloads = 0;
  let edits = 0;

  function listed({ query, headers }: ApiRequest): ApiReply {
    if (headers.authorization !== `Bearer ${token}`)
      return { status: 401, json: { message: "Unauthorized" } };
    const start = Number(query.get("pageToken") ?? 0);
    if (closed && start > 0) return { status: 403, json: { message: "Forbidden" } };
    const next = start + PER_PAGE;
    const items = pages.slice(start, next).map(({ html: _html, ...one }) => ({
      ...one,
      contentType: "canvas",
      isHidden: false,
      browserLink: `https://coda.io/d/_d${DOC}/${one.id}`,
    }));
    return { json: { items, ...(next < pages.length && { nextPageToken: String(next) }) } };
  }

  const pageOf = (id: string | undefined) => pages.find((one) => one.id === id);

  function begun({ params }: ApiRequest): ApiReply {
    const found = pageOf(params.page);
    if (found === undefined) return { status: 404, json: {} };
    const id = exports.push({ page: found, asked: 0 }) - 1;
    return {
      status: 202,
      json: { id, status: "inProgress", href: `${server.url}${place(found.id)}/export/${id}` },
    };
  }

  function status({ params }: ApiRequest): ApiReply {
    const found = exports[Number(params.export)];
    if (found === undefined) return { status: 404, json: {} };
    found.asked += 1;
    if (found.asked === 1) return { json: { id: params.export, status: "inProgress" } };
    const downloadLink = `${server.url}/blobs/DOC_EXPORT_RENDERING/${params.export}?X-Amz-Signature=abc`;
    return { json: { id: params.export, status: "complete", downloadLink } };
  }

  function downloaded({ params }: ApiRequest): ApiReply {
    const found = exports[Number(params.export)];
    if (found === undefined) return { status: 404 };
    downloads += 1;
    return { headers: { "content-type": "text/html" }, body: found.page.html };
  }

  const place = (id: string) => `/apis/v1/docs/${DOC}/pages/${id}`;
  const server = await startApiServer({
    [`GET /apis/v1/docs/${DOC}/pages`]: listed,
    [`POST ${place(":page")}/export`]: begun,
    [`GET ${place(":page")}/export/:export`]: status,
    "GET /blobs/DOC_EXPORT_RENDERING/:export": downloaded,
    [`GET ${place(":page")}`]: ({ params }) => {
      const found = pageOf(params.page);
      return found ? { json: { ...found, html: undefined } } : { status: 410, json: { message: "Gone" } };
    },
  });
  const use = {
    recipe: "coda",
    audience: "customers",
    settings: { doc: DOC, api: server.url },
    auth: { bearer: token },
    requests_per_second: 1000,
    detail: { job: { every: "0s" } },
  };
  const pageAt = (id: string) => {
    const found = pageOf(id);
    if (found === undefined) throw new Error(`there is no ${id}`);
    return found;
  };
  return {
    source: sourceYaml(use, { CODA_API_TOKEN: token }),
    env: { CODA_API_TOKEN: token },
    ids: pages.map(({ id }) => id),
    loads: () => downloads,
    async edit() {
      edits += 1;
      const html = `<h1>Page 2</h1><p>Edition ${edits} of the second page.</p>`;
      Object.assign(pageAt("canvas-2"), { html, updatedAt: `2025-02-0${edits}T08:00:00.000Z` });
      return "canvas-2";
    },
    async remove() {
      pages.splice(pages.indexOf(pageAt("canvas-3")), 1);
      return "canvas-3";
    },
    async withdraw() {
      pageAt("canvas-4").isEffectivelyHidden = true;
      return "canvas-4";
    },
    async forbid() {
      closed = true;
    },
    close: () => server.close(),
  };
}
