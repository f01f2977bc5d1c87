import { parseUrl } from "../../src/http/url.ts";

/** A fragment that scripts take for an address: `#/install`, `#!/install`, `#!install`. */
const ROUTE = /^#(?:!|\/)./;

export const isRoute = (hash: string): boolean => ROUTE.test(hash);

/** The files from which docsify draws a site's menus, https://docsify.js.org/#/more-pages */
const MENU = /(?:^|\/)_(?:sidebar|navbar|coverpage|footer|404)\.md$/i;

export const isMenuFile = ({ pathname }: URL): boolean => MENU.test(pathname);

/** What a page's links and scripts say of addresses behind `#`. */
export interface HashRoutes {
  /** The fragments, each once. */
  readonly routes: readonly string[];
  /** Whether docsify draws the pages: then each route is a Markdown file of the site. */
  readonly isDocsify: boolean;
}

const MAX_ROUTES = 500;

/** The routes among a page's links. Pure. */
export function routesOf(links: Iterable<string>, page: URL): string[] {
  const routes = new Set<string>();
  for (const href of links) {
    if (!href.includes("#") || !parseUrl(href, page.href)) continue;
    const { origin, hash } = new URL(href, page);
    if (origin === page.origin && isRoute(hash) && routes.size < MAX_ROUTES) routes.add(hash);
  }
  return [...routes];
}

/**
 * The Markdown files behind a docsify page: those of its routes, its menu, and the page at its start.
 * https://docsify.js.org/#/more-pages . Pure.
 */
export function docsifyFiles({ routes }: HashRoutes, page: URL): string[] {
  const files = routes.map((route) => route.replace(/^#!?\/?/, "").replace(/[?#].*$/s, ""));
  const names = files.map((file) =>
    file === "" || file.endsWith("/") ? `${file}README.md` : withEnding(file),
  );
  return [...new Set(["README.md", "_sidebar.md", ...names])].flatMap((name) => {
    const url = parseUrl(`./${name}`, page.href);
    return url ? [url.href] : [];
  });
}

const withEnding = (file: string): string => (/\.\w+$/.test(file) ? file : `${file}.md`);

/** The targets of a Markdown file's links, as docsify resolves them: from the site's start. Pure. */
export function markdownLinks(text: string): string[] {
  return [...text.matchAll(/\]\(\s{0,4}<?([^)\s>]{1,1000})/g)].flatMap(([, target = ""]) => {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target)) return [];
    const path = target.replace(/^#!?(?=\/)/, "").replace(/[?#].*$/s, "");
    if (path === "" || path.startsWith("#")) return [];
    return [path.endsWith("/") ? `${path}README.md` : withEnding(path)];
  });
}

/** Where readers see a Markdown file of a docsify site: `/install.md` at `/#/install`. Pure. */
export function routeOfFile(file: URL, start: URL): string {
  const base = new URL("./", start);
  const path = file.pathname
    .slice(base.pathname.length)
    .replace(/(?:^|(?<=\/))README\.md$/i, "")
    .replace(/\.md$/i, "");
  return `${base.href}#/${path}`;
}
