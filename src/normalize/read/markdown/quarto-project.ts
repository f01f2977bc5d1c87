import { quartoFiles } from "../../media-types.ts";
import { dataOfYaml } from "../front-matter/index.ts";

/** What a Quarto project states for its pages. https://quarto.org/docs/authoring/variables.html */
export interface QuartoProject {
  /** `{{< var name >}}`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** `{{< meta name >}}`, where the page's own front matter does not say it. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The project's variables, and the metadata of the page's folder before the project's. */
export function quartoProjectOf(includes: Readonly<Record<string, string>> | undefined): QuartoProject {
  const [variables = {}, metadata, project] = quartoFiles.map((file) => {
    const text = includes?.[file];
    return text === undefined ? {} : dataOfYaml(text);
  });
  return { variables, metadata: { ...project, ...metadata } };
}

/** Whether a text asks for what the project states. */
export const usesQuartoProject = (text: string): boolean => /\{\{<[ \t]*(?:var|meta)[ \t]/.test(text);
