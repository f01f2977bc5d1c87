import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { docsRepoOptions } from "./options.ts";

/** Documents in a folder, a git work tree or a git remote: Markdown, MDX, HTML and plain text. */
export const docsRepo = lazyConnector({
  ...about["docs-repo"],
  options: docsRepoOptions,
  patterns: ["include", "exclude"],
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
