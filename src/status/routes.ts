import type { Config } from "../config/types.ts";
import { claimForEnvironment } from "../ledger/environment.ts";
import type { Ledger, PageRow } from "../ledger/ledger.ts";
import type { Holder } from "../ledger/lock.ts";
import type { LedgerStore } from "../ledger/stores/store.ts";
import { loadPipeline } from "../normalize/index.ts";
import { reportBody } from "../report/html/report-page.ts";
import { MAX_REPORTS } from "../runs/run-files.ts";
import { keptReports, readReport } from "../runs/store.ts";
import { textDiffsOf } from "../runs/text-diffs.ts";
import { type Html, html } from "../web/html.ts";
import type { Answer, Layout } from "../web/page.ts";
import { readHealth } from "./health.ts";
import { findPages, selectionOf } from "./library.ts";
import {
  foreign,
  healthPage,
  onePage,
  overview,
  type PageText,
  pageList,
  runList,
  type Scene,
  views,
} from "./pages.ts";
import { readStatus, runStatus } from "./read.ts";

export interface StatusContext {
  readonly config: Config;
  readonly layout: Layout;
  /** Read anew for each answer: a run may be writing it. */
  readonly store: Pick<LedgerStore, "read" | "holder" | "place">;
  /** The text of a page as Fin has it. */
  readonly textOf: (row: PageRow) => Promise<PageText>;
}

/** Answers what is asked below the token. @param path begins with `/` */
export async function answer(
  context: StatusContext,
  scene: Scene,
  path: string,
  query: URLSearchParams,
): Promise<Answer> {
  const { config, store } = context;
  const running = await store.holder();
  const ledger = await store.read(showsTexts.test(path) ? ["reports", "undo"] : ["reports"]);
  try {
    claimForEnvironment(ledger, config, { place: store.place, records: false });
    return await answerFrom({ ledger, running }, context, scene, path, query);
  } finally {
    ledger.close();
  }
}

/** Pages with texts that are kept for `undo`. */
const showsTexts = /^\/(?:runs|pages)\/./;

async function answerFrom(
  { ledger, running }: { readonly ledger: Ledger; readonly running: Holder | undefined },
  context: StatusContext,
  scene: Scene,
  path: string,
  query: URLSearchParams,
): Promise<Answer> {
  const { config, layout } = context;
  const place = html`<code>${config.environment ?? config.file}</code>`;
  const page = (title: string, body: Html, status = 200) => layout.app(status, { title, place }, body);
  const names = ledger.sources().map(({ name }) => name);
  if (path === "/") {
    const found = findPages(ledger, names, { query: "", page: 1 });
    return page(
      "Overview",
      html`${views(scene, "overview")}${overview(scene, readStatus(ledger, config, config.sources, true, running), found)}`,
    );
  }
  if (path === "/pages") {
    const selection = selectionOf(query);
    const found = findPages(ledger, names, selection);
    const { hidden } = readStatus(ledger, config, config.sources, true, running);
    return page("Pages", html`${views(scene, "pages")}${pageList(scene, names, selection, found, hidden)}`);
  }
  if (path === "/health") {
    const allowed = config.sources.filter(({ indexing }) => indexing !== "off").map(({ name }) => name);
    const health = readHealth(ledger, { stateDir: config.stateDir, sources: allowed });
    return page("Health", html`${views(scene, "health")}${healthPage(health)}`);
  }
  if (path === "/runs") {
    const kept = new Set(keptReports(config.stateDir).map(({ id }) => id));
    const runs = ledger.runs(MAX_REPORTS).map((run) => ({ ...runStatus(run), hasReport: kept.has(run.id) }));
    return page("Runs", html`${views(scene, "runs")}${runList(scene, runs)}`);
  }
  const runId = /^\/runs\/([0-9a-f-]{36})$/.exec(path)?.[1];
  const report = runId && keptReports(config.stateDir).find(({ id }) => id === runId);
  if (report) {
    const { toMarkdown } = await loadPipeline();
    const diffOf = textDiffsOf(config.stateDir, report.id, toMarkdown);
    return page("Run", html`${views(scene, undefined)}${reportBody(readReport(report), diffOf)}`);
  }
  const asked = pageAt(ledger, path);
  if (!asked) {
    const body = html`${views(scene, undefined)}<h1>No such page</h1><p class="lead">It was never there, or it is forgotten.</p>`;
    return page("No such page", body, 404);
  }
  const text = await context.textOf(asked.row);
  if (asked.isContent)
    return layout.reading(asked.row.title, asked.row.locale, foreign(text.kind === "none" ? "" : text.html));
  return page(asked.row.title, html`${views(scene, undefined)}${onePage(scene, asked, text, ledger)}`);
}

function pageAt(
  ledger: Ledger,
  path: string,
): { source: string; row: PageRow; isContent: boolean } | undefined {
  const [, source, externalId, content] = /^\/pages\/([^/]+)\/([^/]+)(\/content)?$/.exec(path) ?? [];
  const [name, id] = [decoded(source), decoded(externalId)];
  if (name === undefined || id === undefined) return undefined;
  const row = ledger.page(name, id);
  return row && { source: name, row, isContent: content !== undefined };
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
