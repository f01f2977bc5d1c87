import {
  type ExpectedPage,
  type LiveLibrary,
  type LivePage,
  livePage,
  withLive,
} from "../../answers/live/presence.ts";
import { namesPage } from "../../answers/questions/match.ts";
import type { Tested, TestReport } from "../../answers/questions/test.ts";
import type { SourceConfig } from "../../config/types.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { storeFor } from "../../ledger/stores/open.ts";
import { configuration, selectedSources } from "../configuration.ts";
import { UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { libraryFor, logFor } from "../run-context.ts";
import type { Cli } from "../verb.ts";

/** Pages that a question's glob may name and that are looked up. */
const MAX_PAGES = 20;

/**
 * A test with what Intercom itself has of the pages that its questions name. Questions that name none stay as they are.
 *
 * @throws UsageError where the configured version has no search
 */
export async function checkedLive(report: TestReport, args: GlobalArguments, cli: Cli): Promise<TestReport> {
  const config = await configuration(args, cli, "required");
  const log = await logFor(args, cli);
  const library = await libraryFor(config, cli, log, { concurrency: 2 }, {});
  const { searchContent, getPage } = library;
  try {
    if (!searchContent)
      throw new UsageError(
        `--live needs Intercom's API version 2.16 or later, and intercom.version is ${config.intercom?.version}`,
        'Set intercom.version to "2.16" or later.',
      );
    const ledger = await (await storeFor(config)).read();
    try {
      const sources = selectedSources(config, args.source);
      const questions: Tested[] = [];
      for (const tested of report.questions)
        questions.push(
          await checked({ getPage, searchContent }, tested, expectedPages(ledger, sources, tested), cli),
        );
      return { ...report, questions };
    } finally {
      ledger.close();
    }
  } finally {
    await library.close();
  }
}

async function checked(
  library: LiveLibrary,
  tested: Tested,
  pages: readonly ExpectedPage[],
  { signal }: Cli,
): Promise<Tested> {
  if (tested.expected === null) return tested;
  const live: LivePage[] = [];
  for (const page of pages) live.push(await livePage(library, page, tested.as, signal));
  return withLive(tested, live);
}

/** The pages of the ledger that a question names. */
function expectedPages(
  ledger: Pick<Ledger, "pages">,
  sources: readonly SourceConfig[],
  { expected, source }: Tested,
): ExpectedPage[] {
  const isNamed = [expected ?? []].flat().map(namesPage);
  const found: ExpectedPage[] = [];
  for (const { name } of sources)
    for (const row of source === null || source === name ? ledger.pages(name) : [])
      if (isNamed.some((names) => names(row)) && found.length < MAX_PAGES) found.push({ source: name, row });
  return found;
}
