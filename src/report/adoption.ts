import { type Context, contextOf, type TextOptions } from "./blocks.ts";
import { count, number } from "./numbers.ts";
import { oneLine, wrap } from "./terminal-text.ts";

interface NamedPage {
  readonly externalId: string;
  readonly title: string;
}

/** What adopting does for one source, as it is displayed. */
export interface DisplayedAdoption {
  readonly source: string;
  readonly sourceId: number | null;
  readonly matches: readonly { readonly page: NamedPage; readonly document: string; readonly by: string }[];
  readonly ambiguous: readonly {
    readonly page: NamedPage;
    readonly by: string;
    readonly documents: readonly string[];
    readonly pages: readonly string[];
  }[];
  readonly left: readonly NamedPage[];
  readonly incomplete: string | undefined;
}

/** Pages of one kind that are listed; the rest are counted. */
const MAX_LISTED = 100;

/** Which pages are taken over as which documents, which are ambiguous, and which match nothing. */
export function adoptionText(adoption: DisplayedAdoption, options: TextOptions): string {
  const context = contextOf(options, MAX_LISTED);
  const { source, sourceId, matches, ambiguous, left, incomplete } = adoption;
  const title = context.paint("strong", oneLine(source));
  if (sourceId === null)
    return `${title}\n  Intercom has no Content Import Source for it: nothing to adopt\n`;
  const lines = [
    ...listed(matches, context, ({ page, document, by }) =>
      by === "external_id"
        ? `adopt ${nameOf(page)}`
        : `replace ${nameOf(page)} by ${document}, which has the same ${by}`,
    ),
    ...listed(ambiguous, context, ({ page, by, documents, pages }) => {
      const also = pages.length > 0 ? `, as do the pages ${pages.join(", ")}` : "";
      return `ambiguous ${nameOf(page)}: its ${by} is that of ${documents.join(", ")}${also}`;
    }),
    ...listed(left, context, (page) => `left ${nameOf(page)}: no document has its id, url or title`),
    ...(incomplete === undefined
      ? []
      : wrapped(`some documents could not be compared: ${incomplete}`, context)),
  ];
  const summary = `${count(matches.length, "page")} to adopt, ${number(ambiguous.length)} ambiguous, ${number(left.length)} left as they are.`;
  return `${[title, ...lines, `  ${summary}`].join("\n")}\n`;
}

function listed<T>(items: readonly T[], context: Context, sentence: (item: T) => string): string[] {
  const more = items.length - context.maxPerKind;
  return [
    ...items.slice(0, context.maxPerKind).flatMap((item) => wrapped(sentence(item), context)),
    ...(more > 0 ? [`    … and ${number(more)} more`] : []),
  ];
}

const wrapped = (sentence: string, { width }: Context): string[] =>
  wrap(oneLine(sentence), width - 4).map((line, at) => (at === 0 ? `  ${line}` : `    ${line}`));

const nameOf = ({ externalId, title }: NamedPage): string => `${externalId} (${title})`;
