import type { Failure } from "../errors.ts";
import type { Document } from "../normalize/index.ts";
import type { Hold } from "../sync/changes.ts";
import { type Html, html } from "../web/html.ts";
import { type Asked, documentAddress, type Look, listAddress } from "./address.ts";
import type { Entry } from "./collection.ts";
import type { DroppedWords } from "./dropped-words.ts";
import type { PreviewPage } from "./pages.ts";
import { sourceView } from "./source-view.ts";
import type { Stretch } from "./visible-text.ts";
import { audienceWords, badge, count } from "./words.ts";

/** Everything that is shown of one document. */
export interface Scene {
  readonly entry: Entry;
  readonly asked: Asked;
  /** Of how many, from 0. */
  readonly index: number;
  readonly total: number;
  readonly previous?: Entry;
  readonly next?: Entry;
  readonly document?: Document;
  /** The source, where it is text. */
  readonly text?: string;
  readonly pages: readonly PreviewPage[];
  readonly failure?: Failure;
  readonly leftOut?: DroppedWords;
  readonly hold?: Hold;
  /** Of the page that is looked at; only where it is asked for. */
  readonly markdown?: string;
}

/** One document: its source on the left, what Fin would read on the right. */
export function documentPage(scene: Scene): Html {
  const { entry, pages, asked, failure } = scene;
  const page = pages[asked.part] ?? pages[0];
  const title = page?.title ?? entry.title ?? entry.key;
  const nothing = entry.kind === "document" ? undefined : entry.reason;
  return html`${bar(scene)}
<h1>${title}</h1>
${facts(scene, page)}
${nothing === undefined ? undefined : html`<div class="notice"><p>It is not sent: ${nothing}</p></div>`}
${failure && problem(failure.message, failure.hint)}
${scene.hold && problem(scene.hold.message, scene.hold.resolve)}
${page && warnings(page)}
${parts(scene)}
${nothing === undefined ? html`<div class="two">${source(scene)}${result(scene, page)}</div>` : undefined}`;
}

function bar({ entry, asked, index, total, previous, next }: Scene): Html {
  const link = (to: Entry | undefined, rel: "prev" | "next", words: string) =>
    to
      ? html`<a rel="${rel}" href="${documentAddress(to.key, { filter: asked.filter, look: asked.look })}" title="${to.title ?? to.key}">${words}</a>`
      : html`<span aria-hidden="true">${words}</span>`;
  return html`<div class="bar"><span class="crumbs"><a class="to-list" href="${listAddress(asked.filter)}">All documents</a> › ${entry.key}</span>
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
  return html`<ul class="under"><li>${badge(entry, summary)}</li>${
    page ? html`<li>${count(page.words, "word")}</li>` : undefined
  }${document ? html`<li>${document.mediaType}</li>` : undefined}${
    visibleTo === undefined ? undefined : html`<li>for ${audienceWords(visibleTo)}</li>`
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
function parts({ entry, asked, pages }: Scene): Html | undefined {
  if (pages.length < 2) return undefined;
  return html`<nav aria-label="Pages of this document"><ol class="tabs">${pages.map(
    ({ title }, part) =>
      html`<li><a href="${documentAddress(entry.key, { ...asked, part })}"${part === asked.part ? html` aria-current="page"` : undefined}>${title}</a></li>`,
  )}</ol></nav>`;
}

function source({ document, text, leftOut }: Scene): Html {
  const missing =
    leftOut === undefined || text === undefined
      ? undefined
      : leftOut.words === 0
        ? html`<p class="count">Every word of it is in the page</p>`
        : html`<p class="count">${percent(leftOut)} of its words are not in the page: <mark>struck out</mark></p>`;
  return html`<section class="pane" aria-label="Source"><div class="head"><h2>Source</h2>${missing}</div>
<div class="source" tabindex="0" role="region" aria-label="Source text">${
    text === undefined
      ? html`<p class="text">${document ? `This is no text: ${document.body.length.toLocaleString("en")} bytes of ${document.mediaType}.` : "It could not be read."}</p>`
      : sourceView(text, struckOut(leftOut))
  }</div></section>`;
}

function struckOut(leftOut: DroppedWords | undefined): Stretch[] {
  const marks = leftOut?.parts.flatMap((part) => part.marks) ?? [];
  return marks.sort((a, b) => a.start - b.start);
}

function percent({ words, of }: DroppedWords): string {
  const share = (100 * words) / of;
  return share < 1 ? "Less than 1 %" : `${Math.round(share)} %`;
}

const names: Readonly<Record<Look, string>> = {
  page: "Page",
  markdown: "Markdown",
  html: "HTML",
  "left-out": "Left out",
};

function result(scene: Scene, page: PreviewPage | undefined): Html {
  const { entry, asked, leftOut } = scene;
  const tab = (look: Look, note: string | Html = "") =>
    html`<li><a href="${documentAddress(entry.key, { ...asked, look })}"${look === asked.look ? html` aria-current="page"` : undefined}>${names[look]}${note}</a></li>`;
  const amount = leftOut === undefined ? "" : ` (${leftOut.words.toLocaleString("en")})`;
  return html`<section class="pane result" aria-label="What Fin would read"><div class="head"><h2 class="hidden">What Fin would read</h2>
<nav aria-label="Ways to look at the result"><ul class="tabs">${tab("page")}${tab("markdown")}${tab("html")}${tab("left-out", amount)}</ul></nav></div>
<div class="sheet">${page ? look(scene, page) : html`<div class="text">There is no page.</div>`}</div></section>`;
}

function look({ entry, asked, leftOut, text, markdown }: Scene, page: PreviewPage): Html {
  // The line break after <pre> is dropped by browsers: the text's own first one is kept that way.
  const pre = (content: string) => html`<pre tabindex="0" role="region" aria-label="${names[asked.look]}">
${content}</pre>`;
  switch (asked.look) {
    case "page":
      return html`<iframe title="${page.title}" src="${documentAddress(entry.key, { part: asked.part }, "/content")}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
    case "markdown":
      return pre(markdown ?? "");
    case "html":
      return pre(page.html);
    case "left-out":
      return html`<div class="text">${leftOutList(leftOut, text)}</div>`;
  }
}

const mostParts = 500;
const longestPart = 400;

function leftOutList(leftOut: DroppedWords | undefined, text: string | undefined): Html {
  if (leftOut === undefined || text === undefined)
    return html`<p>What is left out cannot be told for this format and size.</p>`;
  const { parts: all, words, of } = leftOut;
  if (words === 0) return html`<p>All ${count(of, "word")} that the source shows are in the page.</p>`;
  const more = all.length - mostParts;
  return html`<p>${count(words, "word")} of ${of.toLocaleString("en")} that the source shows are not in the page. Menus, sidebars and buttons belong here; sentences do not.</p>
<ul class="left">${all.slice(0, mostParts).map(({ marks, line }) => {
    const part = marks.map(({ start, end }) => text.slice(start, end)).join(" ");
    const shown = part.length > longestPart ? `${part.slice(0, longestPart)} …` : part;
    return html`<li><a href="#L${line}">Line ${line.toLocaleString("en")}</a><q>${shown}</q></li>`;
  })}</ul>${more > 0 ? html`<p>… and ${more.toLocaleString("en")} more places.</p>` : undefined}`;
}
