import path from "node:path/posix";
import { antoraDescription, loadDocumentFacts } from "../../src/normalize/index.ts";
import type { FileEntry, Snapshot } from "./snapshot.ts";

/** What an `antora.yml` says of its component. */
export interface Component {
  readonly name: string;
  /** Of all of its pages. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** By their folders, with a slash. */
export type Components = ReadonlyMap<string, Component>;

/** Where a file of a component stands. https://docs.antora.org/antora/latest/standard-directories/ */
interface Place {
  /** Up to `modules`, with its slash; empty at the root. */
  readonly component: string;
  readonly module: string;
}

const descriptionName = "antora.yml";
const families: ReadonlyMap<string, string> = new Map([
  ["partial", "partials"],
  ["example", "examples"],
  ["page", "pages"],
  ["attachment", "attachments"],
]);

function placeOf(file: string): Place | undefined {
  const [, component = "", module = ""] = /^(.*?)modules\/([^/]+)\//.exec(file) ?? [];
  return module === "" ? undefined : { component, module };
}

/**
 * The file that an Antora resource id names, `partial$x.adoc` or `module:example$x.rb`, of the component in which the file
 * `from` stands, and that component's `antora.yml`. https://docs.antora.org/antora/latest/page/resource-id-coordinates/
 */
export function antoraFile(from: string, written: string): string[] | undefined {
  const place = placeOf(from);
  if (place === undefined) return undefined;
  const { component } = place;
  if (written === antoraDescription) return [`${component}${descriptionName}`];
  const [, module = place.module, family = "", file = ""] =
    /^(?:(?:[^:$]*:)?([\w.-]+):)?(partial|example|page|attachment)\$(.+)$/.exec(written) ?? [];
  const folder = families.get(family);
  if (folder === undefined) return undefined;
  const resolved = path.join(component, "modules", module, folder, file);
  return resolved.startsWith(path.join(component, "modules", module, folder)) ? [resolved] : [];
}

const pageId = /^(?:(?:([\w.-]+):)?([\w.-]*):)?([^:?#$@\s]+\.adoc)(#.*)?$/s;

/**
 * What a reference to a page of an Antora component may mean, `path.adoc`, `module:path.adoc` or
 * `component:module:path.adoc`: a path counts from its module's folder of pages, and only `./` from the file.
 * https://docs.antora.org/antora/latest/page/xref/
 */
export function antoraPage(
  from: string,
  written: string,
  components: Components = new Map(),
): { candidates: string[]; fragment: string } | undefined {
  const place = placeOf(from);
  const match = pageId.exec(written.trim());
  if (place === undefined || match === null) return undefined;
  const [, component, named, page = "", fragment = ""] = match;
  if (/^[./]/.test(page)) return undefined;
  // A component's first module may be left out.
  const module = named || (component === undefined ? place.module : "ROOT");
  const folders = component === undefined ? [place.component] : foldersOf(component, place, components);
  if (folders.length === 0) return undefined;
  const candidates = folders.map((folder) => path.join(folder, "modules", module, "pages", page));
  const isOwn = component === undefined && module === place.module;
  if (isOwn) candidates.push(path.join(path.dirname(from), page));
  return { candidates: candidates.map((one) => one.normalize("NFC")), fragment };
}

/** Several folders may be of one component; the one of the file itself is the likeliest. */
function foldersOf(name: string, { component }: Place, components: Components): string[] {
  const folders = [...components].flatMap(([folder, one]) => (one.name === name ? [folder] : []));
  return folders.includes(component) ? [component, ...folders.filter((one) => one !== component)] : folders;
}

/** Notes that the page at a path was once at that of `:page-aliases:`. */
export function addAlias(aliases: Map<string, string>, alias: string, page: string): void {
  const [former] = antoraPage(page, alias)?.candidates ?? [];
  if (former === undefined) return;
  // Several documents are read at a time: which one comes first decides nothing.
  const known = aliases.get(former);
  if (known === undefined || page < known) aliases.set(former, page);
}

/** The attributes that the component of a file gives to it. */
export const attributesOf = (file: string, components: Components): Component["attributes"] =>
  components.get(placeOf(file)?.component ?? "")?.attributes ?? {};

/** Notes a component, where the file is the description of one. */
export async function addComponent(
  components: Map<string, Component>,
  snapshot: Snapshot,
  file: FileEntry,
): Promise<void> {
  const { base, dir } = path.parse(file.path.normalize("NFC"));
  if (base !== descriptionName || file.problem !== undefined) return;
  const { bytes } = await snapshot.read(file, DESCRIPTION_BYTES);
  const { componentOf } = await loadDocumentFacts();
  const { name, attributes } = componentOf(bytes.toString());
  if (name !== undefined) components.set(dir === "" ? "" : `${dir}/`, { name, attributes });
}

/** No component says more of itself. */
const DESCRIPTION_BYTES = 262_144;
