import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { restOptions } from "./options.ts";

/** Documents behind any JSON API, described by configuration alone. */
export const rest = lazyConnector({
  ...about.rest,
  options: restOptions,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
