import type { Site, SiteContent } from "./site.ts";

const parameterIn = (macro: string, name: string): string =>
  new RegExp(`<ac:parameter ac:name="${name}"[^>]*>([^<]*)</ac:parameter>`).exec(macro)?.[1] ?? "";

const innermost =
  /<ac:structured-macro ac:name="([\w-]+)"[^>]*?(?:\/>|>((?:(?!<ac:structured-macro)[\s\S])*?)<\/ac:structured-macro>)/;

/**
 * Storage format as a site renders it for an account that may read everything: what others show is in it, and so is what
 * macros of other vendors make of their bodies. `from` is the page, where the request says which.
 */
export function rendering(site: Site, storage: string, from: SiteContent | undefined): string {
  // What the site shows of the new editor's nodes is their fallback.
  let html = storage.replace(
    /<ac:adf-extension>[\s\S]*?<ac:adf-fallback>([\s\S]*?)<\/ac:adf-fallback>\s*<\/ac:adf-extension>/g,
    "$1",
  );
  for (let found = innermost.exec(html); found; found = innermost.exec(html)) {
    const [whole, name = "", inside = ""] = found;
    html = html.replace(whole, () => macroRendering(site, name, inside, from));
  }
  return html
    .replace(/<ac:link[^>]*>([\s\S]*?)<\/ac:link>/g, (_, inside: string) => linkRendering(site, inside, from))
    .replace(/<ri:attachment ri:filename="([^"]*)"[\s\S]*?(?:\/>|<\/ri:attachment>)/g, "<em>$1</em>")
    .replace(/<\/?(?:ac|ri):[^>]*>/g, "");
}

function macroRendering(site: Site, name: string, inside: string, from: SiteContent | undefined): string {
  const body = /<ac:rich-text-body>([\s\S]*)<\/ac:rich-text-body>/.exec(inside)?.[1] ?? "";
  const plain = /<!\[CDATA\[([\s\S]*?)\]\]>/.exec(inside)?.[1] ?? "";
  switch (name) {
    case "toc":
      return '<div class="toc-macro"><ul><li>Contents</li></ul></div>';
    case "html":
      return plain;
    case "code":
      return `<pre>${plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</pre>`;
    case "auitabs":
      return `<div class="aui-tabs">${body}</div>`;
    case "auitabspage":
      return `<div class="tabs-pane"><strong>${parameterIn(inside, "title")}</strong>${body}</div>`;
    case "stock-prices":
      return "<table><tbody><tr><td>Wombatcanary 17</td></tr></tbody></table>";
    case "drawio":
      return '<p><img src="/diagram.png" /></p>';
    case "csv":
      return '<div class="error"><span class="error">Unknown macro: {csv}</span></div>'.replace(
        /<\/?div[^>]*>/g,
        "",
      );
    case "children":
    case "pagetree":
      return `<ul>${site.contents
        .filter(({ parentId }) => parentId === from?.id)
        .map(({ title }) => `<li>${title}</li>`)
        .join("")}</ul>`;
    case "include":
    case "excerpt-include":
    case "multiexcerpt-include":
      return includedIn(site, inside, from);
    default:
      return body;
  }
}

function includedIn(site: Site, inside: string, from: SiteContent | undefined): string {
  const title =
    /ri:content-title="([^"]*)"/.exec(inside)?.[1] ?? inside.replace(/<[^>]*>/g, "").replace(/^\w+:/, "");
  const other = site.contents.find((one) => one.title === title);
  return other ? rendering(site, other.storage, from) : "";
}

function linkRendering(site: Site, inside: string, from: SiteContent | undefined): string {
  const id = /ri:content-id="(\d+)"/.exec(inside)?.[1];
  const named = /ri:content-title="([^"]*)"/.exec(inside)?.[1];
  const title = named ?? site.contents.find((one) => one.id === id)?.title ?? "";
  const space = /ri:space-key="([^"]*)"/.exec(inside)?.[1] ?? from?.space;
  const label = inside
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, "$1")
    .replace(/<\/?(?:ac|ri):[^>]*>/g, "")
    .trim();
  if (/<ri:(?:page|content-entity)/.test(inside) && space === undefined)
    return `<span class="error">the page ${title} is not found: no space is named</span>`;
  return title === "" ? label : `<a href="/display/${space}/${title}">${label || title}</a>`;
}
