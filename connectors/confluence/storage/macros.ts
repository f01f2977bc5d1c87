import type { ChildNode, Element } from "domhandler";
import { escapeHtml } from "../../../src/html/characters.ts";
import { $, parseHtml } from "../../../src/html/parse.ts";
import { panelKind } from "./panels.ts";
import { childOf, firstBelow, macroName, parameter, parameterOf, textBelow } from "./parse.ts";
import { fileOf, inclusionOf, type StorageContext, userOf } from "./references.ts";

/** A macro that is being rendered. */
interface Macro {
  readonly node: Element;
  readonly name: string;
  readonly context: StorageContext;
  readonly inner: (nodes: readonly ChildNode[]) => string;
}

type Renderer = (macro: Macro) => string;

/**
 * What a reader sees of a macro; of an unknown one its title and its body. What has neither is dropped by name.
 * Names: https://confluence.atlassian.com/doc/macros-139387.html
 */
export function macroHtml(node: Element, context: StorageContext, inner: Macro["inner"]): string {
  const name = macroName(node);
  const render = Object.hasOwn(renderers, name) ? renderers[name] : undefined;
  return (render ?? unknown)({ node, name, context, inner });
}

const text = ({ node }: Macro, name: string): string => escapeHtml(parameter(node, name));

const body: Renderer = (macro) => {
  const rich = childOf(macro.node, "ac:rich-text-body");
  if (rich) return macro.inner(rich.children);
  return childOf(macro.node, "ac:plain-text-body") ? code(macro) : "";
};

/** Controls, and instructions to the browser: a reader misses nothing. */
const nothing: Renderer = () => "";

const dropped: Renderer = ({ name, context }) => {
  context.dropped(name);
  return "";
};

/** What macros of other vendors call the words above their body: a tab's label, a card's heading. */
const TITLES = ["title", "label", "heading", "header", "caption", "tabTitle", "tab-title", "summary"];

const unknown: Renderer = (macro) => {
  const title = TITLES.map((name) => text(macro, name)).find((words) => words !== "");
  const rendered = body(macro);
  if (rendered.trim() === "") macro.context.dropped(macro.name);
  return `${title === undefined ? "" : `<p><strong>${title}</strong></p>`}${rendered}`;
};

/** A picture of the data in its body. */
const bodyOrDropped: Renderer = (macro) => body(macro) || dropped(macro);

/** HTML that the author wrote; its links are handled like those of the page. */
const html: Renderer = (macro) => {
  const plain = childOf(macro.node, "ac:plain-text-body");
  if (!plain) return bodyOrDropped(macro);
  const page = $(parseHtml(textBelow(plain.children)).tree);
  page.find("script,style").remove();
  return macro.inner(page.find("body").contents().toArray());
};

const code: Renderer = (macro) => {
  const plain = childOf(macro.node, "ac:plain-text-body");
  if (!plain) return "";
  const title = text(macro, "title");
  const language = text(macro, "language");
  const attributes = language === "" ? "" : ` data-language="${language}"`;
  const lead = title === "" ? "" : `<p><strong>${title}</strong></p>`;
  return `${lead}<pre${attributes}><code>${escapeHtml(textBelow(plain.children))}</code></pre>`;
};

const callout: Renderer = (macro) => {
  const title = text(macro, "title");
  const lead = title === "" ? "" : `<p class="admonition-title">${title}</p>`;
  return `<div class="admonition ${macro.name}">${lead}${body(macro)}</div>`;
};

const panel: Renderer = (macro) => {
  const title = text(macro, "title");
  const icon = parameter(macro.node, "panelIconText") || parameter(macro.node, "panelIcon");
  // The editor of today gives a custom panel an icon; panels without one are boxes around something.
  const kind = panelKind({ icon, colour: parameter(macro.node, "bgColor") });
  if (kind !== undefined) return callout({ ...macro, name: kind });
  return `<div>${title === "" ? "" : `<p><strong>${title}</strong></p>`}${body(macro)}</div>`;
};

const expand: Renderer = (macro) =>
  `<details><summary>${text(macro, "title") || "Show more"}</summary>${body(macro)}</details>`;

