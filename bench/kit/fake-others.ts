import { type Fake, partOf, textOf } from "./source-fakes.ts";

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const time = "2025-05-04T10:00:00.000Z";
const uid = (at: number): string => `${at.toString(16).padStart(8, "0")}-4c3a-4b1e-9d52-000000000000`;
const words = (text: string) => [{ type: "text", plain_text: text, href: null, text: { content: text } }];

/** Pages at the top of a workspace, all of them found by the search, each of ten blocks. */
export function fakeNotion(documents: number): Fake {
  const page = (at: number) => ({
    object: "page",
    id: uid(at + 1),
    url: `https://www.notion.so/${uid(at + 1)}`,
    created_time: time,
    last_edited_time: time,
    in_trash: false,
    parent: { type: "workspace", workspace: true },
    properties: { title: { id: "title", type: "title", title: words(`Guide ${at}`) } },
  });
  const blocks = (at: number) =>
    numbers(10).map((line) => ({
      object: "block",
      id: uid(1_000_000 + at * 10 + line),
      type: "paragraph",
      has_children: false,
      in_trash: false,
      last_edited_time: time,
      paragraph: { rich_text: words(`Paragraph ${line} of guide ${at}: word${at * 31 + line} explains it.`) },
    }));
  const pages = numbers(documents).map(page);
  return {
    config: (url) => ["connector: notion", "token: bench", `base_url: ${url}`],
    answer({ path, body }) {
      if (path === "/v1/search") {
        const asked: { start_cursor?: string; page_size?: number } = JSON.parse(body);
        const { items, next } = partOf(pages, Number(asked.start_cursor ?? 0), asked.page_size ?? 100);
        const cursor = next === undefined ? null : String(next);
        return { object: "list", results: items, has_more: next !== undefined, next_cursor: cursor };
      }
      const [, kind, id = ""] = /^\/v1\/(pages|blocks)\/([0-9a-f-]+)/.exec(path) ?? [];
      const at = Number.parseInt(id.slice(0, 8), 16) - 1;
      if (kind === "pages") return page(at);
      return kind === "blocks"
        ? { object: "list", results: blocks(at), has_more: false, next_cursor: null }
        : undefined;
    },
  };
}

/** A help center of plain articles in one section. */
export function fakeZendesk(documents: number): Fake {
  const article = (at: number, url: string) => ({
    id: at + 1,
    title: `Guide ${at}`,
    body: textOf(at),
    locale: "en-us",
    draft: false,
    html_url: `${url}/hc/en-us/articles/${at + 1}`,
    section_id: 10,
    user_segment_id: null,
    label_names: [],
    updated_at: time,
    edited_at: time,
  });
  const list = (key: string, items: readonly unknown[]) => ({
    [key]: items,
    meta: { has_more: false, after_cursor: null },
  });
  return {
    config: (url) => ["connector: zendesk", `base_url: ${url}`, "auth: {bearer: bench}"],
    answer({ path, query, url }) {
      const place = path.replace(/^\/api\/v2(?:\/help_center)?(?:\/en-us)?/, "");
      if (place === "/users/me") return { user: { id: 1, role: "admin", name: "Bench" } };
      if (place === "/locales") return { locales: ["en-us"], default_locale: "en-us" };
      if (place === "/categories") return list("categories", [{ id: 1, name: "Guides" }]);
      if (place === "/sections")
        return list("sections", [{ id: 10, name: "All", category_id: 1, parent_section_id: null }]);
      const one = /^\/articles\/(\d+)$/.exec(place)?.[1];
      if (one !== undefined) return { article: article(Number(one) - 1, url) };
      if (place !== "/articles") return undefined;
      const size = Math.min(100, Number(query.get("page[size]") ?? 30));
      const { items, next } = partOf(numbers(documents), Number(query.get("page[after]") ?? 0), size);
      const meta = { has_more: next !== undefined, after_cursor: next === undefined ? null : String(next) };
      return { articles: items.map((at) => article(at, url)), meta };
    },
  };
}

/** A site with a sitemap of plain pages. */
export function fakeWebsite(documents: number): Fake {
  return {
    config: (url) => ["connector: website", `start: ${url}/sitemap.xml`, "sitemap: true"],
    answer({ path, url }) {
      if (path === "/robots.txt") return `User-agent: *\nAllow: /\nSitemap: ${url}/sitemap.xml\n`;
      if (path === "/sitemap.xml") {
        const places = numbers(documents).map((at) => `<url><loc>${url}/guide/${at}</loc></url>`);
        return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${places.join("")}</urlset>`;
      }
      const at = /^\/guide\/(\d+)$/.exec(path)?.[1];
      if (at === undefined) return undefined;
      return `<!doctype html><html lang="en"><head><title>Guide ${at}</title></head><body><main><h1>Guide ${at}</h1>${textOf(Number(at))}</main></body></html>`;
    },
  };
}
