import { labelTarget } from "../../media-types.ts";
import type { Warnings } from "../../warnings.ts";
import type { SphinxConfiguration } from "./configuration.ts";

/** Roles that docutils itself knows: https://docutils.sourceforge.io/docs/ref/rst/roles.html */
const docutilsRoles = new Set(
  (
    "abbreviation ab acronym ac code emphasis literal math pep-reference pep rfc-reference rfc strong subscript sub " +
    "superscript sup title-reference title t"
  ).split(" "),
);
const strongRoles = new Set(["guilabel", "command", "program", "dfn"]);
const textRoles = new Set("term eq any index abbr".split(" "));

/** https://www.sphinx-doc.org/en/master/usage/referencing.html and …/domains/ */
const codeRoles = new Set(
  (
    "envvar token keyword option kbd mailheader makevar manpage mimetype newsgroup regexp cve cwe literal command func class meth attr " +
    "mod exc data const obj type var macro member enum enumerator struct confval setting directive role rst js py c cpp " +
    "term ref doc download lookup ttag tfilter djadmin"
  ).split(" "),
);

/**
 * Inline literals are skipped, as docutils delimits them: they may contain backticks, and what stands between the end of one
 * and the start of the next is no literal. A role's text may span lines.
 */
const markup =
  /(?<![^\s'"([{<\-/:])``(?=\S)(?:[^\n]|\n(?!\s*\n)){1,500}?(?<=\S)``(?![^\s'")\]}>\-/:.,;!?\\])|(?<![\w`]):([A-Za-z][\w:+.-]{0,60}):`([^`]{1,500})`(?!`|_)/g;
/** https://sphinx-design.readthedocs.io/en/latest/badges_buttons.html */
const badge = /^bdg(?:-(link|ref))?(?:-\w+){0,3}$/;
const icons = /^(?:octicon|fa[bsr]?|fab|fas|far|material-(?:regular|outlined|round|sharp|twotone))$/;
const numbered = /^(?:rfc|pep)$/;
const titled = /^([^<]*?)\s*<([^<>]{1,500})>$/;

/** The names of a text's own targets and roles, and those of other documents that it refers to. */
export interface RstNames extends OtherDocuments {
  /** Label of a section → the section's title. */
  readonly sections: ReadonlyMap<string, string>;
  /** Label of a figure, table or listing → its caption. */
  readonly captions?: ReadonlyMap<string, string>;
  /** Title of a section in lower case → as it is written. */
  readonly headings?: ReadonlyMap<string, string>;
  /** Roles the text defines itself (`.. role:: x`). */
  readonly roles: ReadonlySet<string>;
}

/** Whether a role is docutils' or Sphinx's own. */
export const isKnownRole = (name: string): boolean =>
  docutilsRoles.has(name) ||
  strongRoles.has(name) ||
  textRoles.has(name) ||
  codeRoles.has(name) ||
  badge.test(name) ||
  icons.test(name) ||
  /^(?:menuselection|file|samp|raw|numref)$/.test(name);

/** What the connector knows of other documents, and of the project. */
export interface OtherDocuments {
  readonly extlinks?: SphinxConfiguration["extlinks"] | undefined;
  /** Targets as written → address. */
  readonly links?: Readonly<Record<string, string>> | undefined;
  /** Targets as written → title. */
  readonly titles?: Readonly<Record<string, string>> | undefined;
}

/**
 * Rewrites Sphinx's roles for docutils: cross-references become their text or a link, names of code become code.
 * https://www.sphinx-doc.org/en/master/usage/restructuredtext/roles.html
 */
export function rewriteRoles(prose: string, names: RstNames, warnings: Warnings): string {
  if (!prose.includes(":`")) return prose;
  // A badge is drawn apart from the word that it is joined to.
  const apart = prose.includes(":bdg")
    ? prose.replaceAll(/\\ (?=:bdg)|(?<=:bdg[\w-]{0,40}:`[^`]{1,300}`)\\ /g, " ")
    : prose;
  return apart.replace(markup, (whole, role: string | undefined, text: string | undefined) => {
    if (role === undefined || text === undefined || names.roles.has(role)) return whole;
    // Sphinx's `:rfc:`text <3986#section-4.4>`` has a text of its own; docutils' has not.
    const stated = numbered.test(role) ? titled.exec(text.replaceAll(/\s+/g, " ").trim())?.[1] : undefined;
    if (docutilsRoles.has(role)) return stated || whole;
    if (icons.test(role)) return "";
    return rewritten(role, text.replaceAll(/\s+/g, " ").trim(), names, warnings) || whole;
  });
}

function rewritten(role: string, text: string, names: RstNames, warnings: Warnings): string {
  const kind = role.slice(role.lastIndexOf(":") + 1);
  const [, title, target] = titled.exec(text) ?? [];
  const words = title !== undefined && title !== "" ? title : undefined;
  const external = names.extlinks?.get(role);
  if (external !== undefined) {
    const url = external.url.replace("%s", () => target ?? text);
    return link(words ?? external.caption?.replace("%s", () => text) ?? url, url);
  }
  if (kind === "raw") return "";
  if (kind === "doc") {
    const document = docTarget(target ?? text);
    return link(words ?? plain(names.titles?.[document] ?? docName(text)), document);
  }
  if (kind === "download") return link(words ?? fileName(text), target ?? text);
  if (kind === "ref") {
    const section = sectionOfDocument(target ?? text);
    if (section !== undefined && names.links?.[section.document] !== undefined)
      return link(plain(words ?? section.title), section.document);
    if (section !== undefined && words === undefined)
      return reference(plain(section.title), text.toLowerCase(), names, warnings);
  }
  if (kind === "ref") return reference(words, (target ?? text).toLowerCase(), names, warnings);
  if (kind === "numref") return numberedReference(words, (target ?? text).toLowerCase(), names, warnings);
  const [isBadge, led] = badge.exec(kind) ?? [];
  if (isBadge !== undefined) {
    if (led === "link") return link(words ?? text, target ?? text);
    return led === "ref" ? reference(words, (target ?? text).toLowerCase(), names, warnings) : text;
  }
  if (/^(?:foot)?cite(?::|$)/.test(role)) {
    warnings.addAt(
      "rst-reference",
      `:${role}:\``,
      `The citation ${text} is shown by its key: BibTeX files are not read.`,
    );
    return `[${text.replaceAll(/[\\`*|]/g, "")}]`;
  }
  if (kind === "menuselection") return `**${text.replaceAll(/\s*-->\s*/g, " › ")}**`;
  if (strongRoles.has(kind)) return `**${(words ?? text).replaceAll("&", "")}**`;
  if (kind === "abbr") return text.replaceAll("\\", "");
  if (textRoles.has(kind)) return words ?? text;
  if (kind === "file" || kind === "samp") return `\`\`${text.replaceAll(/[{}]/g, "")}\`\``;
  // What a site's own extensions make of it is not known; a role of a domain names an object of code.
  if (!role.includes(":") && !codeRoles.has(kind))
    warnings.addAt("unknown-role", `:${role}:\``, `The role :${role}: is not known; its text is kept.`);
  return `\`\`${shortName(words ?? text)}\`\``;
}

