import { textDiff } from "../report/diff.ts";
import type { TextDiffOf } from "../report/html/text-change.ts";
import { BodyStore } from "./bodies.ts";
import { type ReplacedPage, ReplacedPages } from "./replaced.ts";

/**
 * What a run changed in the texts of its pages, where `keep_bodies` has kept them.
 *
 * @param toMarkdown makes a page's HTML readable
 * @returns undefined where the run has kept nothing
 */
export function textDiffsOf(
  stateDir: string,
  runId: string,
  toMarkdown: (html: string) => string,
): TextDiffOf | undefined {
  const records = new ReplacedPages(stateDir);
  const record = records.runs().find(({ id }) => id === runId);
  if (!record) return undefined;
  const bodies = new BodyStore(stateDir);
  const pages = new Map(
    records.read(record.file).map((page) => [keyOf(page.source, page.externalId), page] as const),
  );
  return (source, externalId) => {
    const texts = textsOf(pages.get(keyOf(source, externalId)), bodies);
    return texts && textDiff(toMarkdown(texts.before), toMarkdown(texts.after));
  };
}

function textsOf(page: ReplacedPage | undefined, bodies: BodyStore) {
  if (page?.after.state !== "live" || page.after.bodyHash === undefined) return undefined;
  const [before, after] = [bodies.get(page.before.bodyHash), bodies.get(page.after.bodyHash)];
  return before === undefined || after === undefined ? undefined : { before, after };
}

const keyOf = (source: string, externalId: string): string => JSON.stringify([source, externalId]);