const unlessHidden: Renderer = (macro) => (parameter(macro.node, "hidden") === "true" ? "" : body(macro));

const jira: Renderer = (macro) => {
  const key = text(macro, "key");
  if (key !== "") return key;
  const query = text(macro, "jqlQuery") || text(macro, "jql");
  macro.context.dropped(macro.name);
  return query === "" ? "" : `<p>Jira issues: <code>${query}</code></p>`;
};

const inclusion: Renderer = (macro) => {
  const included = inclusionOf(macro.node);
  return included === undefined ? dropped(macro) : (macro.context.included(included) ?? "");
};

const children: Renderer = ({ context }) => {
  const items = context.below.map(
    ({ title, url }) => `<li><a href="${escapeHtml(url)}">${escapeHtml(title)}</a></li>`,
  );
  return items.length === 0 ? "" : `<ul>${items.join("")}</ul>`;
};

const attachments: Renderer = ({ node, context }) => {
  // Those of another page, which that page names.
  if (parameterOf(node, "page") !== undefined) {
    context.dropped("attachments");
    return "";
  }
  const items = context.files.map((name) => `<li>${escapeHtml(name)}</li>`);
  return items.length === 0 ? "" : `<p>Attached files:</p><ul>${items.join("")}</ul>`;
};

const file: Renderer = (macro) => {
  const resource = firstBelow(macro.node.children, ({ name }) => name === "ri:attachment");
  const file = (resource && fileOf(resource)) ?? { name: parameter(macro.node, "name") };
  const { name } = file;
  return name === "" || !macro.context.mayNameFile(file) ? "" : `<p>Attached file: ${escapeHtml(name)}</p>`;
};

const profile: Renderer = ({ node, context }) => {
  const resource = firstBelow(node.children, ({ name }) => name === "ri:user");
  const user = resource && userOf(resource);
  return user ? escapeHtml(`@${context.nameOf(user) ?? "unknown user"}`) : "";
};

/** Something embedded from elsewhere: a link to it. */
const embedded: Renderer = (macro) => {
  const resource = firstBelow(macro.node.children, ({ name }) => name === "ri:url");
  const url = resource?.attribs["ri:value"] ?? (parameter(macro.node, "url") || parameter(macro.node, "src"));
  if (macro.context.withheldAt(url) !== undefined) return "";
  if (!/^https?:\/\//i.test(url)) return dropped(macro);
  return `<p><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p>`;
};

const math: Renderer = ({ node }) => {
  const plain = childOf(node, "ac:plain-text-body");
  const formula = plain ? textBelow(plain.children) : parameter(node, "body") || parameter(node, "");
  return formula === "" ? "" : `<code>${escapeHtml(formula)}</code>`;
};

const renderers: Readonly<Record<string, Renderer>> = {
  code,
  noformat: code,
  info: callout,
  note: callout,
  warning: callout,
  tip: callout,
  panel,
  expand,
  "ui-expand": expand,
  status: (macro) => text(macro, "title"),
  excerpt: unlessHidden,
  details: unlessHidden,
  include: inclusion,
  "excerpt-include": inclusion,
  children,
  pagetree: children,
  jira,
  jiraissues: jira,
  attachments,
  "view-file": file,
  viewpdf: file,
  viewdoc: file,
  viewxls: file,
  viewppt: file,
  multimedia: file,
  profile,
  widget: embedded,
  iframe: embedded,
  mathinline: math,
  mathblock: math,
  "mathjax-inline-macro": math,
  "mathjax-block-macro": math,
  html,
  chart: bodyOrDropped,
  ...Object.fromEntries(
    "toc anchor style livesearch search pagetreesearch create-from-template"
      .split(" ")
      .map((name) => [name, nothing]),
  ),
  // Reports of other pages would show them whoever may read them.
  ...Object.fromEntries(
    "html-include rss gallery recently-updated recently-updated-dashboard contributors contributors-summary change-history blog-posts contentbylabel content-by-user detailssummary content-report-table labels-list listlabels related-labels popular-labels favpages index tasks-report-macro task-report-macro decisionreport bookmarks undefinedlinks space-attachments drawio gliffy"
      .split(" ")
      .map((name) => [name, dropped]),
  ),
};
