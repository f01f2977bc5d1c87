import { createHash } from "node:crypto";
import { toFailure } from "../errors.ts";
import { secretHold } from "../secrets/gate.ts";
import { type Html, html } from "../view/html.ts";
import { type Asked, askedOf, documentAddress } from "./address.ts";
import { documentPage, type Scene } from "./document-page.ts";
import { type Answer, appPage, commonHeaders, readingPage } from "./layout.ts";
import { leftOut } from "./left-out.ts";
import { listPage } from "./list-page.ts";
import type { Found, Reading, Shelf } from "./shelf.ts";
import { isComparable, sourceText } from "./source-view.ts";
import { neighbour, rowsFrom } from "./walk.ts";

/** Documents on one list, and milliseconds that a list, or finding a neighbour, may spend on reading. */
const rowsPerList = 50;
const listBudgetMs = 2_500;
const neighbourBudgetMs = 1_000;

/** Answers one address of the preview. Never throws: what fails is shown. */
export async function answer(shelf: Shelf, url: URL): Promise<Answer> {
  const asked = askedOf(url.searchParams);
  try {
    switch (url.pathname) {
      case "/":
        return await list(shelf, asked);
      case "/document":
        return await document(shelf, asked);
      case "/content":
        return await content(shelf, asked);
      case "/version":
        return await version(shelf, asked);
      default:
        return notFound(shelf);
    }
  } catch (error) {
    const { message, hint } = toFailure(error);
    const body = html`<h1>This did not work</h1><div class="notice bad" role="alert"><p>${message}</p>${
      hint === undefined ? undefined : html`<p>${hint}</p>`
    }</div><p><a href="/?again=1">Try again</a></p>`;
    return page(shelf, 500, "This did not work", body);
  }
}

const page = (shelf: Shelf, status: number, title: string, body: Html, watch?: string): Answer =>
  appPage(status, { title, place: shelf.collection.name, ...(watch === undefined ? {} : { watch }) }, body);

function notFound(shelf: Shelf): Answer {
  const body = html`<h1>There is no such document</h1><p class="lead">It is not in ${shelf.collection.name}, or not any more. <a class="to-list" href="/">See all documents</a>.</p>`;
  return page(shelf, 404, "No such document", body);
}

async function list(shelf: Shelf, { filter, from, again }: Asked): Promise<Answer> {
  const listing = await shelf.listing({ again });
  const limits = { most: rowsPerList, budgetMs: listBudgetMs };
  const rows = await rowsFrom(shelf, listing.entries, from, filter, limits);
  return page(shelf, 200, "All documents", listPage(shelf.collection, listing, filter, rows));
}

async function document(shelf: Shelf, asked: Asked): Promise<Answer> {
  const found = await shelf.find(asked.key);
  if (!found) return notFound(shelf);
  const { entry, entries, index } = found;
  const reading = entry.kind === "document" ? await shelf.read(entry) : undefined;
  const beside = (step: 1 | -1) => neighbour(shelf, entries, index, step, asked.filter, neighbourBudgetMs);
  const [previous, next] = await Promise.all([beside(-1), beside(1)]);
  const scene: Scene = {
    entry,
    asked,
    index,
    total: entries.length,
    pages: [],
    ...(previous ? { previous } : {}),
    ...(next ? { next } : {}),
    ...(reading ? await read(shelf, reading, found, asked) : {}),
  };
  const title = scene.pages[asked.part]?.title ?? entry.title ?? entry.key;
  const watch =
    shelf.collection.local && entry.kind === "document"
      ? documentAddress(entry.key, {}, "/version")
      : undefined;
  return page(shelf, 200, title, documentPage(scene), watch);
}

/** What a reading adds to the scene. */
async function read(shelf: Shelf, reading: Reading, { entry }: Found, asked: Asked): Promise<Partial<Scene>> {
  const { document: body } = reading;
  const text = body && sourceText(body);
  const source = { ...(body ? { document: body } : {}), ...(text === undefined ? {} : { text }) };
  if (reading.kind === "failed") return { ...source, failure: reading.failure };
  const { document: loaded, pages } = reading;
  const shown = pages[asked.part] ?? pages[0];
  const missing =
    text === undefined || !isComparable(text) ? undefined : leftOut(text, loaded.mediaType, pages);
  const { allowed = [], own = [] } = shelf.collection.secrets ?? {};
  const sent = pages.map((one) => ({ ...one, externalId: entry.key }));
  const hold = await secretHold({ allowedSecrets: allowed }, loaded, sent, { own });
  const markdown = asked.look === "markdown" ? await shown?.markdown() : undefined;
  return {
    ...source,
    pages,
    ...(missing ? { leftOut: missing } : {}),
    ...(hold ? { hold } : {}),
    ...(markdown === undefined ? {} : { markdown }),
  };
}

/** The page alone, for the frame. */
async function content(shelf: Shelf, asked: Asked): Promise<Answer> {
  const found = await shelf.find(asked.key, true);
  const reading = found?.entry.kind === "document" ? await shelf.read(found.entry) : undefined;
  const shown = reading?.kind === "read" ? (reading.pages[asked.part] ?? reading.pages[0]) : undefined;
  return shown ? readingPage(shown.title, shown.html) : notFound(shelf);
}

/** A hash of all that the page is made of, read anew: for a local document that is a matter of milliseconds. */
async function version(shelf: Shelf, asked: Asked): Promise<Answer> {
  const found = shelf.collection.local ? await shelf.find(asked.key, true) : undefined;
  if (found?.entry.kind !== "document") return notFound(shelf);
  const { body, ...rest } = await shelf.load(found.entry);
  const hash = createHash("sha256").update(body).update(JSON.stringify(rest)).digest("hex");
  const headers = { ...commonHeaders, "Content-Type": "text/plain; charset=utf-8" };
  return { status: 200, markup: hash, headers };
}
