import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { toFailure } from "../../src/errors.ts";
import { isForbidden, isNotShared, isOtherKind, type NotionApi, notionApi } from "./client.ts";
import type { Options } from "./options.ts";
import { titleOf } from "./properties.ts";
import { plainOf } from "./rich-text.ts";

const share = "Open it in Notion, menu •••, Connections, and add the integration.";

/** Looks at the token, at what is shared, and at the capability to read what pages say. */
export async function check(options: Options, io: Io): Promise<CheckResult[]> {
  const api = notionApi(options, io.http, io.signal);
  try {
    const { name, bot } = await api.self();
    const workspace = bot?.workspace_name ? ` in ${bot.workspace_name}` : "";
    const token: CheckResult = {
      what: "token",
      result: "ok",
      detail: `${name ?? "integration"}${workspace}`,
    };
    const shared = options.roots ? await roots(api, options.roots) : await anything(api);
    return [token, ...shared.results, ...(await content(api, shared.page))];
  } catch (error) {
    io.signal.throwIfAborted();
    const { message, hint } = toFailure(error);
    return [
      { what: "token", result: "failed", detail: message, hint: hint ?? "Check `token` and `base_url`." },
    ];
  }
}

interface Shared {
  readonly results: readonly CheckResult[];
  /** A page that can be read, to try the capability with. */
  readonly page?: string;
}

async function anything(api: NotionApi): Promise<Shared> {
  for await (const { results } of api.search()) {
    if (results.length === 0) break;
    const page = results.find(({ object }) => object === "page")?.id;
    const more = results.length === 100 ? "at least 100" : String(results.length);
    return {
      results: [{ what: "shared pages", result: "ok", detail: `${more} pages and databases` }],
      ...(page === undefined ? {} : { page }),
    };
  }
  return {
    results: [
      {
        what: "shared pages",
        result: "failed",
        detail: "nothing is shared with the integration",
        hint: share,
      },
    ],
  };
}

async function roots(api: NotionApi, ids: readonly string[]): Promise<Shared> {
  const results: CheckResult[] = [];
  let page: string | undefined;
  for (const id of ids) {
    const what = `root ${id}`;
    try {
      const found = await nameOf(api, id);
      if (found?.isPage) page ??= id;
      results.push(
        found
          ? { what, result: "ok", detail: found.name }
          : { what, result: "failed", detail: "not shared with the integration", hint: share },
      );
    } catch (error) {
      const { message, hint } = toFailure(error);
      results.push({ what, result: "failed", detail: message, hint: hint ?? share });
    }
  }
  return { results, ...(page === undefined ? {} : { page }) };
}

async function nameOf(api: NotionApi, id: string): Promise<{ name: string; isPage: boolean } | undefined> {
  const ways = [
    async () => ({ name: titleOf((await api.page(id)).value), isPage: true }),
    async () => ({ name: plainOf((await api.database(id)).title), isPage: false }),
    async () => ({ name: plainOf((await api.dataSource(id)).title), isPage: false }),
  ];
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      if (!isNotShared(error) && !isOtherKind(error)) throw error;
    }
  }
  return undefined;
}

async function content(api: NotionApi, page: string | undefined): Promise<CheckResult[]> {
  const what = "capability Read content";
  if (page === undefined) return [{ what, result: "unknown", detail: "no page to try it with" }];
  try {
    for await (const _ of api.children(page)) break;
    return [{ what, result: "ok", detail: "the text of pages can be read" }];
  } catch (error) {
    const { message, hint } = toFailure(error);
    const result = isForbidden(error) ? "failed" : "unknown";
    return [{ what, result, detail: message, ...(hint === undefined ? {} : { hint }) }];
  }
}
