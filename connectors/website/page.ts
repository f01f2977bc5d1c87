import { createHash, type Hash } from "node:crypto";
import { type ChildNode, type Document, type Element, isTag, isText } from "domhandler";
import { oneLine, textOf } from "../../src/html/dom.ts";
import { $, parseHtml } from "../../src/html/parse.ts";
import { statedHtml } from "../../src/html/stated/stated-text.ts";
import { parseUrl } from "../../src/http/url.ts";
import { isActingLink, isViewOf, type LinkSigns } from "./acting.ts";
import { sketchOf } from "./near-duplicates.ts";
import { lastingAddress } from "./page-links.ts";

/** What a page's HTML states, as far as the listing needs it. */
export interface PageReading {
  readonly title: string;
  /** The first heading outside headers, footers and menus. */
  readonly heading: string;
  /** Words outside headers, footers and menus. */
  readonly words: number;
  /** Words of everything that is text. */
  readonly allWords: number;
  /** Stands for the words outside headers, footers and menus; see `similarity`. */
  readonly sketch: readonly number[];
  /** Changes with everything that can be part of Fin's page; not with scripts, tokens and ids. */
  readonly fingerprint: string;
  /** As written. */
  readonly canonical: string | undefined;
  /** As written; the base of relative addresses. */
  readonly base: string | undefined;
  /** Where the page redirects its reader within a few seconds, as written. */
  readonly refresh: string | undefined;
  /** `content` of the robots meta elements, in lower case. */
  readonly robots: readonly string[];
  /** Whether the page's content has a password field. */
  readonly asksPassword: boolean;
  /** Whether it asks for that and for nothing else, as a document with a password of its own does. */
  readonly asksOnlyPassword: boolean;
  /** As written, in the page's order, each once. */
  readonly links: readonly string[];
  /** As written: `<link rel=sitemap>`. */
  readonly sitemaps: readonly string[];
  /** Whether docsify draws the page. */
  readonly isDocsify: boolean;
  /** Whether a CSS selector matches. @throws for what is not a selector */
  has(selector: string): boolean;
  /** Whether the text contains words, ignoring case and line breaks. */
  says(words: string): boolean;
}

const IGNORED_ELEMENTS = new Set(
  "script template noscript meta link base input iframe object embed svg canvas".split(" "),
);
const BOILERPLATE_ELEMENTS = new Set("nav header footer aside dialog".split(" "));
/** Attributes that differ between answers, or mean nothing to a reader. */
const VOLATILE_ATTRIBUTE =
  /^(?:id|for|name|value|nonce|integrity|on\w+|aria-\w+|data-(?!language$|lang$).*|tabindex|http-equiv)$/;
const MAX_LINKS = 5_000;

/**
 * Parses a page as browsers do; nothing in it is run. Never throws.
 * @param url the page's own address: links that only show it in another way are left out
 */
export function readPage(html: string, url?: string): PageReading {
  const { tree } = parseHtml(html);
  const reader = new Reader(url === undefined ? undefined : new URL(url));
  for (const child of tree.children) reader.walk(child, { inBoilerplate: false, hidden: false });
  const stated = statedHtml(html, tree);
  if (stated !== undefined) reader.readData(stated);
  const text = oneLine(reader.text.join(" ")).toLowerCase();
  return {
    title: reader.title,
    heading: reader.heading,
    words: reader.words,
    allWords: reader.allWords,
    sketch: sketchOf(oneLine(reader.mainText.join(" ")).split(" ")),
    fingerprint: reader.hash.digest("hex").slice(0, 32),
    canonical: reader.canonical,
    base: reader.base,
    refresh: reader.refresh,
    robots: reader.robots,
    asksPassword: reader.asksPassword,
    asksOnlyPassword: reader.asksPassword && asksOnlyPassword(tree),
    links: [...reader.links].filter((href) => !reader.acting.has(href)),
    sitemaps: reader.sitemaps,
    isDocsify: reader.isDocsify,
    has: (selector) => has(tree, selector),
    says: (words) => text.includes(oneLine(words).toLowerCase()),
  };
}

