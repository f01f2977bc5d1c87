import type { Ledger } from "../ledger/ledger.ts";
import { healthBlocks } from "../report/answers/run-health.ts";
import { hiddenSince } from "../report/hidden.ts";
import { notice, outcomeStyle } from "../report/html/report-page.ts";
import { minute } from "../report/numbers.ts";
import type { PastRun } from "../report/runs.ts";
import type { SourceStatus, Status } from "../report/status.ts";
import type { Hold } from "../sync/changes.ts";
import type { HiddenPage } from "../sync/explain/hidden.ts";
import { Html, html } from "../web/html.ts";
import {
  audienceStyle,
  audienceTiles,
  findForm,
  type PageLine,
  pageRows,
  turnLinks,
} from "../web/library/parts.ts";
import { audienceWords, count } from "../web/words.ts";
import type { StatusHealth } from "./health.ts";
import { addressOf, audienceOf, type Found, type LedgerPage, type Selection } from "./library.ts";

/** Where the pages are, and when they were asked for. */
export interface Scene {
  /** `/TOKEN`, no trailing slash. */
  readonly base: string;
  /** Epoch seconds. */
  readonly now: number;
}

type View = "overview" | "pages" | "health" | "runs";

/** The way between the views. */
export function views({ base }: Scene, current: View | undefined): Html {
  const link = (view: View, address: string, words: string) =>
    html`<li><a href="${base}${address}"${view === current ? html` aria-current="page"` : undefined}>${words}</a></li>`;
  return html`<nav aria-label="Views"><ul class="views">${[
    link("overview", "/", "Overview"),
    link("pages", "/pages", "Pages"),
    link("health", "/health", "Health"),
    link("runs", "/runs", "Runs"),
  ]}</ul></nav>`;
}

/** Numbers, what needs attention, sources. */
export function overview(scene: Scene, status: Status, found: Found): Html {
  const { base } = scene;
  const everything: Selection = { query: "", page: 1 };
  const { running, holds, orphans } = status;
  return html`<h1>What Fin knows</h1>
<p class="lead">As the ledger has it. ${running ? `A run is under way: ${running.pipeline}, since ${minute(running.since)} UTC.` : "No run is under way."}</p>
${audienceTiles(found.numbers, undefined, (who) => addressOf(`${base}/pages`, { ...everything, who }))}
${attention(holds, orphans)}
<section class="block" aria-labelledby="sources"><h2 id="sources">${count(status.sources.length, "source")}</h2>
<ul class="sources">${status.sources.map((source) => sourceCard(base, source))}</ul></section>`;
}

function attention(holds: Status["holds"], orphans: Status["orphans"]): Html {
  if (holds.length + orphans.length === 0) return html``;
  return html`<section class="block" aria-labelledby="attention"><h2 id="attention">Needs attention</h2>${holds.map(holdNotice)}${orphans.map(
    ({ name, live, hidden }) =>
      notice(
        "warn",
        `${name}: no configuration names it, and ${count(live, "page")} still answer${live === 1 ? "s" : ""}${hidden > 0 ? `, ${hidden} hidden` : ""}.`,
        `fin-ingest retire ${name}`,
      ),
  )}</section>`;
}

function holdNotice({ source, rule, message, resolve }: Hold & { readonly source: string }): Html {
  // The command stands alone, so that it can be selected with one click.
  const parts = resolve.split(/`(fin-ingest [^`]+)`/);
  const advice = parts.map((part, at) =>
    at % 2 === 1 ? html`<code class="copy">${part}</code>` : html`${part.trim()} `,
  );
  return html`<div class="notice warn"><p>${source}, held (${rule}): ${message}</p><p>${advice}</p></div>`;
}

function sourceCard(
  base: string,
  { name, url, live, hidden, lastComplete, foreign, sourceId }: SourceStatus,
): Html {
  const pages = addressOf(`${base}/pages`, { query: "", page: 1, source: name });
  return html`<li><h3><a href="${pages}">${name}</a></h3>
