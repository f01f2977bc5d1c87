import { type Html, html } from "../html.ts";
import { ago, moment } from "../words.ts";

/** Who may be answered from a page, the widest audience first. */
export const audiences = ["customers", "teammates", "hidden"] as const;
export type Audience = (typeof audiences)[number];

/** The class of each audience's badge. */
export const audienceStyle: Readonly<Record<Audience, string>> = {
  customers: "good",
  teammates: "warn",
  hidden: "off",
};

/** One page in a list. */
export interface PageLine {
  readonly address: string;
  readonly title: string;
  readonly detail: string;
  readonly audience: Audience;
  /** The audience in words. */
  readonly words: string;
  /** When it changed, in epoch seconds; absent: not known. */
  readonly changed?: number | undefined;
}

/** Numbers of pages by audience, each the way to them. */
export function audienceTiles(
  numbers: Readonly<Record<Audience, number>>,
  current: Audience | undefined,
  addressOf: (who: Audience | undefined) => string,
): Html {
  const all = numbers.customers + numbers.teammates + numbers.hidden;
  const tile = (who: Audience | undefined, number: number, words: string) => {
    const mark = current === who ? html` aria-current="true"` : undefined;
    const dot = who ? html`<i class="dot ${audienceStyle[who]}"></i>` : undefined;
    return html`<li><a href="${addressOf(who)}"${mark}><b>${number.toLocaleString("en")}</b><span>${dot}${words}</span></a></li>`;
  };
  return html`<ul class="tiles" aria-label="Pages by who may be answered">${[
    tile(undefined, all, all === 1 ? "page in all" : "pages in all"),
    tile("customers", numbers.customers, "for customers"),
    tile("teammates", numbers.teammates, "for teammates only"),
    tile("hidden", numbers.hidden, "hidden from everyone"),
  ]}</ul>`;
}

/** Search, audience and source of a list. @param sources values and words of the choice */
export function findForm(
  action: string,
  chosen: { readonly query: string; readonly who: Audience | undefined; readonly source: string | undefined },
  sources: readonly (readonly [value: string, words: string])[],
  label: string,
): Html {
  const option = (value: string, words: string, isChosen: boolean) =>
    html`<option value="${value}"${isChosen ? html` selected` : undefined}>${words}</option>`;
  const { query, who, source } = chosen;
  return html`<form class="find" method="get" action="${action}" role="search">
<label class="grow">${label}<input type="search" name="q" value="${query}" autocomplete="off"></label>
<label>Who may be answered<select name="who">${[
    option("", "All pages", who === undefined),
    option("customers", "Customers", who === "customers"),
    option("teammates", "Teammates only", who === "teammates"),
    option("hidden", "Nobody (hidden)", who === "hidden"),
  ]}</select></label>
<label>Source<select name="source">${[
    option("", "All sources", source === undefined),
    ...sources.map(([value, words]) => option(value, words, value === source)),
  ]}</select></label>
<button>Show</button></form>`;
}

/** @param now epoch seconds */
export function pageRows(lines: readonly PageLine[], now: number): Html {
  return html`<ul class="rows pages">${lines.map((line) => pageRow(line, now))}</ul>`;
}

function pageRow({ address, title, detail, audience, words, changed }: PageLine, now: number): Html {
  const time =
    changed === undefined
      ? html`<span></span>`
      : html`<time datetime="${new Date(changed * 1000).toISOString()}" title="${moment(changed)}">${ago(changed, now)}</time>`;
  return html`<li><div><a class="title" href="${address}">${title}</a><span class="detail">${detail}</span></div>
<span class="badge ${audienceStyle[audience]}">${words}</span>
${time}</li>`;
}

/** The way to the neighbouring pages of a list; nothing where it has one. */
export function turnLinks(page: number, lastPage: number, addressOf: (page: number) => string): Html {
  if (lastPage === 1) return html``;
  const link = (to: number, words: string, rel: string) =>
    to < 1 || to > lastPage
      ? html`<span></span>`
      : html`<a rel="${rel}" href="${addressOf(to)}">${words}</a>`;
  return html`<nav class="turn" aria-label="Pages of the list">${link(page - 1, "← Previous", "prev")}<span>${page} of ${lastPage}</span>${link(page + 1, "Next →", "next")}</nav>`;
}
