import { createHash } from "node:crypto";
import { Html, html } from "./html.ts";
import { type Accent, appStyle, readingStyle } from "./style.ts";

/** An answer to a browser. */
export interface Answer {
  readonly status: number;
  readonly markup: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What tells one tool's pages from another's. */
export interface Tool {
  /** Stands behind every title: `fin-ingest emulator`. */
  readonly name: string;
  /** Stands in the header and leads to the first page. */
  readonly brand: string;
  /** The first page's address; absent: `/`. */
  readonly home?: string;
  /** The logo: lines on a square of 32 by 32 in this colour, as SVG. */
  readonly logo: { readonly colour: string; readonly lines: string };
  readonly accent: Accent;
  /** CSS that only this tool needs. */
  readonly style: string;
  /** The one script that may run; absent: none may. */
  readonly script?: string;
  readonly footer: Html;
}

export interface Layout {
  /**
   * A page of the tool itself. Only its own script runs, and nothing comes from outside.
   *
   * @param place what the header says on the right: where this is, or of what
   * @param watch address whose answer changes when the page should be loaded again; for the script
   */
  app(
    status: number,
    heading: { readonly title: string; readonly place: Html | string; readonly watch?: string | undefined },
    body: Html,
  ): Answer;
  /** The same as the text of a file that stands for itself; its policy is in the file. */
  file(heading: { readonly title: string; readonly place: Html | string }, body: Html): string;
  /** The HTML of one External Page alone, for the sandboxed frame. It comes from outside and may hold anything. */
  reading(title: string, language: string, body: Html): Answer;
}

/** Headers of every answer: no other site may embed, read or keep it. */
export const commonHeaders: Readonly<Record<string, string>> = {
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-store",
};

/** Of an answer that is a sentence or a number. */
export const plainHeaders = { ...commonHeaders, "Content-Type": "text/plain; charset=utf-8" };

/** The frame around a tool's pages, with the policies (https://www.w3.org/TR/CSP3/) that they are sent under. */
export function createLayout(tool: Tool): Layout {
  const { name, brand, home = "/", footer, script } = tool;
  const logo = new Html(logoSvg(tool, ' aria-hidden="true"'));
  const icon = `data:image/svg+xml,${encodeURIComponent(logoSvg(tool, ' xmlns="http://www.w3.org/2000/svg"'))}`;
  const own = appStyle(tool.accent, tool.style);
  const frame = readingStyle(tool.accent);
  const ownHeaders = headers(appPolicy(own, script));
  const frameHeaders = headers(readingPolicy(frame));
  const scriptTag = script === undefined ? undefined : html`\n<script>${new Html(script)}</script>`;
  return {
    app(status, { title, place, watch }, body) {
      const markup = shell({
        title: `${title} · ${name}`,
        language: "en",
        icon,
        style: own,
        attributes: watch === undefined ? undefined : html` data-watch="${watch}"`,
        body: html`<a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="wrap"><a class="brand" href="${home}">${logo}<span>${brand}</span></a><span class="place">${place}</span></div></header>
<div class="wrap"><main id="main" tabindex="-1">${body}</main>
<footer>${footer}</footer></div>${scriptTag}`,
      });
      return { status, markup, headers: ownHeaders };
    },
    file({ title, place }, body) {
      const policy = filePolicy(own, script);
      return shell({
        title: `${title} · ${name}`,
        language: "en",
        icon,
        style: own,
        base: html`\n<meta http-equiv="Content-Security-Policy" content="${policy}">`,
        body: html`<a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="wrap"><span class="brand">${logo}<span>${brand}</span></span><span class="place">${place}</span></div></header>
<div class="wrap"><main id="main" tabindex="-1">${body}</main>
<footer>${footer}</footer></div>${scriptTag}`,
      });
    },
    reading(title, language, body) {
      const markup = shell({
        title,
        language,
        icon,
        style: frame,
        base: html`<base target="_blank">`,
        body: html`<main>${body}</main>`,
      });
      return { status: 200, markup, headers: frameHeaders };
    },
  };
}

function logoSvg({ logo: { colour, lines } }: Tool, attributes: string): string {
  return `<svg${attributes} viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${colour}"/><path d="${lines}" fill="none" stroke="#fff" stroke-width="2.75" stroke-linecap="round"/></svg>`;
}

interface Shell {
  readonly title: string;
  readonly language: string;
  readonly icon: string;
  readonly style: string;
  readonly base?: Html;
  readonly attributes?: Html | undefined;
  readonly body: Html;
}

function shell({ title, language, icon, style, base, attributes, body }: Shell): string {
  const { text } = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${base}
<link rel="icon" href="${icon}"><style>${new Html(style)}</style></head>
<body${attributes}>${body}</body></html>
`;
  return text;
}

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const appPolicy = (style: string, script: string | undefined): string =>
  [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`, "connect-src 'self'"]),
    "img-src data:",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** `frame-ancestors` counts only as a header: https://www.w3.org/TR/CSP3/#meta-element */
const filePolicy = (style: string, script: string | undefined): string =>
  [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    "img-src data:",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");

const readingPolicy = (style: string): string =>
  [
    "sandbox allow-popups allow-popups-to-escape-sandbox",
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
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
