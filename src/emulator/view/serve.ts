import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../clock.ts";
import { html } from "../../web/html.ts";
import type { Library } from "../library.ts";
import { appDocument, type Document, readingDocument } from "./layout.ts";
import { libraryPage, type Scene } from "./library-page.ts";
import { type Look, onePage } from "./one-page.ts";
import { selectionOf } from "./selection.ts";

export interface ViewContext {
  readonly library: Library;
  readonly clock: Clock;
  readonly audiences: ReadonlyMap<number, string> | undefined;
  readonly toMarkdown: ((html: string) => string | Promise<string>) | undefined;
}

/** `/`, `/pages/:id` and `/pages/:id/content`: the library for people. */
export async function serveView(
  context: ViewContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  request.resume();
  const scene: Scene = {
    library: context.library,
    audiences: context.audiences,
    now: Math.floor(context.clock.now() / 1000),
    baseUrl: url.origin,
  };
  const { status, document } = await view(context, scene, url);
  response.writeHead(status, document.headers).end(document.markup);
}

async function view(
  context: ViewContext,
  scene: Scene,
  url: URL,
): Promise<{ status: number; document: Document }> {
  if (url.pathname === "/") {
    const body = libraryPage(scene, selectionOf(url.searchParams));
    return { status: 200, document: appDocument("Content library", url.host, body) };
  }
  const [, id = "", content] = /^\/pages\/(\d+)(\/content)?$/.exec(url.pathname) ?? [];
  const page = context.library.page(id);
  if (!page) {
    const body = html`<h1>No such page</h1><p class="lead">It was never there, or it has been deleted. <a href="/">See all pages</a>.</p>`;
    return { status: 404, document: appDocument("No such page", url.host, body) };
  }
  if (content) return { status: 200, document: readingDocument(page.title, page.locale, page.html) };
  const look = lookOf(url.searchParams.get("as"), context);
  const markdown = look === "markdown" ? await context.toMarkdown?.(page.html) : undefined;
  const offersMarkdown = context.toMarkdown !== undefined;
  const body = onePage(scene, page, look, {
    offersMarkdown,
    ...(markdown === undefined ? {} : { markdown }),
  });
  return { status: 200, document: appDocument(page.title, url.host, body) };
}

function lookOf(asked: string | null, { toMarkdown }: ViewContext): Look {
  if (asked === "html") return "html";
  return asked === "markdown" && toMarkdown ? "markdown" : "read";
}
