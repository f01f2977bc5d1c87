import { type Html, html } from "../web/html.ts";
import { audienceStyle } from "../web/library/parts.ts";
import { count } from "../web/words.ts";
import { documentAddress, listAddress } from "./address.ts";
import type { Collection, Entry } from "./collection.ts";
import type { Listing, Summary } from "./listing.ts";
import type { Filter, Row, Rows } from "./walk.ts";

/** Every document of the collection: title, path, words, warnings, state. */
export function listPage(collection: Collection, listing: Listing, filter: Filter, rows: Rows): Html {
  return html`<h1>${collection.name}</h1>
<p class="lead">${lead(listing)}${collection.note === undefined ? undefined : html` ${collection.note}`}</p>
${gaps(listing)}
<form class="find" role="search" action="/"><label class="grow"><span class="visually-hidden">Filter by title, path or address</span>
<input type="search" name="q" value="${filter.text}" placeholder="Filter by title, path or address" aria-keyshortcuts="/" autocomplete="off" spellcheck="false"></label>
<label class="check"><input type="checkbox" name="warned" value="1"${filter.warned ? html` checked` : undefined}>With warnings only</label>
<button>Show</button></form>
<p class="count" role="status">${found(filter, rows)}${
    collection.local
      ? undefined
      : html` · <a href="${listAddress(filter, { again: true })}">List it again</a>`
  }</p>
${rows.rows.length === 0 ? nothing(rows) : html`<ol class="rows docs">${rows.rows.map((row) => line(row, filter))}</ol>`}
${turnLinks(filter, rows)}`;
}

function lead({ entries, more }: Listing): string {
  const sent = entries.filter(({ kind }) => kind === "document").length;
  const off = entries.length - sent;
  return `${count(sent, "document")}${off === 0 ? "" : `, ${off.toLocaleString("en")} more that ${off === 1 ? "is" : "are"} not sent`}.${
    more === 0 ? "" : ` Beyond these there are ${more.toLocaleString("en")} that are not listed.`
  }`;
}

const MAX_GAPS = 20;

function gaps({ gaps: all }: Listing): Html | undefined {
  if (all.length === 0) return undefined;
  const more = all.length - MAX_GAPS;
  return html`<div class="notice bad"><p>${all.length === 1 ? "One part" : `${all.length} parts`} could not be listed:</p><ul>${all
    .slice(0, MAX_GAPS)
    .map(({ part, reason }) => html`<li><code>${part}</code>: ${reason}</li>`)}</ul>${
    more > 0 ? html`<p>… and ${more} more.</p>` : undefined
  }</div>`;
}

function found({ text, warned }: Filter, { matching, rows, unfinished }: Rows): Html {
  const fitting =
    text === "" ? count(matching, "entry", "entries") : `${count(matching, "entry", "entries")} found`;
  const counted = warned ? `${rows.length} with warnings shown, of ${fitting}` : fitting;
  if (!unfinished) return html`${counted}`;
  return html`${counted} · Reading them takes a while; <a href="">load this list again</a> to see the rest`;
}

function line({ entry, summary }: Row, filter: Filter): Html {
  const title = (summary?.kind === "read" ? summary.title : undefined) ?? entry.title ?? entry.key;
  const reason = reasonOf(entry, summary);
  const read = summary?.kind === "read" ? summary : undefined;
  return html`<li><div><a class="title" href="${documentAddress(entry.key, { filter })}">${title}</a>
<span class="detail">${entry.key}${reason === undefined ? undefined : html` — ${reason}`}</span></div>
<span class="number">${read && count(read.words, "word")}</span>
<span class="number${read && read.warnings > 0 ? " some" : ""}">${
    read && read.warnings > 0 ? count(read.warnings, "warning") : undefined
  }</span>${badge(entry, summary)}</li>`;
}

/** Why a document is not sent, or could not be read. */
function reasonOf(entry: Entry, summary: Summary | undefined): string | undefined {
  if (entry.kind !== "document") return entry.reason;
  return summary?.kind === "failed" ? summary.failure.message : undefined;
}

function nothing({ unfinished }: Rows): Html {
  return html`<div class="empty"><p>${unfinished ? "None so far." : "Nothing fits."}</p><p><a href="/">Show everything</a></p></div>`;
}

function turnLinks(filter: Filter, { previous, next }: Rows): Html | undefined {
  if (previous === undefined && next === undefined) return undefined;
  const before = filter.warned ? "← From the start" : "← Previous";
  return html`<nav class="turn" aria-label="More documents"><span>${
    previous === undefined
      ? undefined
      : html`<a rel="prev" href="${listAddress(filter, { from: previous })}">${before}</a>`
  }</span><span>${
    next === undefined
      ? undefined
      : html`<a rel="next" href="${listAddress(filter, { from: next })}">Next →</a>`
  }</span></nav>`;
}

/** Why there is no page, in a word; else for whom it is. Absent: it becomes a page, and no source says for whom. */
export function badge(entry: Entry, summary: Summary | undefined): Html | undefined {
  const state = stateOf(entry, summary);
  if (state === undefined) return undefined;
  const [style, word] = state;
  return html`<span class="badge ${style}">${word}</span>`;
}

function stateOf(
  entry: Entry,
  summary: Summary | undefined,
): readonly [style: string, word: string] | undefined {
  if (entry.kind !== "document") return [entry.state === "unreadable" ? "bad" : "off", entry.state];
  if (summary === undefined) return ["off", "not read yet"];
  if (summary.kind === "failed") return ["bad", "failed"];
  return entry.visibleTo && [audienceStyle[entry.visibleTo], entry.visibleTo];
}
