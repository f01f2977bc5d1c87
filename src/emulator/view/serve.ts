import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../clock.ts";
import { Html, html } from "../../web/html.ts";
import { libraryStyle } from "../../web/library/style.ts";
import { type Answer, createLayout } from "../../web/page.ts";
import type { Library } from "../library.ts";
import { libraryPage, type Scene } from "./library-page.ts";
import { onePage, type View } from "./one-page.ts";
import { selectionOf } from "./selection.ts";

/** The frame of the emulator's pages, which run no script at all. */
const layout = createLayout({
  name: "fin-ingest emulator",
  brand: "Fin content library",
  logo: { colour: "#1f5fd6", lines: "M9 10h14M9 16h14M9 22h8" },
  accent: { accent: ["#1f5fd6", "#8ab4ff"], ink: ["#fff", "#10203d"] },
  style: libraryStyle,
  footer: html`<p>An emulated workspace on this machine. Nothing here reaches Intercom.</p>`,
});

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
  const { status, markup, headers } = await answer(context, scene, url);
  response.writeHead(status, headers).end(markup);
}

async function answer(context: ViewContext, scene: Scene, url: URL): Promise<Answer> {
  const place = html`emulator at <code>${url.host}</code>`;
  if (url.pathname === "/") {
    const body = libraryPage(scene, selectionOf(url.searchParams));
    return layout.app(200, { title: "Content library", place }, body);
  }
  const [, id = "", content] = /^\/pages\/(\d+)(\/content)?$/.exec(url.pathname) ?? [];
  const page = context.library.page(id);
  if (!page) {
    const body = html`<h1>No such page</h1><p class="lead">It was never there, or it has been deleted. <a href="/">See all pages</a>.</p>`;
    return layout.app(404, { title: "No such page", place }, body);
  }
  // Unescaped on purpose: the policy lets nothing run or load, and the sandbox gives the frame an origin of its own.
  if (content) return layout.reading(page.title, page.locale, new Html(page.html));
  const view = viewOf(url.searchParams.get("as"), context);
  const markdown = view === "markdown" ? await context.toMarkdown?.(page.html) : undefined;
  const body = onePage(scene, page, view, { offersMarkdown: context.toMarkdown !== undefined, markdown });
  return layout.app(200, { title: page.title, place }, body);
}

function viewOf(asked: string | null, { toMarkdown }: ViewContext): View {
  if (asked === "html") return "html";
  return asked === "markdown" && toMarkdown ? "markdown" : "read";
}