function reference(words: string | undefined, label: string, names: RstNames, warnings: Warnings): string {
  const title = names.sections.get(label);
  if (title !== undefined) return `\`${(words ?? title).replaceAll(/[`<>*|]/g, "")} <${label}_>\`__`;
  const caption = names.captions?.get(label) ?? names.headings?.get(label);
  if (caption !== undefined) return words ?? plain(caption);
  const elsewhere = labelTarget(label);
  const shown = words ?? names.titles?.[elsewhere];
  if (shown !== undefined && names.links?.[elsewhere] !== undefined) return link(plain(shown), elsewhere);
  if (shown !== undefined && names.titles?.[elsewhere] !== undefined) return plain(shown);
  warnings.add(
    "rst-reference",
    `The reference ${label} is shown as text: its target is not in this document.`,
  );
  return words ?? label.replaceAll(/[-_]+/g, " ");
}

/** Numbers come from the whole site; instead of one, what it counts is named by its caption. */
function numberedReference(
  words: string | undefined,
  label: string,
  names: RstNames,
  warnings: Warnings,
): string {
  const caption =
    names.captions?.get(label) ?? names.sections.get(label) ?? names.titles?.[labelTarget(label)];
  if (caption === undefined)
    return reference(words?.replaceAll(/\s*(?:%s|\{\w+\})/g, ""), label, names, warnings);
  const name = plain(caption);
  if (words === undefined) return name;
  const hasName = words.includes("{name}");
  return words
    .replaceAll("{name}", () => name)
    .replaceAll(/%s|\{number\}/g, () => (hasName ? "" : `“${name}”`))
    .replaceAll(/ {2,}/g, " ")
    .trim();
}

/** A title's words; literals in it end the literal of a link. */
const plain = (title: string): string => title.replaceAll(/[`*|\\]|_(?=\s|$)|:[\w:-]+:(?=`)/g, "");

function link(words: string, target: string): string {
  return `\`${words.replaceAll(/[<>]/g, "")} <${target.replaceAll(" ", "%20").replace(/_$/, "\\_")}>\`__`;
}

/** `:doc:` names a document without its ending. https://www.sphinx-doc.org/en/master/usage/referencing.html#role-doc */
export function docTarget(name: string): string {
  const target = name.trim();
  return /\.(?:rst|md|txt)$/.test(target) ? target : `${target}.rst`;
}

/**
 * A section by its document's path and its title, `guide/setup:First steps`; undefined for a label.
 * https://www.sphinx-doc.org/en/master/usage/extensions/autosectionlabel.html#confval-autosectionlabel_prefix_document
 */
export function sectionOfDocument(target: string): { document: string; title: string } | undefined {
  const [, path, title] = /^([\w.-]+(?:\/[\w.-]+)+):(?!\/)(\S.{0,300})$/.exec(target.trim()) ?? [];
  return path === undefined || title === undefined ? undefined : { document: docTarget(`/${path}`), title };
}

/** Whether a role's text has words besides its target. */
export const hasTitle = (text: string): boolean =>
  Boolean(titled.exec(text.replaceAll(/\s+/g, " ").trim())?.[1]);

/** The target of a role's text: in the pointed brackets, or all of it. */
export function roleTarget(text: string): string {
  return titled.exec(text.trim())?.[2] ?? text.trim();
}

function docName(target: string): string {
  const name = fileName(target).replaceAll(/[-_]+/g, " ");
  return name === "index" ? target.replace(/^\/|\/?index$/g, "") || "index" : name;
}

function fileName(target: string): string {
  return target.slice(target.lastIndexOf("/") + 1) || target;
}

/** `~a.b.c` displays only its last part, `!name` is not a link. */
function shortName(text: string): string {
  if (text.startsWith("~")) return text.slice(text.lastIndexOf(".") + 1).replace(/^~/, "");
  return text.replace(/^!/, "");
}
