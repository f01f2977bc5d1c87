import { checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import { firstOf } from "../../src/connector-kit/paginate.ts";
import { mediaTypeOfName } from "../../src/normalize/index.ts";
import { type Graph, openGraph } from "./client.ts";
import { loginHint } from "./login.ts";
import type { SharepointOptions } from "./options.ts";
import { libraryReaders } from "./permissions.ts";
import { DriveItem, itemFields, Page, pageFields } from "./schema.ts";
import { grantHint, type Library, openSites } from "./sites.ts";

/** Checks what a listing needs: the login, each site, each library with its permissions, a file, the pages. */
export async function check(options: SharepointOptions, io: Io): Promise<CheckResult[]> {
  const { results, attempt, ok } = checklist(io.signal);
  const graph = await attempt("login", loginHint(options), async () => {
    const opened = openGraph(options, io);
    await opened.login(io.signal);
    return opened;
  });
  if (!graph) return results;
  ok("login", `as the app ${options.client_id}`);
  const hint = grantHint(options, options.sites[0] ?? "");
  const opened = await attempt("sites", hint, () => openSites(graph, options, io));
  if (!opened) return results;
  for (const { part, reason } of opened.gaps)
    results.push({ what: part, result: "failed", detail: reason, hint: hintFor(options, part) });
  for (const library of opened.libraries)
    results.push(...(await libraryResults(graph, library, options, io)));
  return results;
}

function hintFor(options: SharepointOptions, part: string): string {
  if (part.startsWith("library "))
    return "Check `libraries`: the names are those in Site contents, in the site's language; then the app's access to the site.";
  const address = options.sites.find((site) => part.endsWith(` ${site}`)) ?? options.sites[0] ?? "";
  return grantHint(options, address);
}

async function libraryResults(
  graph: Graph,
  library: Library,
  options: SharepointOptions,
  io: Io,
): Promise<CheckResult[]> {
  const { results, attempt, ok } = checklist(io.signal);
  const { drive, place, kind, site, siteId } = library;
  const hint = grantHint(options, site);
  const of = `/drives/${encodeURIComponent(drive.id)}`;
  const what = `${kind === "pages" ? "pages" : "library"} ${place}`;
  const page = await attempt(what, hint, () =>
    firstOf(graph.delta(`the changes of ${place}`, `${of}/root/delta?$select=${itemFields}`, io.signal)),
  );
  if (!page) return results;
  const files = page.items.filter((item) => item.file && !item.deleted);
  if (kind === "pages") {
    const path = `/sites/${siteId}/pages/microsoft.graph.sitePage?$select=${pageFields}`;
    const pages = await attempt(what, hint, () => graph.all(`the pages of ${place}`, path, Page, io.signal));
    if (pages) ok(what, `${pages.items.length} modern pages`);
  } else ok(what, `${files.length} files in the first answer`);
  if (options.restricted_items !== "include")
    await attempt(`permissions of ${place}`, hint, async () => {
      const root = await graph.ask(`${of}/root?$select=${itemFields}`, DriveItem, io.signal);
      const readers = await libraryReaders(graph, drive.id, root.id, io.signal);
      const names = readers.all.map(({ name }) => name);
      const shown = names.length > 5 ? `${names.slice(0, 5).join(", ")}, …` : names.join(", ");
      ok(`permissions of ${place}`, `${names.length} users, groups and links may read it: ${shown}`);
    });
  const sample = kind === "files" ? files.find((item) => isSample(item, documentLimit(io))) : undefined;
  if (sample)
    await attempt(`a file of ${place}`, downloadHint, async () => {
      const path = `${of}/items/${encodeURIComponent(sample.id)}/content`;
      const { byteLength } = await graph.content(path, io.signal, documentLimit(io));
      ok(`a file of ${place}`, `${byteLength} bytes of ${sample.name}`);
    });
  return results;
}

const isSample = ({ name, size }: DriveItem, limit: number): boolean =>
  name != null && mediaTypeOfName(name) !== undefined && (size ?? 0) <= limit;

const downloadHint =
  "Files come from another host than Microsoft Graph, mostly the tenant's own sharepoint.com: `allow_hosts`, where it is set, and a firewall must let it through.";
