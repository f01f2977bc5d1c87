import { isRefusal } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Gap } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { percentDecoded } from "../../src/http/url.ts";
import type { Graph } from "./client.ts";
import type { SharepointOptions } from "./options.ts";
import { Drive, Site, SiteList } from "./schema.ts";

/** A drive whose items are read: a document library, or the one with a site's pages. */
export interface Library {
  readonly kind: "files" | "pages";
  readonly drive: Drive;
  /** The site's address, as in the options. */
  readonly site: string;
  /** In Graph's words: host and ids. */
  readonly siteId: string;
  /** The first steps of its items' paths: `handbook/Documents`. */
  readonly place: string;
}

/** What a listing starts from. */
export interface Opened {
  readonly libraries: readonly Library[];
  readonly gaps: readonly Gap[];
}

/**
 * Opens the sites and their libraries. What is refused is a gap, unless nothing is left.
 * @throws FinIngestError where no library could be opened
 */
export async function openSites(
  graph: Graph,
  options: SharepointOptions,
  io: Pick<Io, "signal">,
): Promise<Opened> {
  await graph.login(io.signal);
  // By drive: a library that is named twice, or is that of the pages too, is read once.
  const libraries = new Map<string, Library>();
  const gaps: Gap[] = [];
  const found = new Set<string>();
  let failure: FinIngestError | undefined;
  const attempt = async (part: string, act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      if (!isAboutOneObject(error)) throw error;
      failure ??= error;
      gaps.push({ kind: "gap", part, reason: toFailure(error).message });
    }
  };
  for (const address of options.sites)
    await attempt(`site ${address}`, async () => {
      const { id } = await siteAt(graph, address, io.signal);
      const name = nameOf(address);
      const add = (kind: Library["kind"], drive: Drive) =>
        libraries.set(drive.id, { kind, drive, site: address, siteId: id, place: placeOf(name, drive) });
      if (options.libraries?.length !== 0)
        await attempt(`libraries of ${address}`, async () => {
          const drives = await librariesOf(graph, id, options.libraries, io.signal);
          for (const { reason } of drives.odd)
            gaps.push({ kind: "gap", part: `libraries of ${address}`, reason });
          for (const drive of drives.items) {
            found.add(drive.name ?? "");
            add("files", drive);
          }
        });
      if (options.pages && !isPersonal(address))
        await attempt(`pages of ${address}`, async () => {
          add("pages", await pageLibraryOf(graph, id, io.signal));
        });
    });
  for (const missing of (options.libraries ?? []).filter((library) => !found.has(library)))
    gaps.push({
      kind: "gap",
      part: `library ${missing}`,
      reason: "no site has it, or it is not for this app",
    });
  if (libraries.size > 0) return { libraries: [...libraries.values()], gaps };
  const [first] = gaps;
  const isRefused = failure === undefined || isRefusal(failure);
  throw new FinIngestError(first ? `${first.part}: ${first.reason}` : "the sites have no libraries", {
    hint: isRefused ? grantHint(options, options.sites[0] ?? "") : (failure?.hint ?? "Run again later."),
    cause: failure,
  });
}

/** https://learn.microsoft.com/graph/api/site-getbypath */
function siteAt(graph: Graph, address: string, signal: AbortSignal) {
  const { hostname, pathname } = new URL(address);
  const path = pathname.replace(/\/+$/, "");
  return graph.ask(
    `/sites/${hostname}${path === "" ? "" : `:${path}`}?$select=id,displayName,webUrl`,
    Site,
    signal,
  );
}

/** A person's OneDrive, which has no pages. */
const isPersonal = (address: string): boolean => /^\/personal\//i.test(new URL(address).pathname);

/** `handbook` for https://example.sharepoint.com/sites/handbook; `root` for a host's own site. */
function nameOf(address: string): string {
  const { pathname } = new URL(address);
  return percentDecoded(pathname.replace(/\/+$/, "").replace(/^.*\//, "")) || "root";
}

const placeOf = (site: string, { name, id }: Drive): string =>
  [site, name ?? id].map((step) => step.replaceAll(/[/\\]/g, "-")).join("/");

/** The libraries with these names; the site's default one where none are given. */
async function librariesOf(
  graph: Graph,
  site: string,
  names: readonly string[] | undefined,
  signal: AbortSignal,
) {
  const fields = "$select=id,name,webUrl";
  if (names === undefined)
    return { items: [await graph.ask(`/sites/${site}/drive?${fields}`, Drive, signal)], odd: [] };
  const { items, odd } = await graph.all(
    "the site's libraries",
    `/sites/${site}/drives?${fields}`,
    Drive,
    signal,
  );
  return { items: items.filter(({ name }) => name != null && names.includes(name)), odd };
}

/** The library of a site's pages: its name is in the site's language, its template is not. */
async function pageLibraryOf(graph: Graph, site: string, signal: AbortSignal): Promise<Drive> {
  const lists = `/sites/${site}/lists`;
  const { items } = await graph.all(
    "the site's lists",
    `${lists}?$select=id,name,list,system`,
    SiteList,
    signal,
  );
  const pages = items.find(({ list }) => list?.template === "webPageLibrary");
  if (!pages)
    throw new FinIngestError("the site has no library of pages that this app may see", {
      hint: "State `pages: false` where its pages are not meant.",
    });
  return graph.ask(`${lists}/${encodeURIComponent(pages.id)}/drive?$select=id,name,webUrl`, Drive, signal);
}

/**
 * How to let the app read one site and no other.
 * https://learn.microsoft.com/graph/permissions-selected-overview
 */
export function grantHint(
  { client_id, base_url }: Pick<SharepointOptions, "client_id" | "base_url">,
  address: string,
): string {
  const { hostname, pathname } = new URL(address);
  const site = `${base_url}/v1.0/sites/${hostname}${pathname === "/" ? "" : `:${pathname}`}`;
  return [
    `Check the site's address, and let the app read this site alone: 1. Entra admin center → App registrations → the app → API permissions → Add → Microsoft Graph → Application permissions → Sites.Selected, then "Grant admin consent".`,
    `2. As an administrator, GET ${site}?$select=id and take the site's id.`,
    `3. With an app that has Sites.FullControl.All, POST ${base_url}/v1.0/sites/{id}/permissions with {"roles": ["read"], "grantedToIdentities": [{"application": {"id": "${client_id}", "displayName": "fin-ingest"}}]}.`,
  ].join(" ");
}
