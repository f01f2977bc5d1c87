import { isMap, isNode, parseDocument } from "yaml";
import { ConfigError } from "../../errors.ts";
import { didYouMean } from "../errors/suggest.ts";

/** The configuration of one workspace that stands in a fleet file: `fleet.yaml#acme`. */
export interface InlineName {
  readonly file: string;
  readonly workspace: string;
}

/** What workspaces may be called; `#` is not among it. */
export const workspaceName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** The two parts of `FLEET#NAME`; undefined for the path of a file. */
export function splitInline(path: string): InlineName | undefined {
  const at = path.lastIndexOf("#");
  const [file, workspace] = [path.slice(0, at), path.slice(at + 1)];
  return at > 0 && workspaceName.test(workspace) ? { file, workspace } : undefined;
}

/**
 * A fleet file's text with blanks for all but one workspace's configuration, so that this reads like a file of its own
 * whose lines and columns are those of the fleet file.
 *
 * @param given how the user wrote the name, for errors
 * @throws ConfigError where the fleet file has no such configuration
 */
export function inlineText(
  text: string,
  { workspace, given }: InlineName & { readonly given: string },
): string {
  const document = parseDocument(text, { prettyErrors: false, logLevel: "error" });
  const workspaces = document.get("workspaces");
  const names = isMap(workspaces) ? workspaces.items.map(({ key }) => String(key)) : [];
  if (!names.includes(workspace))
    throw new ConfigError(
      `${given}: the fleet has no workspace "${workspace}"${didYouMean(workspace, names)}`,
      {
        hint: names.length > 0 ? `Its workspaces: ${names.join(", ")}.` : "It has no workspaces yet.",
      },
    );
  const config = document.getIn(["workspaces", workspace, "config"], true);
  if (!isMap(config) || !isNode(config) || !config.range) {
    const other = document.getIn(["workspaces", workspace, "config"]);
    throw new ConfigError(`${given}: the configuration of "${workspace}" does not stand in the fleet file`, {
      hint: typeof other === "string" ? `It is in ${other}: -c ${other}` : "Give it one: config: {…}",
    });
  }
  const [start, end] = config.range;
  return blank(text.slice(0, start)) + text.slice(start, end) + blank(text.slice(end));
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, " ");
