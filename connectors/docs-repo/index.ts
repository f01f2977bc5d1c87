import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { docsRepoOptions } from "./options.ts";

/** Documents in a folder, a git work tree or a git remote: Markdown, MDX, HTML and plain text. */
export const docsRepo = lazyConnector({
  type: "docs-repo",
  summary: "Files in a folder or a git repository: Markdown, MDX, HTML, AsciiDoc and others",
  options: docsRepoOptions,
  patterns: ["include", "exclude"],
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
