import type { Document as Tree } from "domhandler";
import { FinIngestError } from "../../../errors.ts";
import { attribute, elementsOf, parsePart } from "./xml.ts";
import { damagedZip, tooMuch, unpack, type ZipEntry, zipEntries } from "./zip.ts";

/** All XML of a document together, unpacked. */
const MAX_XML_BYTES = 32_000_000;

/** The XML parts of an Office file, each parsed when it is asked for. */
export interface OfficeParts {
  has(name: string): boolean;
  /** @throws FinIngestError where the part is damaged, or the parts unpack to too much together */
  part(name: string): Tree | undefined;
  /** The part as it is written. @throws FinIngestError as `part` */
  text(name: string): string | undefined;
  /** Relationship id → name of the part, or the address outside the file. */
  relations(name: string): ReadonlyMap<string, Relation>;
}

export interface Relation {
  readonly target: string;
  /** It leads out of the file: to an address. */
  readonly isExternal: boolean;
}

/**
 * Opens an Office file (Open Packaging Conventions, ECMA-376 part 2).
 *
 * @param what for the error: "a presentation (.pptx)"
 * @throws FinIngestError where it is encrypted, in the old format, or damaged
 */
export function openOffice(body: string | Uint8Array, what: string): OfficeParts {
  const bytes = typeof body === "string" ? Buffer.from(body, "latin1") : body;
  refuseOldFormat(bytes, what);
  const entries = zipEntries(bytes);
  const parsed = new Map<string, Tree | undefined>();
  let unpacked = 0;
  const text = (name: string): string | undefined => {
    const entry = entries.get(name);
    unpacked += entry?.size ?? 0;
    if (unpacked > MAX_XML_BYTES) throw tooMuch(`its text unpacks to more than ${MAX_XML_BYTES / 1e6} MB`);
    return entry && decoded(entry);
  };
  const part = (name: string): Tree | undefined => {
    if (parsed.has(name)) return parsed.get(name);
    const xml = text(name);
    const tree = xml === undefined ? undefined : treeOf(xml);
    parsed.set(name, tree);
    return tree;
  };
  return {
    part,
    text,
    has: (name) => entries.has(name),
    relations: (name) => relationsIn(name, part(name.replace(/([^/]+)$/, "_rels/$1.rels"))),
  };
}

/** XML of these files is UTF-8 or UTF-16 with a byte order mark. */
function decoded(entry: ZipEntry): string {
  const bytes = unpack(entry);
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  try {
    return new TextDecoder(wide, { fatal: true }).decode(bytes);
  } catch (error) {
    throw damagedZip(error);
  }
}

function treeOf(xml: string): Tree {
  try {
    return parsePart(xml).root;
  } catch (error) {
    throw error instanceof FinIngestError ? error : damagedZip(error);
  }
}

function relationsIn(name: string, relations: Tree | undefined): ReadonlyMap<string, Relation> {
  const folder = name.slice(0, name.lastIndexOf("/") + 1);
  const found = new Map<string, Relation>();
  for (const one of relations ? elementsOf(relations) : []) {
    const [id, target] = [attribute(one, "Id"), attribute(one, "Target")];
    if (id === undefined || target === undefined) continue;
    const isExternal = attribute(one, "TargetMode") === "External";
    found.set(id, { isExternal, target: isExternal ? target : inside(folder, target) });
  }
  return found;
}

/** `../media/a.png` from `ppt/slides/` → `ppt/media/a.png`. */
export function inside(folder: string, target: string): string {
  if (target.startsWith("/")) return target.slice(1);
  const steps: string[] = [];
  for (const step of `${folder}${target}`.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

function refuseOldFormat(bytes: Uint8Array, what: string): void {
  if (Buffer.from(bytes.subarray(0, 8)).toString("hex") !== "d0cf11e0a1b11ae1") return;
  throw new FinIngestError(
    `the document cannot be read: it is encrypted, or in the format before Office 2007, and not ${what}`,
    { hint: "Open it in its program and save a copy in today's format without a password, or leave it out." },
  );
}
