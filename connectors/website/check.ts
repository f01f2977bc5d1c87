import { checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { openPageFetcher } from "./list.ts";
import type { WebsiteOptions } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import type { PageFetcher } from "./page-fetcher.ts";
import { readSitemaps } from "./sitemap-walk.ts";

/** Checks what a listing needs, in the order in which it needs it. */
export async function check(options: WebsiteOptions, io: Io): Promise<CheckResult[]> {
  const fetcher = openPageFetcher(options, io);
  const { results, attempt } = checklist(io.signal);
  const step = (what: string, act: () => Promise<CheckResult[]>, hint: string) =>
    attempt(what, hint, async () => void results.push(...(await act())));
  const startHint = "Check `start` and `auth`.";
  if (options.auth?.form) await step("login", () => checkLogin(fetcher, io), "Check `auth.form`.");
  if (results.some(({ result }) => result === "failed")) return results;
  if (options.auth && options.noindex === undefined) results.push(noindexNote);
  await step("robots.txt", () => checkRobots(fetcher, io), startHint);
  await step("start", () => checkStart(fetcher, options, io), startHint);
  if (options.sitemap !== undefined)
    await step("sitemap", () => checkSitemap(fetcher, options, io), "Check `sitemap`.");
  return results;
}

/** Wikis say noindex for days after each edit, and sites behind a login say it of every page. */
const noindexNote: CheckResult = {
  what: "noindex",
  result: "ok",
  detail:
    "not obeyed, because `auth` is given: behind a login it is about search engines. `noindex: withhold` obeys it",
};

async function checkLogin({ session }: PageFetcher, { signal }: Io): Promise<CheckResult[]> {
  await session.renewals.renew(0, signal);
  return [{ what: "login", result: "ok", detail: "the form logs in" }];
}

async function checkRobots({ session }: PageFetcher, { signal }: Io): Promise<CheckResult[]> {
  const robots = await session.robots(signal);
  const forbidden = session.site.start.filter((url) => !robots.allows(url));
  if (forbidden.length === 0) return [{ what: "robots.txt", result: "ok", detail: robots.found }];
  return [
    {
      what: "robots.txt",
      result: "failed",
      detail: `it forbids ${forbidden.map((url) => url.pathname).join(", ")}`,
      hint: "If the site is your own: `ignore_robots: true`. Else ask its owner.",
    },
  ];
}

async function checkStart(fetcher: PageFetcher, options: WebsiteOptions, io: Io): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const url of fetcher.session.site.start) {
    const { outcome } = await fetcher.fetchWithBody(url, io.signal);
    results.push(startResult(url, outcome, options));
  }
  return results;
}

/** What the start page shows of the set-up. A site that is listed by sitemap need not have one. */
function startResult(url: URL, outcome: Outcome, options: WebsiteOptions): CheckResult {
  const { sitemap, render } = options;
  const what = `start ${url.pathname}`;
  if (outcome.kind === "document") {
    const links = sitemap === undefined ? `, ${outcome.links.length} links within the site` : "";
    const isDeadEnd = sitemap === undefined && outcome.links.length === 0;
    const detail = `${outcome.title ?? "a page without a title"}${links}`;
    if (!isDeadEnd) return { what, result: "ok", detail };
    const hint = render
      ? "Name the pages with `sitemap`."
      : "If scripts build the page, set `render: true`; or name the pages with `sitemap`.";
    return { what, result: "failed", detail: `${detail}: a crawl ends here`, hint };
  }
  if (outcome.kind === "unpublished") {
    const hint = "If the site is your own and all of it says so: `noindex: ignore`.";
    return { what, result: sitemap ? "unknown" : "ok", detail: outcome.reason, hint };
  }
  const detail = outcome.kind === "redirect" ? `it leads to ${outcome.to}` : outcome.reason;
  if (outcome.kind === "denied")
    return {
      what,
      result: "failed",
      detail,
      hint: "Give credentials with `auth`, or check those that are there.",
    };
  const hint = "Check `start`: give the address that a browser shows when the page has loaded.";
  return {
    what,
    result: sitemap ? "unknown" : "failed",
    detail,
    hint: ("hint" in outcome && outcome.hint) || hint,
  };
}

/** What the sitemaps list, and whether the first page of them can be read. */
async function checkSitemap(fetcher: PageFetcher, options: WebsiteOptions, io: Io): Promise<CheckResult[]> {
  const { pages, gaps, files, dropped } = await readSitemaps(options, fetcher.session, io);
  const dated = pages.filter(({ lastmod }) => lastmod !== undefined).length;
  const detail = `${pages.length} pages in ${files} files, ${dated} with lastmod; ${dropped} addresses are not selected`;
  const [first] = pages;
  if (!first)
    return [
      {
        what: "sitemap",
        result: "failed",
        detail,
        hint: "Check `start`, `include` and `exclude`: they select nothing.",
      },
    ];
  const [gap] = gaps;
  const results: CheckResult[] = [
    gap
      ? {
          what: "sitemap",
          result: "failed",
          detail: `${gap.part}: ${gap.reason}`,
          hint: "Correct it, or ask its owner.",
        }
      : { what: "sitemap", result: "ok", detail },
  ];
  const { outcome } = await fetcher.fetchWithBody(first.url, io.signal);
  const what = `page ${first.url.pathname}`;
  if (outcome.kind === "document")
    results.push({ what, result: "ok", detail: outcome.title ?? "it can be read" });
  else {
    const reason = "reason" in outcome ? outcome.reason : `it leads to ${outcome.to}`;
    const isFailed = outcome.kind === "denied" || outcome.kind === "failed";
    const hint = isFailed
      ? "Give credentials with `auth`, or check those that are there."
      : "Open it in a browser.";
    results.push({ what, result: isFailed ? "failed" : "unknown", detail: reason, hint });
  }
  return results;
}
