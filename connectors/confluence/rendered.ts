import type { Element } from "domhandler";
import { $, parseHtml } from "../../src/html/parse.ts";
import { panelKind } from "./storage/panels.ts";

/** What the rendering adds for readers at a screen: tables of contents, controls, icons. */
const boilerplate = [
  ".toc-macro",
  ".client-side-toc-macro",
  ".expand-control-icon",
  ".jira-issue img",
  ".jira-issue .icon",
  ".refresh-issues-button",
  ".plugin_attachments_upload_container",
  ".attachment-buttons",
  ".blogging-calendar",
  "style",
  "script",
].join(",");

/**
 * A rendering (`view`, `export_view`, `styled_view`) in HTML that the normaliser understands: expandable parts as
 * `details`, panels with their titles, emoticons as characters, user links as names. Everything else is unchanged.
 */
export function cleanRendered(html: string, dropped: (macro: string) => void = () => {}): string {
  const page = $(parseHtml(html).tree);
  page.find(boilerplate).remove();
  page.find(".error").each((_, node) => removeMacroError(node, dropped));
  page.find(".expand-container").each((_, node) => expand(node));
  page.find(".panel").each((_, node) => panel(node));
  page.find("img.emoticon").each((_, node) => {
    const text = node.attribs["data-emoji-fallback"] ?? node.attribs.alt ?? "";
    $(node).replaceWith($("<span></span>").text(/^[:(].*[:)]$/s.test(text) ? "" : text));
  });
  page.find("a.confluence-userlink").each((_, node) => {
    $(node).replaceWith($("<span></span>").text($(node).text()));
  });
  page.find("table.attachments").each((_, node) => fileNames(node));
  return page.find("body").html() ?? "";
}

/** Confluence's own sentence in place of a macro: `Unknown macro: {csv}`, `Error rendering macro 'jira' : …`. */
function removeMacroError(node: Element, dropped: (macro: string) => void): void {
  if ($(node).children().length > 0) return;
  const found = /^\s*(?:Unknown macro|Error rendering macro)\s*:?\s*[{'"]?([\w-]*)/.exec($(node).text());
  if (!found) return;
  dropped((found[1] || "a macro without a name").toLowerCase());
  $(node).remove();
}

function expand(node: Element): void {
  const box = $(node);
  const title = box.children(".expand-control").find(".expand-control-text").first().text().trim();
  const content = box.children(".expand-content");
  if (content.length === 0) return;
  const details = $("<details></details>").append($("<summary></summary>").text(title || "Show more"));
  details.append(content.contents());
  box.replaceWith(details);
}

function panel(node: Element): void {
  const header = $(node).children(".panelHeader");
  const title = header.text().trim();
  const style = /background-color\s*:\s*([^;]+)/i.exec(node.attribs.style ?? "")?.[1] ?? "";
  const kind = panelKind({ colour: style });
  if (kind !== undefined && title === "") $(node).removeAttr("style").attr("class", `admonition ${kind}`);
  if (title === "") header.remove();
  else header.replaceWith($("<p></p>").append($("<strong></strong>").text(title)));
}

function fileNames(node: Element): void {
  const list = $("<ul></ul>");
  $(node)
    .find("a.filename")
    .each((_, file) => {
      list.append($("<li></li>").text($(file).text().trim()));
    });
  $(node).replaceWith(list.children().length === 0 ? "" : list);
}
