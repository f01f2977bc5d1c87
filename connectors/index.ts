import type { Connector } from "../src/connector.ts";
import { docsRepo } from "./docs-repo/index.ts";
import { rest } from "./rest/index.ts";

/** Every built-in connector by its `type`, one explicit line each. */
export const connectors: ReadonlyMap<string, Connector> = new Map<string, Connector>([
  ["docs-repo", docsRepo],
  ["rest", rest],
]);
