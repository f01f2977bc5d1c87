import path from "node:path/posix";
import { percentDecoded } from "../../src/http/url.ts";
import {
  hugoSections,
  hugoSites,
  mkdocsConfiguration,
  quartoFiles,
  siteScheme,
  sphinxConfiguration,
} from "../../src/normalize/index.ts";
import { antoraFile, antoraPage, type Components } from "./antora.ts";
import { documentExtensions, mediaTypeOf, withoutExtension } from "./select.ts";

/** A relative link, split into the files that it may mean and its fragment. */
export interface RelativeLink {
  /** Paths from the root that it may mean, the most likely first. */
  readonly candidates: Iterable<string>;
  /** `#fragment`, kept. */
  readonly fragment: string;
}

/**
 * What a link written in the file `from` may point to: the file itself, the file without its extension, a
 * rendered `.html` of it, or a folder's index. Undefined for links that are not relative, stay on the page, or
 * leave the root.
 */
export function relativeLink(
  from: string,
  written: string,
  components?: Components,
): RelativeLink | undefined {
  const page = antoraPage(from, written, components);
  if (page !== undefined) return page;
  if (!isRelative(written)) return fromTop(from, written);
  const parts = /^([^?#]*)(?:\?[^#]*)?(#.*)?$/s.exec(written.trim());
  const target = percentDecoded(parts?.[1] ?? "");
  if (target.startsWith(siteScheme))
    return { candidates: ofSite(target.slice(siteScheme.length)), fragment: parts?.[2] ?? "" };
  const joined = path.join(path.dirname(from), target.replaceAll("\\", "/")).normalize("NFC");
  if (joined === ".." || joined.startsWith("../")) return undefined;
  return { candidates: filesFor(joined), fragment: parts?.[2] ?? "" };
}

/**
 * `/guide/install.md` and Sphinx's `/guide/install.rst` count from the top of what the generator reads, which may be any folder
 * around the file. An address within the site has no such ending.
 */
function fromTop(from: string, written: string): RelativeLink | undefined {
  const [, target = "", fragment = ""] =
    /^\s*\/([^/\\?#][^?#]*\.(?:mdx?|markdown|rst|txt|adoc|ipynb))(#.*)?$/s.exec(written) ?? [];
  const file = path.join(percentDecoded(target)).normalize("NFC");
  if (target === "" || file.startsWith("..")) return undefined;
  const folders = path.dirname(from).split("/");
  const tops = [".", ...folders.map((_, i) => folders.slice(0, i + 1).join("/"))];
  return { candidates: tops.flatMap((top) => [...filesFor(path.join(top, file))]), fragment };
}

/** Whether a link is relative to its document: not an address, not a path from the site's root, not a fragment. */
export function isRelative(written: string): boolean {
  return written.startsWith(siteScheme) || !/^\s*(?:$|[#?/\\~@]|[a-z][a-z0-9+.-]*:)/i.test(written);
}

/** Whether a link begins at the site's root: `/guide/install`. */
export const isFromRoot = (written: string): boolean => /^\s*\/(?![/\\])/.test(written);

/** Jekyll counts from its site's root, which may be some folders above the source's. */
function* ofSite(target: string): Generator<string> {
  const folders = path.normalize(target).split("/");
  if (folders.includes("..")) return;
  for (let above = 0; above < Math.min(folders.length, 4); above += 1)
    yield* filesFor(folders.slice(above).join("/").normalize("NFC"));
}

/** Lazy, because the first candidate is nearly always the right one. */
function* filesFor(joined: string): Generator<string> {
  const isFolder = joined === "." || joined.endsWith("/");
  const bare = joined === "." || joined === "./" ? "" : joined.replace(/\/$/, "");
  if (!isFolder && mediaTypeOf(bare) !== undefined) {
    yield bare;
    yield* withExtensions(withoutExtension(bare));
    return;
  }
  if (!isFolder) yield* withExtensions(bare);
  for (const name of ["index", "README", "readme", "_index"])
    yield* withExtensions(bare === "" ? name : `${bare}/${name}`);
  if (isFolder && bare !== "") yield* withExtensions(bare);
}

function* withExtensions(stem: string): Generator<string> {
  for (const extension of documentExtensions) yield `${stem}.${extension}`;
}

/**
 * The files that an include in the file `from` may mean. Relative to that file; `/`, `~/` and `@site/` mean the root,
 * where bare names are looked up as well. Never outside the root.
 */
export function includeCandidates(from: string, written: string): string[] {
  const folders = [path.dirname(from), ...ancestorsOf(from), "."];
  const configuration = configurations.get(written);
  if (configuration !== undefined) return folders.map((folder) => path.join(folder, configuration));
  const section = hugoSections.indexOf(written);
  if (section !== -1)
    return folders.slice(section, section + 1).map((folder) => path.join(folder, "_index.md"));
  const site = hugoSites.indexOf(written);
  if (site !== -1)
    return folders.flatMap((folder) => (hugoFiles[site] ?? []).map((file) => path.join(folder, file)));
  const resource = antoraFile(from, written.trim());
  if (resource !== undefined) return resource;
  const target = percentDecoded(written.trim()).replaceAll("\\", "/");
  const fromRoot = /^(?:\/|~\/|@site\/|@\/)(.*)$/s.exec(target)?.[1];
  const sites = siteRoots(from);
  const joined =
    fromRoot !== undefined
      ? [path.join(fromRoot), ...sites.map((root) => path.join(root, fromRoot))]
      : [
          path.join(path.dirname(from), target),
          ...(target.startsWith("../") ? ancestorsOf(from).map((folder) => path.join(folder, target)) : []),
          ...(target.startsWith(".") ? [] : inRoot(target)),
          ...aliased(from, target),
          // Grafana's texts for several pages, in a folder above them.
          ...(target.startsWith("shared/")
            ? ancestorsOf(from).map((folder) => path.join(folder, target))
            : []),
          ...(target.startsWith(".") ? [] : sites.map((root) => path.join(root, target))),
          ...(target.startsWith(".") ? [] : inSnippets(target, sites)),
        ];
  return [...new Set(joined.map((file) => file.normalize("NFC")))].filter(
    (file) =>
      file !== "." &&
      file !== ".." &&
      !file.startsWith("../") &&
      !file.startsWith("/") &&
      !file.endsWith("/"),
  );
}

/** https://gohugo.io/configuration/introduction/ */
const hugoFiles = ["hugo|config", "params"].map((names, at) => {
  const files = names
    .split("|")
    .flatMap((name) => ["toml", "yaml", "yml"].map((ending) => `${name}.${ending}`));
  const inFolder = files.map((file) => `config/_default/${file}`);
  return at === 0 ? [...files, ...inFolder] : inFolder;
});

const configurations: ReadonlyMap<string, string> = new Map([
  [sphinxConfiguration, "conf.py"],
  [mkdocsConfiguration, "mkdocs.yml"],
  ...quartoFiles.map((name) => [name, name.replace("project$", "")] as const),
]);

/** The folders above a file's own: MkDocs' extensions count from that of `mkdocs.yml`. */
const ancestorsOf = (from: string): string[] =>
  path
    .dirname(from)
    .split("/")
    .flatMap((_, i, all) => (i > 0 && i < 5 ? [all.slice(0, -i).join("/")] : []))
    .filter((folder) => folder !== "");

/** `@components/x.mdx`, as bundlers are told to look for files: in the folder of that name here or in one above. */
function aliased(from: string, target: string): string[] {
  const file = /^@((?!site\/)[\w-]+\/.+)$/.exec(target)?.[1];
  if (file === undefined) return [];
  return [path.dirname(from), ...ancestorsOf(from), "."].map((folder) => path.join(folder, file));
}

/** The folders above a file that a generator takes for its root: `content`, `content/en` of a Hugo site, `docs`, `src`. */
function siteRoots(from: string): string[] {
  const folders = path.dirname(from).split("/");
  const at = folders.findIndex((name) => /^(?:content|docs?|src)$/.test(name));
  if (at === -1) return [];
  const isLanguage = /^[a-z]{2}(?:-[a-z]{2,4})?$/i.test(folders[at + 1] ?? "");
  return [at + 1, ...(isLanguage ? [at + 2] : [])].map((end) => folders.slice(0, end).join("/"));
}

/** Bare names: from the root (PyMdown, Hugo) and from Jekyll's folder of includes. */
function inRoot(name: string): string[] {
  return [path.join(name), path.join("_includes", name)];
}

/** The folders that projects usually name as `base_path` of PyMdown's snippets. */
const inSnippets = (name: string, sites: readonly string[]): string[] =>
  ["", ...sites].flatMap((root) =>
    ["snippets", "_snippets", "includes"].map((folder) => path.join(root, folder, name)),
  );
