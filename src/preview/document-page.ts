import type { Failure } from "../errors.ts";
import type { Document, DroppedWords, Stretch } from "../normalize/index.ts";
import type { Hold } from "../sync/changes.ts";
import { type Html, html } from "../web/html.ts";
import { audienceWords, count } from "../web/words.ts";
import { documentAddress, listAddress, type PreviewRequest, type View } from "./address.ts";
import type { Entry } from "./collection.ts";
import { badge } from "./list-page.ts";
import type { PreviewPage } from "./pages.ts";
import { sourceView } from "./source-view.ts";

/** Everything that the page of one document says. */
export interface Scene {
  readonly entry: Entry;
  readonly request: PreviewRequest;
  /** Its place among `total` documents, from 0. */
  readonly index: number;
  readonly total: number;
  readonly previous: Entry | undefined;
  readonly next: Entry | undefined;
  readonly document?: Document | undefined;
  /** The source, where it is text. */
  readonly text?: string | undefined;
  readonly pages: readonly PreviewPage[];
  readonly failure?: Failure;
  /** Absent: the source cannot be compared with its pages. */
  readonly dropped?: DroppedWords | undefined;
  readonly hold?: Hold | undefined;
  /** Of the page that is viewed; only where it is asked for. */
  readonly markdown?: string | undefined;
}

/**
 * One document: its source on the left, what Fin would read on the right. The result comes first in the page, because on
 * a phone the two are one below the other.
 */
export function documentPage(scene: Scene): Html {
  const { entry, pages, request, failure } = scene;
  const page = pages[request.part] ?? pages[0];
  const title = page?.title ?? entry.title ?? entry.key;
  const unsent = entry.kind === "document" ? undefined : entry.reason;
  return html`${bar(scene)}
<h1>${title}</h1>
${facts(scene, page)}
${unsent === undefined ? undefined : html`<div class="notice"><p>It is not sent: ${unsent}</p></div>`}
${failure && problem(failure.message, failure.hint)}
${scene.hold && problem(scene.hold.message, scene.hold.resolve)}
${page && warnings(page)}
${parts(scene)}
${unsent === undefined ? html`<div class="two">${result(scene, page)}${source(scene)}</div>` : undefined}`;
}

function bar({ entry, request, index, total, previous, next }: Scene): Html {
  const link = (to: Entry | undefined, rel: "prev" | "next", words: string) =>
    to
      ? html`<a rel="${rel}" href="${documentAddress(to.key, { filter: request.filter, view: request.view })}" title="${to.title ?? to.key}">${words}</a>`
      : html`<span aria-hidden="true">${words}</span>`;
  return html`<div class="bar"><span class="crumbs"><a class="to-list" href="${listAddress(request.filter)}">All documents</a> › ${entry.key}</span>
<nav aria-label="Documents">${link(previous, "prev", "← Previous")}<span>${(index + 1).toLocaleString("en")} of ${total.toLocaleString("en")}</span>${link(next, "next", "Next →")}</nav></div>`;
}

function facts({ entry, document, pages, failure }: Scene, page: PreviewPage | undefined): Html {
  const url = document?.url ?? (entry.kind === "document" ? entry.url : undefined);
  const words = pages.reduce((sum, each) => sum + each.words, 0);
  const warned = pages.reduce((sum, each) => sum + each.warnings.length, 0);
  const summary = failure
    ? ({ kind: "failed", failure } as const)
    : page && ({ kind: "read", title: page.title, words, warnings: warned } as const);
  const visibleTo = entry.kind === "document" ? entry.visibleTo : undefined;
  const address =
    url === undefined
      ? "No address: Fin cites nothing"
      : /^https?:\/\//i.test(url)
        ? html`Cited as <a href="${url}" target="_blank" rel="noreferrer noopener">${url}</a>`
        : html`Cited as <code>${url}</code>`;
  // For whom it is stands below, in full.
  const state = summary?.kind === "read" ? undefined : badge(entry, summary);
  return html`<ul class="under">${state && html`<li>${state}</li>`}${
    page ? html`<li>${count(page.words, "word")}</li>` : undefined
  }${document ? html`<li>${document.mediaType}</li>` : undefined}${
    visibleTo === undefined
      ? undefined
      : html`<li>${audienceWords({ customers: visibleTo === "customers", teammates: true })}</li>`
  }${entry.kind === "document" ? html`<li>${address}</li>` : undefined}</ul>`;
}

function problem(message: string, hint: string | undefined): Html {
  return html`<div class="notice bad" role="alert"><p>${message}</p>${hint === undefined ? undefined : html`<p>${hint}</p>`}</div>`;
}

