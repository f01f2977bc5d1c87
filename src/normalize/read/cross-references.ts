import {
  foreignLabels,
  hugoSections,
  hugoSites,
  mkdocsConfiguration,
  quartoFiles,
  sphinxConfiguration,
} from "../media-types.ts";
import { isMyst } from "./markdown/field-lists.ts";
import { usesHugoProject } from "./markdown/hugo-project.ts";
import { usesQuartoProject } from "./markdown/quarto-project.ts";
import { includedTargets } from "./rst/included.ts";

/**
 * What a text says for references between documents: those of which the text is their target's title, and what others may
 * refer to here.
 */
export interface CrossReferences {
  /** Links without words of their own, and labels (`ref:name`). */
  readonly shown: readonly string[];
  /** Label → title of the section before which it stands. */
  readonly sections: Readonly<Record<string, string>>;
}

const role = /\{(ref|numref|any|doc)\}`([^`\n]{1,300})`/g;
const titled = /^[^<]*<([^<>]{1,300})>$/;
/** `[](target)`, `<project:target>` */
const bare = /(?<!!)\[\]\(([^()\s]{1,300})\)|<project:([^<>\s]{1,300})>/g;
/** https://docs.github.com/en/contributing/style-guide-and-content-model/style-guide#links */
const autoTitle = /\[AUTOTITLE\]\(([^()\s]{1,300})\)/g;

/** `(name)=` and the heading behind it → the heading's text. https://mystmd.org/guide/cross-references */
export function mystSections(text: string): Map<string, string> {
  const found = text.matchAll(
    /^\(([\w./ :-]{1,100})\)=[ \t]*\n(?:\([^\n]*\n)*\s*(?:#{1,6}[ \t]+([^\n]{1,300})|(\S[^\n]{0,300})\n(?:=+|-+)[ \t]*$)/gm,
  );
  return new Map(
    [...found].map(([, name = "", title, over = ""]) => [name.toLowerCase(), plainHeading(title ?? over)]),
  );
}

/** The first heading of the highest level that a text without a title has. */
export function firstHeading(prose: string): string | undefined {
  const top = /^#[ \t]+(\S[^\n]{0,300})$/m.exec(prose) ?? /^(\S[^\n]{0,300})\n={2,}[ \t]*$/m.exec(prose);
  const words = plainHeading((top ?? /^#{2,6}[ \t]+(\S[^\n]{0,300})$/m.exec(prose))?.[1] ?? "");
  return words === "" ? undefined : words;
}

const plainHeading = (written: string): string =>
  written
    .replaceAll(/\{[ \t]*:?[ \t]*#[^}]*\}|\{[\w:-]+\}(?=`)|[*_`]+|[ \t]#+[ \t]*$/g, "")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .trim();

/** The references of Markdown, as MyST and GitHub Docs write them. */
export function markdownReferences(
  body: string,
  data: Readonly<Record<string, unknown>>,
): CrossReferences & Record<"links" | "includes", readonly string[]> {
  const named = body.includes("AUTOTITLE") ? [...body.matchAll(autoTitle)] : [];
  const shown = named.map(([, target = ""]) => target);
  if (!isMyst(body, data)) {
    // A reference to what the text does not define may be defined for the whole project.
    const includes = [
      ...(/\{\{|\]\[\w/.test(body) ? [mkdocsConfiguration] : []),
      ...(usesQuartoProject(body) ? quartoFiles : []),
      ...(usesHugoProject(body) ? [...hugoSections, ...hugoSites] : []),
    ];
    return { shown, sections: {}, links: [], includes };
  }
  const sections = Object.fromEntries(mystSections(body));
  const ofRst = body.includes("{eval-rst}") ? includedTargets(body.split("\n")) : [];
  const includes = [...(/\{\{|\{(?:sub-ref|eval-rst)\}/.test(body) ? [sphinxConfiguration] : []), ...ofRst];
  const labels: string[] = [];
  for (const [, name, text = ""] of body.matchAll(role)) {
    const target = titled.exec(text)?.[1] ?? text;
    if (name === "doc") shown.push(mystDocument(target));
    else labels.push(target);
  }
  for (const [, link, project] of body.matchAll(bare)) {
    const target = link ?? project ?? "";
    if (target.startsWith("#")) labels.push(target.slice(1));
    else if (!/^[a-z][\w+.-]*:/i.test(target)) shown.push(target);
  }
  return { shown: [...shown, ...foreignLabels(labels, sections)], sections, links: shown, includes };
}

/** `{doc}` names a document with or without its ending. */
export const mystDocument = (name: string): string => {
  const target = name.trim();
  return /\.(?:md|rst|txt|ipynb)$/.test(target) ? target : `${target}.md`;
};
