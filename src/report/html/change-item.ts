import { requestNote } from "../../errors.ts";
import { parseUrl } from "../../http/url.ts";
import type { ReportedChange } from "../../sync/run-report.ts";
import { type Html, html } from "../../web/html.ts";
import { audienceText, widens } from "../audience.ts";
import { type ChangeLabel, signs } from "../change-line.ts";

/** A change with the words that every report has for it. */
export interface NamedChange extends ReportedChange {
  readonly label: ChangeLabel;
  readonly name: string;
  readonly why: readonly string[];
}

const badges: Readonly<Record<(typeof signs)[ChangeLabel]["tone"], string>> = {
  good: "good",
  new: "good",
  changed: "warn",
  gone: "off",
  alarm: "bad",
  quiet: "off",
  strong: "off",
};

/**
 * One line of a report's list: what was done to which page, who may be answered from it, and what was noticed.
 * @param text what changed in its text, where that is known
 */
export function changeItem({ label, name, why, ...change }: NamedChange, text?: Html): Html {
  const { externalId, url, audience, error, warnings = [] } = change;
  const title =
    url !== null && isWeb(url)
      ? html`<a class="title" href="${url}" rel="noreferrer">${name}</a>`
      : html`<span class="title">${name}</span>`;
  const reasons = why.length > 0 ? ` · ${why.join(", ")}` : "";
  const alarming = audience.before !== null && widens(audience) ? "bad" : "off";
  const failure = error ? [`${error.message}${requestNote(error)}`, error.hint ?? ""].filter(Boolean) : [];
  const noticed = [...failure, ...warnings.map(({ code, message }) => `${code}: ${message}`)];
  return html`<li data-kind="${label}"><span class="badge ${badges[signs[label].tone]}">${label}</span>
<div>${title}<span class="detail">${externalId}${reasons}</span>${
    noticed.length > 0 ? html`<ul>${noticed.map((line) => html`<li>${line}</li>`)}</ul>` : undefined
  }${text}</div><span class="${alarming}">${audienceText(audience)}</span></li>`;
}

const isWeb = (url: string): boolean => /^https?:$/.test(parseUrl(url)?.protocol ?? "");
