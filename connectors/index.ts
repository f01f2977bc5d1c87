import type { Connector } from "../src/connector-kit/connector.ts";
import { blob } from "./blob/index.ts";
import { confluence } from "./confluence/index.ts";
import { docsRepo } from "./docs-repo/index.ts";
import { googleDrive } from "./google-drive/index.ts";
import { intercom } from "./intercom/index.ts";
import { notion } from "./notion/index.ts";
import { rest } from "./rest/index.ts";
import { sharepoint } from "./sharepoint/index.ts";
import { sql } from "./sql/index.ts";
import { website } from "./website/index.ts";
import { zendesk } from "./zendesk/index.ts";

/** Every built-in connector by its `type`, one explicit line each. */
export const connectors: ReadonlyMap<string, Connector> = new Map<string, Connector>([
  ["docs-repo", docsRepo],
  ["confluence", confluence],
  ["notion", notion],
  ["zendesk", zendesk],
  ["sharepoint", sharepoint],
  ["google-drive", googleDrive],
  ["intercom", intercom],
  ["website", website],
  ["blob", blob],
  ["rest", rest],
  ["sql", sql],
]);