const has = (tree: Document, selector: string): boolean => $(tree).find(selector).length > 0;

const TEXT_INPUT = /^(?:text|email|tel|number|url|search)?$/i;

function asksOnlyPassword(tree: Document): boolean {
  const forms = $(tree).find("form").has("input[type=password i]").get();
  const inputsOf = (form: (typeof forms)[number]) => $(form).find("input").get().filter(isTag);
  return (
    forms.length > 0 &&
    forms.every((form) => inputsOf(form).every(({ attribs }) => !TEXT_INPUT.test(attribs.type ?? "")))
  );
}

interface Place {
  readonly inBoilerplate: boolean;
  readonly hidden: boolean;
}

class Reader {
  title = "";
  heading = "";
  words = 0;
  allWords = 0;
  canonical: string | undefined;
  base: string | undefined;
  refresh: string | undefined;
  asksPassword = false;
  readonly robots: string[] = [];
  readonly links = new Set<string>();
  /** What one link says of an address counts for the others. */
  readonly acting = new Set<string>();
  readonly sitemaps: string[] = [];
  isDocsify = false;
  readonly text: string[] = [];
  readonly mainText: string[] = [];
  readonly hash: Hash = createHash("sha256");
  private readonly url: URL | undefined;

  constructor(url: URL | undefined) {
    this.url = url;
  }

  /** Depth is capped by the parser. */
  walk(node: ChildNode, place: Place): void {
    if (isText(node)) this.readText(node.data, place);
    else if (isTag(node)) this.readElement(node, place);
  }

  /** A page that scripts draw is what its data says. */
  readData(stated: string): void {
    this.hash.update(stated);
    const count = oneLine(stated.replace(/<[^<>]*>/g, " ")).split(" ").length;
    this.words += count;
    this.allWords += count;
  }

  private readText(data: string, { inBoilerplate, hidden }: Place): void {
    const line = oneLine(data);
    if (line === "") return;
    this.hash.update(`"${line}`);
    if (hidden) return;
    const count = line.split(" ").length;
    this.allWords += count;
    if (!inBoilerplate) {
      this.words += count;
      this.mainText.push(line);
    }
    this.text.push(line);
  }

  private readElement(node: Element, place: Place): void {
    const { name } = node;
    this.readHead(node);
    if (/^h[1-3]$/.test(name) && !place.inBoilerplate && !place.hidden)
      this.heading ||= oneLine(textOf(node)).slice(0, 200);
    if (name === "input" && node.attribs.type?.toLowerCase() === "password")
      this.asksPassword ||= !place.inBoilerplate && !place.hidden;
    if (name === "a" || name === "area") this.readLink(node, place);
    if (name === "iframe" || name === "frame") this.addLink(node.attribs.src);
    if (IGNORED_ELEMENTS.has(name)) return;
    this.hash.update(`<${name}${stableAttributes(node)}`);
    const inside: Place = {
      inBoilerplate: place.inBoilerplate || BOILERPLATE_ELEMENTS.has(name),
      hidden: place.hidden || name === "style" || name === "head" || "hidden" in node.attribs,
    };
    for (const child of node.children) this.walk(child, inside);
    this.hash.update(">");
  }

  private readHead({ name, attribs, children }: Element): void {
    if (name === "title" && this.title === "")
      this.title = oneLine(children.map((child) => (isText(child) ? child.data : "")).join("")).slice(0, 500);
    else if (name === "base") this.base ??= attribs.href;
    else if (name === "link" && /(?:^|\s)canonical(?:\s|$)/i.test(attribs.rel ?? ""))
      this.canonical ??= attribs.href;
    else if (name === "meta" && /^(?:robots|fin-ingest)$/i.test(attribs.name ?? ""))
      this.robots.push((attribs.content ?? "").toLowerCase());
    else if (name === "link" && /(?:^|\s)sitemap(?:\s|$)/i.test(attribs.rel ?? "") && attribs.href)
      this.sitemaps.push(attribs.href);
    else if (name === "meta" && /^refresh$/i.test(attribs["http-equiv"] ?? ""))
      this.refresh ??= refreshTarget(attribs.content ?? "");
    else if (name === "script") this.isDocsify ||= isDocsify(attribs.src, children);
  }

