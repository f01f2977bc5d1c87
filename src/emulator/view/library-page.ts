import { type Html, html } from "../../web/html.ts";
import {
  type Audience,
  audienceTiles,
  findForm,
  type PageLine,
  pageRows,
  turnLinks,
} from "../../web/library/parts.ts";
import { ago, count } from "../../web/words.ts";
import type { Library } from "../library.ts";
import type { StoredPage, StoredSource } from "../model.ts";
import {
  addressOf,
  audienceOf,
  availabilityWords,
  type Found,
  findPages,
  intercomAudiences,
  type Selection,
} from "./selection.ts";

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
${formOf(library, selection)}${pageList(scene, selection, found)}</section>`;
}

function tiles(library: Library, selection: Selection): Html {
  const numbers: Record<Audience, number> = { customers: 0, teammates: 0, hidden: 0 };
  for (const page of library.pages()) numbers[audienceOf(page)]++;
  return audienceTiles(numbers, selection.who, (who) => addressOf(selection, { who }));
}

function sourceCard(scene: Scene, source: StoredSource, selection: Selection): Html {
  const synced = source.status === "active" ? ago(source.lastSyncedAt, scene.now) : "deactivated";
  return html`<li><h3><a href="${addressOf(selection, { sourceId: source.id })}">${source.url}</a></h3>
<dl class="facts"><dt>Pages</dt><dd>${scene.library.countPages(source.id).toLocaleString("en")}</dd>
<dt>Audience</dt><dd>${intercomAudiences(source.audienceIds, scene.audiences)}</dd>
<dt>Last upload</dt><dd>${synced}</dd><dt>Source id</dt><dd>${source.id}</dd></dl></li>`;
}

function formOf(library: Library, { query, who, sourceId }: Selection): Html {
  const source = sourceId === undefined ? undefined : String(sourceId);
  const sources = library.sources().map(({ id, url }) => [String(id), url] as const);
  return findForm("/", { query, who, source }, sources, "Search titles, addresses and text");
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
  const turn = turnLinks(found.page, found.lastPage, (page) => addressOf(selection, { page }));
  return html`${line}${pageRows(found.pages.map(lineOf), scene.now)}${turn}`;
}

const lineOf = (page: StoredPage): PageLine => ({
  address: `/pages/${page.id}`,
  title: page.title,
  detail: page.url ?? "no address: Fin cites nothing",
  audience: audienceOf(page),
  words: availabilityWords(page),
  changed: page.updatedAt,
});

function emptyLibrary(scene: Scene): Html {
  return html`<h1>Nothing here yet</h1><p class="lead">This workspace has no content. Point a configuration at it and run <code>fin-ingest nightly</code>; the pages then appear here as Fin would read them.</p>
<div class="empty"><h2>In your configuration</h2><pre tabindex="0">intercom:
  base_url: ${scene.baseUrl}
  token: \${INTERCOM_ACCESS_TOKEN}   # the one the emulator was started with</pre></div>`;
}
