import type { SourceConfig } from "../../config/types.ts";
import { ConfigError } from "../../errors.ts";
import { sourceKey } from "../../intercom/sources.ts";
import type { SourceRow } from "../../ledger/ledger.ts";

/**
 * Why a source is refused whose url is another one than its pages were sent under, or undefined: it would start a
 * second Content Import Source, and leave the pages of the first behind.
 *
 * @param known what the ledger knows of the source
 */
export function changedUrl(
  known: SourceRow | undefined,
  { name, url }: Pick<SourceConfig, "name" | "url">,
): ConfigError | undefined {
  if (!known || sourceKey(known.url) === sourceKey(url)) return undefined;
  return new ConfigError(
    `source ${name}: its pages are under ${known.url}, but the configuration now says url: ${url}`,
    {
      hint: "Put the old url back, or give the source a new name: the new name starts a Content Import Source of its own.",
    },
  );
}
