import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { restOptions } from "./options.ts";

/** Documents behind any JSON API, described by configuration alone. */
export const rest = lazyConnector({
  type: "rest",
  summary: "Any JSON API, by configuration alone: MediaWiki, DokuWiki, WordPress and others",
  options: restOptions,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
