import { type Html, html } from "../../web/html.ts";
import { ago, count, moment } from "../../web/words.ts";
import type { Library } from "../library.ts";
import type { StoredPage, StoredSource } from "../model.ts";
import {
  type Audience,
  audienceOf,
  audienceStyle,
  availabilityWords,
  intercomAudiences,
} from "./audience.ts";
import { addressOf, type Found, findPages, type Selection } from "./selection.ts";

export interface Scene {
  readonly library: Library;
  readonly audiences: ReadonlyMap<number, string> | undefined;
  /** Epoch seconds. */
  readonly now: number;
  /** `http://127.0.0.1:PORT` */
  readonly baseUrl: string;
}

/** The whole library: the number of pages by audience, the sources, and the selected pages. */
export function libraryPage(scene: Scene, selection: Selection): Html {
  const { library } = scene;
  if (library.sources().length === 0) return emptyLibrary(scene);
  const found = findPages(library, selection);
  return html`<h1>What Fin can read</h1>
<p class="lead">Every External Page of this workspace, as it was received. Fin answers customers from pages marked for customers; the copilot helps teammates.</p>
${tiles(library, selection)}
<section aria-labelledby="sources"><h2 id="sources">${count(library.sources().length, "source")}</h2>
<ul class="sources">${library.sources().map((source) => sourceCard(scene, source, selection))}</ul></section>
<section aria-labelledby="pages"><h2 id="pages">Pages</h2>
${findForm(library, selection)}${pageList(scene, selection, found)}</section>`;
}

function tiles(library: Library, selection: Selection): Html {
  const numbers: Record<Audience, number> = { customers: 0, teammates: 0, hidden: 0 };
  for (const page of library.pages()) numbers[audienceOf(page)]++;
  const tile = (who: Audience | undefined, number: number, words: string) => {
    const current = selection.who === who ? html` aria-current="true"` : undefined;
    const dot = who ? html`<i class="dot ${audienceStyle[who]}"></i>` : undefined;
    const address = addressOf(selection, { who });
    return html`<li><a href="${address}"${current}><b>${number.toLocaleString("en")}</b><span>${dot}${words}</span></a></li>`;
  };
  return html`<ul class="tiles" aria-label="Pages by who may be answered">${[
    tile(undefined, library.pageCount, library.pageCount === 1 ? "page in all" : "pages in all"),
    tile("customers", numbers.customers, "for customers"),
    tile("teammates", numbers.teammates, "for teammates only"),
    tile("hidden", numbers.hidden, "hidden from everyone"),
  ]}</ul>`;
}

function sourceCard(scene: Scene, source: StoredSource, selection: Selection): Html {
  const synced = source.status === "active" ? ago(source.lastSyncedAt, scene.now) : "deactivated";
  return html`<li><h3><a href="${addressOf(selection, { sourceId: source.id })}">${source.url}</a></h3>
<dl class="facts"><dt>Pages</dt><dd>${scene.library.countPages(source.id).toLocaleString("en")}</dd>
<dt>Audience</dt><dd>${intercomAudiences(source.audienceIds, scene.audiences)}</dd>
<dt>Last upload</dt><dd>${synced}</dd><dt>Source id</dt><dd>${source.id}</dd></dl></li>`;
}

function findForm(library: Library, selection: Selection): Html {
  const option = (value: string | number, words: string, chosen: boolean) =>
    html`<option value="${value}"${chosen ? html` selected` : undefined}>${words}</option>`;
  const { who, sourceId } = selection;
  const sources = library.sources().map((each) => option(each.id, each.url, each.id === sourceId));
  return html`<form class="find" method="get" action="/" role="search">
<label class="grow">Search titles, addresses and text<input type="search" name="q" value="${selection.query}" autocomplete="off"></label>
<label>Who may be answered<select name="who">${[
    option("", "All pages", who === undefined),
    option("customers", "Customers", who === "customers"),
    option("teammates", "Teammates only", who === "teammates"),
    option("hidden", "Nobody (hidden)", who === "hidden"),
  ]}</select></label>
<label>Source<select name="source">${[option("", "All sources", sourceId === undefined), ...sources]}</select></label>
<button>Show</button></form>`;
}

function pageList(scene: Scene, selection: Selection, found: Found): Html {
  const narrowed = selection.query || selection.who || selection.sourceId !== undefined;
  const note = selection.query && !found.searchedText ? " (too many pages to search their text)" : "";
  const back = narrowed ? html` · <a href="/">show all</a>` : undefined;
  const line = html`<p class="count" role="status">${count(found.total, "page")}${narrowed ? " found" : ""}${note}${back}</p>`;
  if (found.total === 0) {
    const why = narrowed
      ? html`<p>No page matches. Try fewer words, or <a href="/">show all pages</a>.</p>`
      : html`<p>No page has been uploaded to these sources yet.</p>`;
    return html`${line}<div class="empty">${why}</div>`;
  }
  return html`${line}<ul class="rows pages">${found.pages.map((page) => pageLine(scene, page))}</ul>${turnLinks(selection, found)}`;
}

function pageLine(scene: Scene, page: StoredPage): Html {
  return html`<li><div><a class="title" href="/pages/${page.id}">${page.title}</a><span class="detail">${
    page.url ?? "no address: Fin cites nothing"
  }</span></div>
<span class="badge ${audienceStyle[audienceOf(page)]}">${availabilityWords(page)}</span>
<time datetime="${new Date(page.updatedAt * 1000).toISOString()}" title="${moment(page.updatedAt)}">${ago(page.updatedAt, scene.now)}</time></li>`;
}

function turnLinks(selection: Selection, { page, lastPage }: Found): Html {
  if (lastPage === 1) return html``;
  const link = (to: number, words: string, rel: string) =>
    to < 1 || to > lastPage
      ? html`<span></span>`
      : html`<a rel="${rel}" href="${addressOf(selection, { page: to })}">${words}</a>`;
  return html`<nav class="turn" aria-label="Pages of the list">${link(page - 1, "← Previous", "prev")}<span>${page} of ${lastPage}</span>${link(page + 1, "Next →", "next")}</nav>`;
}

function emptyLibrary(scene: Scene): Html {
  return html`<h1>Nothing here yet</h1><p class="lead">This workspace has no content. Point a configuration at it and run <code>fin-ingest nightly</code>; the pages then appear here as Fin would read them.</p>
<div class="empty"><h2>In your configuration</h2><pre tabindex="0">intercom:
  base_url: ${scene.baseUrl}
  token: \${INTERCOM_ACCESS_TOKEN}   # the one the emulator was started with</pre></div>`;
}
