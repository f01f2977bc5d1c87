import { createHash } from "node:crypto";
import { Html, html } from "../../web/html.ts";
import { appStyle, readingStyle } from "./style.ts";

export interface Document {
  readonly markup: string;
  readonly headers: Readonly<Record<string, string>>;
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%231f5fd6'/%3E%3Cpath d='M9 10h14M9 16h14M9 22h8' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E";

const logo = new Html(
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#1f5fd6"/><path d="M9 10h14M9 16h14M9 22h8" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>',
);

/** A page of the emulator itself: no scripts, no forms elsewhere, nothing from outside. */
export function appDocument(title: string, place: string, body: Html): Document {
  const { markup } = shell(
    html`${title} · fin-ingest emulator`,
    appStyle,
    html`<a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="wrap"><a class="brand" href="/">${logo}<span>Fin content library</span></a><span class="place">emulator at <code>${place}</code></span></div></header>
<div class="wrap"><main id="main">${body}</main>
<footer>An emulated workspace on this machine. Nothing here reaches Intercom.</footer></div>`,
    "en",
  );
  return { markup, headers: headers(appPolicy) };
}

/** The html of one External Page alone, for the sandboxed frame. It comes from outside and may hold anything. */
export function readingDocument(title: string, locale: string, markup: string): Document {
  // Raw on purpose: the policy lets nothing run or load, and the sandbox gives it an origin of its own.
  const body = html`<main>${new Html(markup)}</main>`;
  return { ...shell(html`${title}`, readingStyle, body, locale), headers: headers(readingPolicy) };
}

function shell(title: Html, style: string, body: Html, language: string): { markup: string } {
  const { text } = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><base target="${style === readingStyle ? "_blank" : "_self"}">
<link rel="icon" href="${icon}"><style>${new Html(style)}</style></head>
<body>${body}</body></html>
`;
  return { markup: text };
}

const hashOf = (style: string): string => `'sha256-${createHash("sha256").update(style).digest("base64")}'`;

const appPolicy = [
  "default-src 'none'",
  `style-src ${hashOf(appStyle)}`,
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
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join("; ");

const headers = (policy: string): Record<string, string> => ({
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": policy,
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
});