  private readLink(node: Element, place: Place): void {
    const href = node.attribs.href?.trim();
    if (href === undefined) return;
    const signs = signsOf(node, place);
    const isTool = isActingLink(href, signs) || (this.url !== undefined && isViewOf(this.url, href, signs));
    if (isTool && this.acting.size < MAX_LINKS) this.acting.add(href);
    else this.addLink(href);
  }

  private addLink(href: string | undefined): void {
    if (href !== undefined && this.links.size < MAX_LINKS) this.links.add(href.trim());
  }
}

/** https://docsify.js.org/#/quickstart */
const isDocsify = (src: string | undefined, children: readonly ChildNode[]): boolean =>
  /(?:^|[/@.-])docsify(?:[/@.-]|$)/i.test(src ?? "") ||
  children.some((child) => isText(child) && child.data.includes("$docsify"));

function signsOf(node: Element, { inBoilerplate }: Place): LinkSigns {
  const { attribs, parent } = node;
  const around = parent && isTag(parent) ? parent.attribs : {};
  const text = oneLine(textOf(node).slice(0, 200));
  return {
    label: text || (attribs.title ?? attribs["aria-label"] ?? ""),
    names: [attribs.id, attribs.class, around.id, around.class].filter(Boolean).join(" "),
    rel: attribs.rel ?? "",
    isConfirmed:
      /^(?!get$)./i.test(attribs["data-method"] ?? attribs["data-turbo-method"] ?? "") ||
      "data-confirm" in attribs,
    inBoilerplate,
  };
}

function stableAttributes({ attribs }: Element): string {
  const stable = Object.entries(attribs).filter(([name]) => !VOLATILE_ATTRIBUTE.test(name));
  return stable.map(([name, value]) => ` ${name}=${stableValue(name, value)}`).join("");
}

/** Relative addresses need a base; which one makes no difference to a fingerprint. */
const ANY_BASE = new URL("https://site.invalid/");

function stableValue(name: string, value: string): string {
  if (name === "src" || name === "srcset") return value.replace(/\?.*$/s, "");
  if (name !== "href" && name !== "action") return value;
  // An absolute address of the site itself has the site as its base.
  const base = /^https?:/i.test(value) && parseUrl(value, ANY_BASE.href) ? new URL(value) : ANY_BASE;
  return lastingAddress(value, base) ?? value;
}

/** Longer waits are for slide shows and status pages, which reload themselves. */
const MAX_SECONDS = 10;

/**
 * Where `<meta http-equiv=refresh>` leads, in every spelling that browsers take: `0;url=/a`, `0; URL='/a'`, `0,/a`,
 * `0 /a`, `.5;/a`; undefined: it only reloads the page.
 * https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps . Pure.
 */
export function refreshTarget(content: string): string | undefined {
  const [, seconds = "", rest = ""] = /^\s*(\d*)[\d.]*(?:(?=[\s;,])\s*[;,]?\s*(.*))?$/s.exec(content) ?? [];
  if (seconds === "" && !/^\s*\./.test(content)) return undefined;
  if (Number(seconds || 0) > MAX_SECONDS) return undefined;
  const named = rest.replace(/^url\s*=\s*/i, "");
  const quote = /^["']/.exec(named)?.[0];
  const target = quote === undefined ? named : (named.slice(1).split(quote)[0] ?? "");
  return target.trim() === "" ? undefined : target.trim();
}
