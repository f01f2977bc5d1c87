import type { SourceConfig } from "../../config/types.ts";
import { ConfigError } from "../../errors.ts";
import { sourceKey } from "../../intercom/sources.ts";
import type { SourceRow } from "../../ledger/ledger.ts";

/**
 * A source keeps the url that its pages were sent under: another one would start a second Content Import Source, and
 * leave the pages of the first behind.
 *
 * @param known what the ledger knows of the source
 * @throws ConfigError when the configuration has another url
 */
export function refuseChangedUrl(known: SourceRow | undefined, { name, url }: SourceConfig): void {
  if (!known || sourceKey(known.url) === sourceKey(url)) return;
  throw new ConfigError(
    `source ${name}: its pages are under ${known.url}, but the configuration now says url: ${url}`,
    {
      hint: "Put the old url back, or give the source a new name: the new name starts a Content Import Source of its own.",
    },
  );
}
