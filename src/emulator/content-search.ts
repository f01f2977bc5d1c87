import { visibleText } from "../web/html.ts";
import { notFound } from "./errors.ts";
import { invalid } from "./fields.ts";
import { listing, windowOf } from "./listing.ts";
import type { Reply, StoredPage } from "./model.ts";
import type { Call } from "./workspace.ts";

const known = new Set(["query", "page", "per_page", "content_types", "fin_service_state", "copilot_state"]);
/** https://developers.intercom.com/docs/references/rest-api/api.intercom.io: `per_page` of this listing. */
const limits = { perPage: 10, maxPerPage: 50 };

/**
 * `GET /content/search`, from 2.16: pages whose title or text has every word of `query`, as rows without texts. The
 * description gives no order and does not say that the ids are those of the pages: newest first, and they are.
 */
export function searchContent(call: Call): Reply {
  if (!call.profile.contentSearch) throw notFound("Requested resource was");
  const { query: asked } = call;
  for (const name of asked.keys()) if (!known.has(name)) call.notes.push(`not emulated: ${name}`);
  const window = windowOf(only(asked, ["page", "per_page"]), limits, call.notes);
  const words = (asked.get("query") ?? "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const [fin, copilot] = ["fin_service_state", "copilot_state"].map((name) => stateOf(asked, name));
  const types = asked.get("content_types")?.split(",") ?? ["external_content"];
  const fits = (page: StoredPage) =>
    (fin === undefined || page.agent === fin) &&
    (copilot === undefined || page.copilot === copilot) &&
    says(page, words);
  const found = types.includes("external_content") ? call.library.pages().filter(fits) : [];
  const start = (window.page - 1) * window.perPage;
  const data = found
    .slice(start, start + window.perPage)
    .map(({ id, title }) => ({ type: "external_content", id, title }));
  const counts = { listed: found.length, stated: found.length };
  const rest = new URLSearchParams([...asked].filter(([name]) => name !== "page" && name !== "per_page"));
  const address = `${call.baseUrl}/content/search${rest.size > 0 ? `?${rest}` : ""}`;
  return { status: 200, body: listing(data, window, counts, address) };
}

function says({ title, html }: StoredPage, words: readonly string[]): boolean {
  const text = `${title} ${visibleText(html)}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function stateOf(query: URLSearchParams, name: string): boolean | undefined {
  const state = query.get(name);
  if (state === null) return undefined;
  if (state !== "on" && state !== "off") throw invalid(name, "must be on or off");
  return state === "on";
}

const only = (query: URLSearchParams, names: readonly string[]): URLSearchParams =>
  new URLSearchParams([...query].filter(([name]) => names.includes(name)));
