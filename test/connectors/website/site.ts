import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  type ApiReply,
  type ApiRequest,
  type ApiServer,
  startApiServer,
} from "../../../src/connector-kit/testing/index.ts";

interface SitePage {
  readonly path: string;
  readonly title: string;
  readonly text: string;
  readonly lastmod: string;
  readonly robots?: string;
  readonly canonical?: string;
  readonly links?: readonly string[];
}

const recorded: readonly SitePage[] = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, "../../fixtures/connectors/website/pages.json"), "utf8"),
);

export const token = "site-s3cr3t-token";

/** A documentation site on 127.0.0.1: pages with a menu, sitemaps in an index, robots.txt; all behind a header. */
export class TestSite {
  readonly pages = new Map(recorded.map((page) => [page.path, page]));
  /** What a path answers instead of its page. */
  readonly answers = new Map<string, (request: ApiRequest) => ApiReply>();
  robots = "User-agent: *\nDisallow: /internal/\n";
  /** Whether pages carry an ETag and answer 304. */
  etags = true;
  /** Bodies given out so far. */
  bodies = 0;
  /** Sections that answer 403. */
  readonly closed = new Set<string>();
  server!: ApiServer;

  static async start(): Promise<TestSite> {
    const site = new TestSite();
    site.server = await startApiServer({
      "GET /robots.txt": (request) =>
        site.letIn(request) ?? site.text(`${site.robots}Sitemap: ${site.url}/sitemap.xml\n`),
      "GET /sitemap.xml": (request) => site.letIn(request) ?? site.xml(site.index()),
      "GET /sitemap-guide.xml": (request) => site.letIn(request) ?? site.xml(site.urlset("/guide/")),
      "GET /sitemap-faq.xml": (request) => site.letIn(request) ?? site.xml(site.urlset("/faq/")),
      ...Object.fromEntries(
        recorded.map(({ path }) => [`GET ${path}`, (request: ApiRequest) => site.answer(request)]),
      ),
    });
    return site;
  }

  get url(): string {
    return this.server.url;
  }

  change(place: string, change: Partial<SitePage>): void {
    const page = this.pages.get(place);
    if (!page) throw new Error(`no page ${place}`);
    const lastmod = new Date(Date.parse(page.lastmod) + 86_400_000).toISOString();
    this.pages.set(place, { ...page, lastmod, ...change });
  }

  private letIn({ headers }: ApiRequest): ApiReply | undefined {
    return headers["x-token"] === token ? undefined : { status: 401, body: "who are you?" };
  }

  private answer(request: ApiRequest): ApiReply {
    const refused = this.letIn(request);
    if (refused) return refused;
    const special = this.answers.get(request.path);
    if (special) return special(request);
    if ([...this.closed].some((section) => request.path.startsWith(section)))
      return { status: 403, body: "closed" };
    const page = this.pages.get(request.path);
    if (!page) return { status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not here</h1>" };
    const body = this.html(page);
    const etag = `"${createHash("sha256").update(JSON.stringify(page)).digest("hex").slice(0, 12)}"`;
    if (this.etags && request.headers["if-none-match"] === etag) return { status: 304, headers: { etag } };
    this.bodies += 1;
    return { headers: { "content-type": "text/html; charset=utf-8", ...(this.etags ? { etag } : {}) }, body };
  }

  html({ title, text, robots, canonical, links = [] }: SitePage): string {
    const menu = [...this.pages.keys()]
      .filter((path) => path.endsWith("/"))
      .map((path) => `<a href="${path}">${path}</a>`);
    const further = links.map((href) => `<p>See <a href="${href}">there</a>.</p>`);
    return `<!doctype html><html lang="en"><head><title>${title} | Example docs</title>
${robots ? `<meta name="robots" content="${robots}">` : ""}${canonical ? `<link rel="canonical" href="${canonical}">` : ""}
<script nonce="${Math.random()}">window.token = "${Math.random()}";</script></head>
<body><nav>${menu.join(" ")}</nav><main><h1>${title}</h1><p>${text}</p>${further.join("")}</main>
<footer><a href="/logout">Log out</a></footer></body></html>`;
  }

  private index(): string {
    const files = ["/sitemap-guide.xml", "/sitemap-faq.xml"];
    return `<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${files
      .map((file) => `<sitemap><loc>${this.url}${file}</loc></sitemap>`)
      .join("")}</sitemapindex>`;
  }

  private urlset(section: string): string {
    const listed = [...this.pages.values()].filter(({ path }) => path.startsWith(section));
    return `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${listed
      .map(({ path, lastmod }) => `<url><loc>${this.url}${path}</loc><lastmod>${lastmod}</lastmod></url>`)
      .join("\n")}</urlset>`;
  }

  private text = (body: string): ApiReply => ({ headers: { "content-type": "text/plain" }, body });
  private xml = (body: string): ApiReply => ({ headers: { "content-type": "application/xml" }, body });
}
