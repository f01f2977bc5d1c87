import path from "node:path";
import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { packageRoot } from "../../src/package.ts";
import { about } from "../about.ts";
import { restOptions } from "./options.ts";

/** Documents behind any JSON API, described by configuration alone. */
export const rest = lazyConnector({
  ...about.rest,
  options: restOptions,
  recipes: path.join(packageRoot(), "connectors/rest/recipes"),
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
