import type { Parsed } from "../../../html/parse.ts";
import type { Tabs } from "../../vocabulary/tabs.ts";
import type { Warnings } from "../../warnings.ts";
import { coveredIn } from "./covers/find.ts";
import { type Opened, openedIn } from "./opened/find.ts";
import { pruneHidden } from "./prune.ts";
import { Sight } from "./sight.ts";
import { stylesOf } from "./styles.ts";
import { settleTwins } from "./twins.ts";

/**
 * Removes what a reader of a document does not see, and returns what readers open on demand, which stays. Afterwards no
 * step can take a title, a caption or a label from hidden text.
 */
export function removeHidden(
  parsed: Parsed,
  html: string,
  { tabs, warnings, isPage }: { readonly tabs: Tabs; readonly warnings: Warnings; readonly isPage: boolean },
): Opened {
  const { tree, found } = parsed;
  const styles = stylesOf(found.styles);
  const sight = new Sight(tree, styles);
  const opened = openedIn(tree, html, tabs, sight);
  const twins = settleTwins(tree, html, sight);
  const isWhole = isPage && !stylesElsewhere.test(html);
  const covered = coveredIn(tree, html, { sight, styles, isWhole });
  pruneHidden(parsed, { styles, sight, opened, twins, covered, warnings, isPage });
  return opened;
}

/** Style sheets that are not in the document, and scripts, which may add some. */
const stylesElsewhere = /<link\b[^>]{0,400}\bstylesheet|@import\b|<script\b/i;
