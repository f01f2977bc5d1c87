import { searchContent } from "./content-search.ts";
import { Refusal } from "./errors.ts";
import { askFin } from "./fin.ts";
import type { Reply } from "./model.ts";
import { deletePage, getPage, listPages, updatePage, upsertPage } from "./pages.ts";
import { createSource, deleteSource, getSource, listSources, updateSource } from "./sources.ts";
import type { Call } from "./workspace.ts";

type Handler = (call: Call, id: string) => Reply;
type Methods = Readonly<Record<string, Handler>>;

const routes: Readonly<Record<string, { readonly all: Methods; readonly one: Methods }>> = {
  content_import_sources: {
    all: { GET: listSources, POST: createSource },
    one: { GET: getSource, PUT: updateSource, DELETE: deleteSource },
  },
  external_pages: {
    all: { GET: listPages, POST: upsertPage },
    one: { GET: getPage, PUT: updatePage, DELETE: deletePage },
  },
};

const others: Readonly<Record<string, Handler>> = {
  "GET /content/search": searchContent,
  "POST /fin/ask": askFin,
};

export interface Route {
  readonly collection: string;
  /** Empty for the collection itself. */
  readonly id: string;
  readonly handler: Handler;
}

/** @throws Refusal 404 for a path, 405 for a method that the API does not have */
export function routeOf(method: string, path: string): Route {
  const other = Object.hasOwn(others, `${method} ${path}`) ? others[`${method} ${path}`] : undefined;
  if (other) return { collection: path.slice(1), id: "", handler: other };
  const [, collection = "", id = ""] = /^\/ai\/([a-z_]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const known = Object.hasOwn(routes, collection) ? routes[collection] : undefined;
  if (!known) throw new Refusal(404, "not_found", "Requested resource was not found");
  const methods = id === "" ? known.all : known.one;
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (handler) return { collection, id, handler };
  throw new Refusal(405, "method_not_allowed", `${method} is not a method of ${path}`);
}
