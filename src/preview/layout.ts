import { createHash } from "node:crypto";
import { Html, html } from "../web/html.ts";
import { script } from "./script.ts";
import { appStyle, readingStyle } from "./style.ts";

/** An answer of the preview: markup and the headers it is sent under. */
export interface Answer {
  readonly status: number;
  readonly markup: string;
  readonly headers: Readonly<Record<string, string>>;
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230f6b5c'/%3E%3Cpath d='M8 9h7v14H8zM19 9h5M19 14h5M19 19h5' stroke='%23fff' stroke-width='2.5' fill='none' stroke-linecap='round'/%3E%3C/svg%3E";

const logo = new Html(
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0f6b5c"/><path d="M8 9h7v14H8zM19 9h5M19 14h5M19 19h5" stroke="#fff" stroke-width="2.5" fill="none" stroke-linecap="round"/></svg>',
);

/**
 * A page of the preview itself. Only its own small script runs, and nothing comes from outside.
 * @param watch address that answers with the document's version, for reloading when it changed
 */
export function appPage(
  status: number,
  { title, place, watch }: { title: string; place: string; watch?: string },
  body: Html,
): Answer {
  const content = html`<a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="wrap"><a class="brand" href="/">${logo}<span>What Fin would read</span></a><span class="place">${place}</span></div></header>
<div class="wrap"><main id="main" tabindex="-1">${body}</main>
<footer><p>Keys: <kbd>j</kbd> <kbd>k</kbd> or <kbd>→</kbd> <kbd>←</kbd> next and previous, <kbd>/</kbd> filter, <kbd>1</kbd>–<kbd>4</kbd> ways to look, <kbd>u</kbd> all documents.</p>
<p>A preview on this machine. Nothing here reaches Intercom.</p></footer></div>
<script>${new Html(script)}</script>`;
  const attributes = watch === undefined ? undefined : html` data-watch="${watch}"`;
  const markup = shell(html`${title} · fin-ingest preview`, appStyle, content, attributes);
  return { status, markup, headers: headers(appPolicy) };
}

/** The html of one page alone, for the sandboxed frame. It comes from outside and may hold anything. */
export function readingPage(title: string, markup: string): Answer {
  // Raw on purpose: the policy lets nothing run or load, and the sandbox gives it an origin of its own.
  const body = html`<main><h1>${title}</h1>${new Html(markup)}</main>`;
  return {
    status: 200,
    markup: shell(html`${title}`, readingStyle, body, undefined, html`<base target="_blank">`),
    headers: headers(readingPolicy),
  };
}

function shell(title: Html, style: string, body: Html, attributes?: Html, base?: Html): string {
  const { text } = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${base}
<link rel="icon" href="${icon}"><style>${new Html(style)}</style></head>
<body${attributes}>${body}</body></html>
`;
  return text;
}

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const appPolicy = [
  "default-src 'none'",
  `style-src ${hashOf(appStyle)}`,
  `script-src ${hashOf(script)}`,
  "connect-src 'self'",
  "img-src data:",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const readingPolicy = [
  "sandbox allow-popups allow-popups-to-escape-sandbox",
  "default-src 'none'",
  `style-src ${hashOf(readingStyle)}`,
  "img-src data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join("; ");

const headers = (policy: string): Record<string, string> => ({
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": policy,
  ...commonHeaders,
});

/** Under which everything is sent: no other site may embed, read or keep it. */
export const commonHeaders: Readonly<Record<string, string>> = {
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-store",
};
