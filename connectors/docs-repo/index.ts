import type { Connector } from "../../src/connector-kit/connector.ts";
import { type DocsRepoOptions, docsRepoOptions } from "./options.ts";

/** Documents in a folder, a git work tree or a git remote: Markdown, MDX, HTML and plain text. */
export const docsRepo: Connector<DocsRepoOptions> = {
  type: "docs-repo",
  summary: "Files in a folder or a git repository: Markdown, MDX, HTML, AsciiDoc and others",
  options: docsRepoOptions,
  async *list(options, io) {
    const { list } = await import("./list.ts");
    yield* list(options, io);
  },
  async check(options, io) {
    const { check } = await import("./check.ts");
    return check(options, io);
  },
  async confirm(options, io, externalId) {
    const { confirm } = await import("./confirm.ts");
    return confirm(options, io, externalId);
  },
};
