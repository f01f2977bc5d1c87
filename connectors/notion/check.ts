import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { firstOf } from "../../src/connector-kit/paginate.ts";
import { toFailure } from "../../src/errors.ts";
import { isForbidden, isNotShared, isOtherKind, MAX_PAGE_SIZE, type NotionApi, notionApi } from "./client.ts";
import type { NotionOptions } from "./options.ts";
import { titleOf } from "./properties.ts";
import { plainOf } from "./rich-text.ts";

const shareHint = "Open it in Notion, menu •••, Connections, and add the integration.";

/** Checks the token, what is shared, and the capability to read the text of pages. */
export async function check(options: NotionOptions, io: Io): Promise<CheckResult[]> {
  const api = notionApi(options, io.http, io.signal);
  try {
    const { name, bot } = await api.self();
    const workspace = bot?.workspace_name ? ` in ${bot.workspace_name}` : "";
    const token: CheckResult = {
      what: "token",
      result: "ok",
      detail: `${name ?? "integration"}${workspace}`,
    };
    const shared = options.roots ? await checkRoots(api, options.roots) : await checkSearch(api);
    return [token, ...shared.results, ...(await checkContent(api, shared.page))];
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
  /** A readable page with which the capability can be tested. */
  readonly page: string | undefined;
}

async function checkSearch(api: NotionApi): Promise<Shared> {
  const what = "shared pages";
  const found = (await firstOf(api.search()))?.items ?? [];
  if (found.length === 0) {
    const detail = "nothing is shared with the integration";
    return { results: [{ what, result: "failed", detail, hint: shareHint }], page: undefined };
  }
  const count = found.length === MAX_PAGE_SIZE ? `at least ${MAX_PAGE_SIZE}` : String(found.length);
  return {
    results: [{ what, result: "ok", detail: `${count} pages and databases` }],
    page: found.find(({ object }) => object === "page")?.id,
  };
}

async function checkRoots(api: NotionApi, ids: readonly string[]): Promise<Shared> {
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
          : { what, result: "failed", detail: "not shared with the integration", hint: shareHint },
      );
    } catch (error) {
      const { message, hint } = toFailure(error);
      results.push({ what, result: "failed", detail: message, hint: hint ?? shareHint });
    }
  }
  return { results, page };
}

async function nameOf(api: NotionApi, id: string): Promise<{ name: string; isPage: boolean } | undefined> {
  const requests = [
    async () => ({ name: titleOf((await api.page(id)).value), isPage: true }),
    async () => ({ name: plainOf((await api.database(id)).title), isPage: false }),
    async () => ({ name: plainOf((await api.dataSource(id)).title), isPage: false }),
  ];
  for (const request of requests) {
    try {
      return await request();
    } catch (error) {
      if (!isNotShared(error) && !isOtherKind(error)) throw error;
    }
  }
  return undefined;
}

async function checkContent(api: NotionApi, page: string | undefined): Promise<CheckResult[]> {
  const what = "capability Read content";
  if (page === undefined) return [{ what, result: "unknown", detail: "no page to test it with" }];
  try {
    await firstOf(api.children(page));
    return [{ what, result: "ok", detail: "the text of pages can be read" }];
  } catch (error) {
    const { message, hint } = toFailure(error);
    const result = isForbidden(error) ? "failed" : "unknown";
    return [{ what, result, detail: message, hint }];
  }
}
