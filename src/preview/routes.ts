import { createHash } from "node:crypto";
import { toFailure } from "../errors.ts";
import { loadDroppedWords } from "../normalize/index.ts";
import { secretHold } from "../secrets/gate.ts";
import { Html, html } from "../web/html.ts";
import { type Answer, plainHeaders } from "../web/page.ts";
import { documentAddress, LIST_VERSION, type PreviewRequest, requestOf } from "./address.ts";
import { documentPage, type Scene } from "./document-page.ts";
import { layout } from "./layout.ts";
import { listPage } from "./list-page.ts";
import type { Found, PreviewListing, Reading } from "./listing.ts";
import { isComparable, sourceText } from "./source-view.ts";
import { neighbour, rowsFrom } from "./walk.ts";

/** Documents on one list, and milliseconds for which a list, or the search for a neighbour, may read documents. */
const ROWS_PER_LIST = 50;
const MAX_LIST_MS = 2_500;
const MAX_NEIGHBOUR_MS = 1_000;

/** Answers one address of the preview. Never throws: a failure becomes a page that says what happened. */
export async function answer(listing: PreviewListing, url: URL): Promise<Answer> {
  const request = requestOf(url.searchParams);
  try {
    switch (url.pathname) {
      case "/":
        return await list(listing, request);
      case "/document":
        return await document(listing, request);
      case "/content":
        return await content(listing, request);
      case "/version":
        return await version(listing, request);
      case LIST_VERSION:
        return await listVersion(listing);
      default:
        return notFound(listing);
    }
  } catch (error) {
    const { message, hint } = toFailure(error);
    const body = html`<h1>This did not work</h1><div class="notice bad" role="alert"><p>${message}</p>${
      hint === undefined ? undefined : html`<p>${hint}</p>`
    }</div><p><a href="/?again=1">Try again</a></p>`;
    return page(listing, 500, "This did not work", body);
  }
}

const page = (listing: PreviewListing, status: number, title: string, body: Html, watch?: string): Answer =>
  layout.app(status, { title, place: listing.collection.name, watch }, body);

function notFound(listing: PreviewListing): Answer {
  const body = html`<h1>There is no such document</h1><p class="lead">It is not in ${listing.collection.name}, or not any more. <a class="to-list" href="/">See all documents</a>.</p>`;
  return page(listing, 404, "No such document", body);
}

async function list(listing: PreviewListing, { filter, from, again }: PreviewRequest): Promise<Answer> {
  const listed = await listing.listing({ again });
  const limits = { maxRows: ROWS_PER_LIST, budgetMs: MAX_LIST_MS };
  const rows = await rowsFrom(listing, listed.entries, from, filter, limits);
  const watch = listing.collection.local ? LIST_VERSION : undefined;
  return page(listing, 200, "All documents", listPage(listing.collection, listed, filter, rows), watch);
}

async function document(listing: PreviewListing, request: PreviewRequest): Promise<Answer> {
  const found = await listing.find(request.key);
  if (!found) return notFound(listing);
  const { entry, entries, index } = found;
  const reading = entry.kind === "document" ? await listing.read(entry) : undefined;
  const beside = (step: 1 | -1) => neighbour(listing, entries, index, step, request.filter, MAX_NEIGHBOUR_MS);
  const [previous, next] = await Promise.all([beside(-1), beside(1)]);
  const scene: Scene = {
    entry,
    request,
    index,
    total: entries.length,
    pages: [],
    previous,
    next,
    ...(reading ? await read(listing, reading, found, request) : {}),
  };
  const title = scene.pages[request.part]?.title ?? entry.title ?? entry.key;
  const watch =
    listing.collection.local && entry.kind === "document"
      ? documentAddress(entry.key, {}, "/version")
      : undefined;
  return page(listing, 200, title, documentPage(scene), watch);
}

/** What the page of a document says once the document was read. */
async function read(
  listing: PreviewListing,
  reading: Reading,
  { entry }: Found,
  request: PreviewRequest,
): Promise<Partial<Scene>> {
  const { document: body } = reading;
  const text = body && sourceText(body);
  const source = { document: body, text };
  if (reading.kind === "failed") return { ...source, failure: reading.failure };
  const { document: loaded, pages } = reading;
  const page = pages[request.part] ?? pages[0];
  const { droppedWords } = await loadDroppedWords();
  const dropped =
    text === undefined || !isComparable(text) ? undefined : droppedWords(text, loaded.mediaType, pages);
  const { allowed = [], own = [] } = listing.collection.secrets ?? {};
  const sent = pages.map((one) => ({ ...one, externalId: entry.key }));
  const hold = await secretHold({ allowedSecrets: allowed }, loaded, sent, { own });
  const markdown = request.view === "markdown" ? await page?.markdown() : undefined;
  return { ...source, pages, dropped, hold, markdown };
}

/** The page alone, for the frame. */
async function content(listing: PreviewListing, request: PreviewRequest): Promise<Answer> {
  const found = await listing.find(request.key, true);
  const reading = found?.entry.kind === "document" ? await listing.read(found.entry) : undefined;
  const one = reading?.kind === "read" ? (reading.pages[request.part] ?? reading.pages[0]) : undefined;
  if (!one) return notFound(listing);
  // Unescaped on purpose: the policy lets nothing run or load, and the sandbox gives the frame an origin of its own.
  return layout.reading(one.title, "en", html`<h1>${one.title}</h1>${new Html(one.html)}`);
}

/** A hash of all that the page is made from. The document is read again: a local one takes milliseconds. */
async function version(listing: PreviewListing, request: PreviewRequest): Promise<Answer> {
  const found = listing.collection.local ? await listing.find(request.key, true) : undefined;
  if (found?.entry.kind !== "document") return notFound(listing);
  const { body, ...rest } = await listing.load(found.entry);
  return hashOf(body, JSON.stringify(rest));
}

/** A hash of what the list is made from: a file that came, went or changed makes it another one. */
async function listVersion(listing: PreviewListing): Promise<Answer> {
  if (!listing.collection.local) return notFound(listing);
  const { entries, gaps } = await listing.listing();
  return hashOf(JSON.stringify([entries, gaps]));
}

function hashOf(...parts: readonly (string | Uint8Array)[]): Answer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return { status: 200, markup: hash.digest("hex"), headers: plainHeaders };
}