function warnings({ warnings: all }: PreviewPage): Html | undefined {
  if (all.length === 0) return undefined;
  return html`<section class="notice" aria-label="Warnings"><h2>${count(all.length, "warning")}</h2><ul>${all.map(
    ({ code, message }) => html`<li>${message} <code>${code}</code></li>`,
  )}</ul></section>`;
}

/** A long document becomes several pages. */
function parts({ entry, request, pages }: Scene): Html | undefined {
  if (pages.length < 2) return undefined;
  return html`<nav aria-label="Pages of this document"><ol class="tabs">${pages.map(
    ({ title }, part) =>
      html`<li><a href="${documentAddress(entry.key, { ...request, part })}"${part === request.part ? html` aria-current="page"` : undefined}>${title}</a></li>`,
  )}</ol></nav>`;
}

function source({ document, text, dropped }: Scene): Html {
  const missing =
    dropped === undefined || text === undefined
      ? undefined
      : dropped.words === 0
        ? html`<p class="count">Every word of it is in the page</p>`
        : html`<p class="count">${percent(dropped)} of its words are not in the page: <mark>struck out</mark></p>`;
  return html`<section class="pane" aria-label="Source"><div class="head"><h2>Source</h2>${missing}</div>
<div class="source" tabindex="0" role="region" aria-label="Source text">${
    text === undefined
      ? html`<p class="text">${document ? `This is not text: ${document.body.length.toLocaleString("en")} bytes of ${document.mediaType}.` : "It could not be read."}</p>`
      : sourceView(text, struckOut(dropped))
  }</div></section>`;
}

function struckOut(dropped: DroppedWords | undefined): Stretch[] {
  const marks = dropped?.parts.flatMap((part) => part.marks) ?? [];
  return marks.sort((a, b) => a.start - b.start);
}

function percent({ words, of }: DroppedWords): string {
  const share = (100 * words) / of;
  return share < 1 ? "Less than 1 %" : `${Math.round(share)} %`;
}

const names: Readonly<Record<View, string>> = {
  page: "Page",
  markdown: "Markdown",
  html: "HTML",
  dropped: "Dropped",
};

function result(scene: Scene, page: PreviewPage | undefined): Html {
  const { entry, request, dropped } = scene;
  const tab = (view: View, note: string | Html = "") =>
    html`<li><a href="${documentAddress(entry.key, { ...request, view })}"${view === request.view ? html` aria-current="page"` : undefined}>${names[view]}${note}</a></li>`;
  const amount = dropped === undefined ? "" : ` (${dropped.words.toLocaleString("en")})`;
  return html`<section class="pane result" aria-label="What Fin would read"><div class="head"><h2 class="visually-hidden">What Fin would read</h2>
<nav aria-label="Ways to view the result"><ul class="tabs views">${tab("page")}${tab("markdown")}${tab("html")}${tab("dropped", amount)}</ul></nav></div>
<div class="sheet">${page ? viewed(scene, page) : html`<div class="text">There is no page.</div>`}</div></section>`;
}

function viewed({ entry, request, dropped, text, markdown }: Scene, page: PreviewPage): Html {
  // Browsers drop a line break after <pre>: this one keeps the text's own first line break.
  const pre = (content: string) => html`<pre tabindex="0" role="region" aria-label="${names[request.view]}">
${content}</pre>`;
  switch (request.view) {
    case "page":
      return html`<iframe title="${page.title}" src="${documentAddress(entry.key, { part: request.part }, "/content")}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
    case "markdown":
      return pre(markdown ?? "");
    case "html":
      return pre(page.html);
    case "dropped":
      return html`<div class="text">${droppedList(dropped, text)}</div>`;
  }
}

/** Places in the list of dropped words, and characters of each. */
const MAX_PLACES = 500;
const MAX_PLACE_LENGTH = 400;

function droppedList(dropped: DroppedWords | undefined, text: string | undefined): Html {
  if (dropped === undefined || text === undefined)
    return html`<p>Which words were dropped cannot be told for this format and size.</p>`;
  const { parts: all, words, of } = dropped;
  if (words === 0) return html`<p>All ${count(of, "word")} that the source shows are in the page.</p>`;
  const more = all.length - MAX_PLACES;
  return html`<p>${count(words, "word")} of ${of.toLocaleString("en")} that the source shows are not in the page. Menus, sidebars and buttons belong here; sentences do not.</p>
<ul class="dropped">${all.slice(0, MAX_PLACES).map(({ marks, line }) => {
    const part = marks.map(({ start, end }) => text.slice(start, end)).join(" ");
    const quoted = part.length > MAX_PLACE_LENGTH ? `${part.slice(0, MAX_PLACE_LENGTH)} …` : part;
    return html`<li><a href="#L${line}">Line ${line.toLocaleString("en")}</a><q>${quoted}</q></li>`;
  })}</ul>${more > 0 ? html`<p>… and ${more.toLocaleString("en")} more places.</p>` : undefined}`;
}
