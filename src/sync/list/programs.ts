import type { ConnectorCache } from "../../connector-kit/io.ts";
import type { Listed } from "../../connector-kit/listing.ts";
import { loadRstProgram, type Normalized } from "../../normalize/index.ts";

// Some formats are read by a program of this machine (reStructuredText by docutils), which is updated without us. Its
// version stands behind that of each page it made, so that another version is another page, and no other document is
// loaded again.

const mark = "\nmade with ";
/** Of a source that has such pages: how it is found out, without starting it, that the program is the same. */
const noteKey = "program:text/x-rst";

/** A document's version with the program that its page is made with, where there is one. */
export const versionMadeWith = (version: string, program: string | undefined): string =>
  program === undefined ? version : `${version}${mark}${program}`;

/** A program of this machine as it is now; without a version, it is gone. */
export interface Program {
  readonly version: string | undefined;
}

/** A listed document in the version that its page would have now; `row` shows whether a program makes it. */
export function listedMadeWith(
  listed: Listed,
  row: { readonly version?: string | undefined } | undefined,
  program: Program | undefined,
): Listed {
  const { version } = listed;
  if (version === undefined || !row?.version?.includes(mark)) return listed;
  if (program?.version !== undefined)
    return { ...listed, version: versionMadeWith(version, program.version) };
  // What nothing here can read is not tried each night: its page stays until its text changes.
  const keeps = program !== undefined && row.version.startsWith(version + mark);
  return keeps ? { ...listed, version: row.version } : listed;
}

/** The program of a source that has pages made with one; undefined for any other, and nothing is started for it. */
export async function programNow(cache: ConnectorCache): Promise<Program | undefined> {
  return cache.get(noteKey) === undefined ? undefined : note(cache);
}

/** Notes that a source has pages made with a program, where these are. */
export async function notePrograms(cache: ConnectorCache, pages: readonly Normalized[]): Promise<void> {
  if (pages.some(({ madeWith }) => madeWith !== undefined)) await note(cache);
}

async function note(cache: ConnectorCache): Promise<Program> {
  const { rememberedRstProgram } = await loadRstProgram();
  const known = cache.get(noteKey);
  const { said, memory = "asked each time" } = await rememberedRstProgram(known);
  if (memory !== known) cache.set(noteKey, memory);
  return { version: said };
}