<dl class="facts"><dt>Address</dt><dd>${url}</dd><dt>Pages</dt><dd>${live.toLocaleString("en")}${hidden > 0 ? `, ${hidden.toLocaleString("en")} hidden` : ""}</dd>
<dt>Complete</dt><dd>${lastComplete === null ? "never listed to its end" : `listed ${minute(lastComplete)} UTC`}</dd>${
    foreign > 0 ? html`<dt>Foreign</dt><dd>${count(foreign, "page")} of somebody else</dd>` : undefined
  }<dt>Source id</dt><dd>${sourceId ?? "not in Intercom yet"}</dd></dl></li>`;
}

/** The list of pages. @param hidden every hidden page, for what is said of it */
export function pageList(
  scene: Scene,
  names: readonly string[],
  selection: Selection,
  found: Found,
  hidden: readonly HiddenPage[],
): Html {
  const list = `${scene.base}/pages`;
  const { query, who, source } = selection;
  const form = findForm(
    list,
    { query, who, source },
    names.map((name) => [name, name] as const),
    "Search titles, addresses and ids",
  );
  const lines = found.pages.map((page) => lineOf(scene, page, hidden));
  const narrowed = query !== "" || who !== undefined || source !== undefined;
  return html`<h1>Pages</h1>${form}<p class="count" role="status">${count(found.total, "page")}${narrowed ? " found" : ""}${
    narrowed ? html` · <a href="${list}">show all</a>` : undefined
  }</p>${lines.length > 0 ? pageRows(lines, scene.now) : html`<div class="empty"><p>No page matches.</p></div>`}${turnLinks(
    found.page,
    found.lastPage,
    (page) => addressOf(list, { ...selection, page }),
  )}`;
}

function lineOf({ base }: Scene, { source, row }: LedgerPage, hidden: readonly HiddenPage[]): PageLine {
  const { externalId, title, url, sentAt } = row;
  const audience = audienceOf(row);
  const why = hidden.find((page) => page.source === source && page.externalId === externalId);
  return {
    address: pageAddress(base, source, externalId),
    title,
    detail: why
      ? `${externalId} · ${why.why}; ${hiddenSince(why)}`
      : `${externalId} · ${url ?? "no address"}`,
    audience,
    words: audienceWords({ customers: audience === "customers", teammates: audience !== "hidden" }),
    changed: sentAt === undefined ? undefined : Math.floor(sentAt / 1000),
  };
}

const pageAddress = (base: string, source: string, externalId: string): string =>
  `${base}/pages/${encodeURIComponent(source)}/${encodeURIComponent(externalId)}`;

/** The text of a page, or why there is none. */
export type PageText =
  | { readonly kind: "kept" | "intercom"; readonly html: string }
  | { readonly kind: "none"; readonly why: string };

/** One page as Fin reads it, beside what the ledger says of it. */
export function onePage(
  { base }: Scene,
  { source, row }: LedgerPage,
  text: PageText,
  ledger: Pick<Ledger, "pageHistory">,
): Html {
  const audience = audienceOf(row);
  const { externalId, title, url } = row;
  const history = ledger.pageHistory(source, externalId);
  const fact = (name: string, value: string | Html) => html`<dt>${name}</dt><dd>${value}</dd>`;
  const time = (at: number | undefined) =>
    at === undefined ? "not known" : `${minute(new Date(at).toISOString())} UTC`;
  const facts = [
    fact("Source", html`<a href="${base}/pages?source=${encodeURIComponent(source)}">${source}</a>`),
    fact("External id", html`<code>${externalId}</code>`),
    fact("Intercom id", html`<code>${row.intercomId ?? "not known"}</code>`),
    fact("Language", row.locale),
    fact("Length", count(row.words, "word")),
    fact("Last sent", time(row.sentAt)),
    fact("First sent", time(row.firstSentAt)),
    ...(history.sentWhy ? [fact("Why it was sent", history.sentWhy.join(", "))] : []),
    ...(row.state === "hidden"
      ? [
          fact("Why it is hidden", history.hiddenWhy ?? "not recorded"),
          fact("Hidden since", time(row.hiddenAt)),
        ]
      : []),
  ];
  const frame =
    text.kind === "none"
      ? html`<div class="empty"><p>${text.why}</p></div>`
      : html`<div class="sheet"><iframe title="${title}" src="${pageAddress(base, source, externalId)}/content" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe></div>`;
  const cited =
    url === undefined
      ? html`<span>No address: Fin cites nothing</span>`
      : html`<span>Cited as <a href="${url}" rel="noreferrer">${url}</a></span>`;
  return html`<h1>${title}</h1><p class="under"><span class="badge ${audienceStyle[audience]}">${audienceWords(
    {
      customers: audience === "customers",
      teammates: audience !== "hidden",
    },
  )}</span>${cited}</p>
<div class="two"><div>${frame}</div><aside class="about"><h2>About this page</h2><dl class="facts">${facts}</dl>
<p>More with <code>fin-ingest explain</code>.</p></aside></div>`;
}

/** Past runs, each the way to its report. */
export function runList({ base }: Scene, runs: readonly PastRun[]): Html {
  if (runs.length === 0) return html`<h1>Runs</h1><div class="empty"><p>No run yet.</p></div>`;
  const line = ({ id, pipeline, startedAt, outcome, stopped, counts, hasReport }: PastRun) => {
    const name = hasReport
      ? html`<a class="title" href="${base}/runs/${id}">${pipeline}, ${minute(startedAt)} UTC</a>`
      : html`<span>${pipeline}, ${minute(startedAt)} UTC</span>`;
    const style = Object.entries(outcomeStyle).find(([known]) => known === outcome)?.[1] ?? "off";
    return html`<li><span class="badge ${style}">${stopped ?? outcome ?? "not ended"}</span><div>${name}<span class="detail">${counts ?? "nothing was done"}</span></div><code>${id.slice(0, 8)}</code></li>`;
  };
  return html`<h1>Runs</h1><ul class="rows runs">${runs.map(line)}</ul>`;
}

/** What hinders the pages from being answers. */
export function healthPage(health: StatusHealth): Html {
  return html`<h1>Content health</h1>
<p class="lead">What hinders pages from being good answers, and the documents to edit. Questions are tested with <code>fin-ingest status --health --questions FILE</code>.</p>
${healthBlocks(health)}`;
}

/** Markup that came from outside; only the sandboxed frame shows it. */
export const foreign = (markup: string): Html => new Html(markup);
