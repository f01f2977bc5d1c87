import { checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { firstOf } from "../../src/connector-kit/paginate.ts";
import { feedPages, loginHint } from "./client.ts";
import type { JsonFeedOptions } from "./options.ts";

/** Reads the first page of the feed. */
export async function check(options: JsonFeedOptions, io: Io): Promise<CheckResult[]> {
  const { results, attempt, ok } = checklist(io.signal);
  await attempt("feed", loginHint, async () => {
    const page = await firstOf(feedPages(options, io));
    ok("feed", `${page?.items.length ?? 0} articles on its first page`);
  });
  return results;
}
