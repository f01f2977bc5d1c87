import { createHash } from "node:crypto";
import { gfm } from "@joplin/turndown-plugin-gfm";
import * as cheerio from "cheerio";
import TurndownService from "turndown";
import { loadPipeline } from "../../src/normalize/index.ts";
import type { CorpusFile } from "../kit/corpus.ts";
import { peer } from "./peers.ts";

/** Converts a document's text; the result is only there so that nothing is optimised away. */
export type Convert = (file: CorpusFile) => unknown;

/** Undefined: a package that it needs is not installed. */
type Load = () => Promise<Convert | undefined>;

const url = "https://docs.example.com/guide/page";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const turndown = () => {
  const service = new TurndownService({ headingStyle: "atx", codeBlockStyle: "fenced" });
  service.use(gfm);
  return service;
};

/** A simple pipeline, written in an afternoon: cheerio's selectors for everything, turndown on the string. */
const naive: Load = async () => {
  const service = turndown();
  return ({ body }) => {
    const { title, html } = naivePage(body);
    return [title, sha256(html), service.turndown(html)];
  };
};

function naivePage(body: string): { title: string; html: string } {
  const $ = cheerio.load(body);
  const title = $("h1").first().text() || $("title").text();
  const main = $("main, article, [role=main], #content, .content, .body, body").first();
  main.find("script, style, nav, header, footer, aside, form, iframe, noscript, svg, button").remove();
  main.find("[aria-hidden=true], .toc, .breadcrumbs, .headerlink, .sidebar, .navheader, .navfooter").remove();
  main.find("a[href], img[src]").each((_, element) => {
    for (const name of ["href", "src"]) {
      const value = $(element).attr(name);
      if (value !== undefined && URL.canParse(value, url)) $(element).attr(name, new URL(value, url).href);
    }
  });
  main.find("*").each((_, element) => {
    for (const name of Object.keys(element.attribs))
      if (!/^(?:href|src|alt|title|colspan|rowspan)$/.test(name)) $(element).removeAttr(name);
  });
  return { title, html: main.html() ?? "" };
}

const readability: Load = async () => {
  const [reader, dom] = await Promise.all([peer("@mozilla/readability"), peer("linkedom")]);
  if (!reader || !dom) return undefined;
  // The two packages' documented shapes; neither is a dependency, so neither has types here.
  const { Readability } = (reader.default ?? reader) as {
    Readability: new (document: unknown) => { parse(): { title?: string; content?: string } | null };
  };
  const { parseHTML } = dom as { parseHTML: (html: string) => { document: unknown } };
  const service = turndown();
  return ({ body }) => {
    const article = new Readability(parseHTML(body).document).parse();
    const html = article?.content ?? "";
    return [article?.title, sha256(html), service.turndown(html)];
  };
};

// As its documentation has it (https://github.com/kepano/defuddle), with either DOM that it names.
type Defuddle = (document: unknown, url: string, options: object) => Promise<{ content?: string }>;

const defuddle = (dom: "linkedom" | "jsdom"): Load => {
  return async () => {
    const [module, made] = await Promise.all([peer("defuddle/node"), peer(dom)]);
    if (!module || !made) return undefined;
    const { Defuddle } = module as { Defuddle: Defuddle };
    const documentOf = documents[dom](made);
    return ({ body }) => Defuddle(documentOf(body), url, { markdown: true });
  };
};

const documents = {
  linkedom: (dom: object) => {
    const { parseHTML } = dom as { parseHTML: (html: string) => { document: unknown } };
    return (html: string) => parseHTML(html).document;
  },
  jsdom: (dom: object) => {
    const { JSDOM } = ("default" in dom ? dom.default : dom) as {
      JSDOM: new (html: string, options: object) => { window: { document: unknown } };
    };
    return (html: string) => new JSDOM(html, { url }).window.document;
  },
};

const remark: Load = async () => {
  const names = ["unified", "remark-parse", "remark-gfm", "remark-rehype", "rehype-stringify"];
  const [unified, ...plugins] = await Promise.all(names.map((name) => peer(name)));
  if (!unified || plugins.some((plugin) => plugin === undefined)) return undefined;
  const { unified: begin } = unified as { unified: () => Processor };
  const processor = plugins.reduce<Processor>((made, plugin) => made.use(plugin?.default), begin());
  return ({ body }) => String(processor.processSync(body.replace(/^---\n[\s\S]*?\n---\n/, "")));
};

interface Processor {
  use(plugin: unknown): Processor;
  processSync(text: string): unknown;
}

export const converters = {
  "html ours": async () => {
    const { normalize } = await loadPipeline();
    return ({ body, name }) => normalize({ body, mediaType: "text/html", name, url });
  },
  "html ours with Markdown": async () => {
    const { normalizeWithMarkdown } = await loadPipeline();
    return async ({ body, name }) =>
      (await normalizeWithMarkdown({ body, mediaType: "text/html", name, url })).markdown();
  },
  "html naive": naive,
  "html Readability": readability,
  "html defuddle, jsdom": defuddle("jsdom"),
  "html defuddle, linkedom": defuddle("linkedom"),
  "markdown ours": async () => {
    const { normalize } = await loadPipeline();
    return ({ body, name }) => normalize({ body, mediaType: "text/markdown", name, url });
  },
  "markdown remark + rehype": remark,
} satisfies Record<string, Load>;

export type ConverterName = keyof typeof converters;
