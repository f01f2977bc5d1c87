import { type Html, html, visibleText } from "../../web/html.ts";
import { audienceStyle } from "../../web/library/parts.ts";
import { ago, moment } from "../../web/words.ts";
import type { StoredPage } from "../model.ts";
import type { Scene } from "./library-page.ts";
import { audienceOf, availabilityWords, intercomAudiences } from "./selection.ts";

export type View = "read" | "markdown" | "html";

/** One External Page (rendered in a sandboxed frame, as Markdown or as the received html) beside the facts about it. */
export function onePage(
  scene: Scene,
  page: StoredPage,
  view: View,
  source: { readonly markdown: string | undefined; readonly offersMarkdown: boolean },
): Html {
  const from = scene.library.source(page.sourceId);
  const tab = (each: View, words: string) =>
    html`<li><a href="/pages/${page.id}${each === "read" ? "" : `?as=${each}`}"${
      each === view ? html` aria-current="page"` : undefined
    }>${words}</a></li>`;
  return html`<p class="crumbs"><a href="/">All pages</a> › <a href="/?source=${page.sourceId}">${from?.url ?? `Source ${page.sourceId}`}</a></p>
<h1>${page.title}</h1>
<p class="under"><span class="badge ${audienceStyle[audienceOf(page)]}">${availabilityWords(page)}</span>${cited(page)}</p>
<div class="two"><div><nav aria-label="Ways to view the page"><ul class="tabs">${tab("read", "Page")}${
    source.offersMarkdown ? tab("markdown", "Markdown") : undefined
  }${tab("html", "HTML")}</ul></nav>
<div class="sheet">${content(page, view, source.markdown)}</div></div>${about(scene, page)}</div>`;
}

function content(page: StoredPage, view: View, markdown: string | undefined): Html {
  if (view === "read") {
    return html`<iframe title="${page.title}" src="/pages/${page.id}/content" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
  }
  // Browsers drop a line break after <pre>: this one keeps the text's own first line break.
  return html`<pre tabindex="0">
${view === "markdown" ? (markdown ?? "") : page.html}</pre>`;
}

function cited(page: StoredPage): Html {
  if (page.url === undefined) return html`<span>No address: Fin cites nothing</span>`;
  // Only web addresses are ever stored.
  return html`<span>Cited as <a href="${page.url}" rel="noreferrer">${page.url}</a></span>`;
}

function about(scene: Scene, page: StoredPage): Html {
  const text = visibleText(page.html);
  const words = text === "" ? 0 : text.split(" ").length;
  const time = (seconds: number) =>
    html`<time datetime="${new Date(seconds * 1000).toISOString()}" title="${moment(seconds)}">${ago(seconds, scene.now)}</time>`;
  const fact = (name: string, value: string | Html) => html`<dt>${name}</dt><dd>${value}</dd>`;
  return html`<aside class="about"><h2>About this page</h2><dl class="facts">${[
    fact("External id", html`<code>${page.externalId}</code>`),
    fact("Intercom id", html`<code>${page.id}</code>`),
    fact("Audience", intercomAudiences(page.audienceIds, scene.audiences)),
    fact("Fin's sales agent", page.salesAgent ? "uses it" : "does not use it"),
    fact("Language", page.locale),
    fact(
      "Length",
      `${words.toLocaleString("en")} words, ${Buffer.byteLength(page.html).toLocaleString("en")} bytes`,
    ),
    fact("Changed", time(page.updatedAt)),
    fact("Last received", time(page.lastIngestedAt)),
    fact("Created", time(page.createdAt)),
  ]}</dl></aside>`;
}
