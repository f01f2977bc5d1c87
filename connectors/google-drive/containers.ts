import type { Io } from "../../src/connector-kit/io.ts";
import type { Gap } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import type { Client } from "./client.ts";
import { folderType } from "./formats.ts";
import { type GoogleDriveOptions, idIn } from "./options.ts";
import { shareHint } from "./refusals.ts";

/** A shared drive, or a folder, whose files the source has. */
export interface Container {
  readonly id: string;
  readonly name: string;
  readonly kind: "drive" | "folder";
  /** The shared drive that it is, or in which it lies. */
  readonly driveId: string | undefined;
  /** Ids of the permissions of a folder outside of shared drives, where Google shows them. */
  readonly readers: readonly string[];
}

export interface Opened {
  readonly containers: readonly Container[];
  readonly refused: readonly Gap[];
}

/** The ids that the options name, each once. */
export function containerIds({ drives, folders }: Pick<GoogleDriveOptions, "drives" | "folders">) {
  const named = [
    ...drives.map((text) => ({ kind: "drive" as const, id: idIn(text) ?? text })),
    ...folders.map((text) => ({ kind: "folder" as const, id: idIn(text) ?? text })),
  ];
  return [...new Map(named.map((one) => [one.id, one])).values()];
}

/**
 * Opens each drive and folder. One of several may refuse, and is a gap; a single one that refuses is an error.
 * @throws FinIngestError, or the signal's reason when it fires
 */
export async function openContainers(
  options: GoogleDriveOptions,
  client: Client,
  { signal }: Pick<Io, "signal">,
): Promise<Opened> {
  const named = containerIds(options);
  const containers: Container[] = [];
  const refused: Gap[] = [];
  for (const { kind, id } of named) {
    try {
      containers.push(await openContainer(options, client, { kind, id }, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (!isAboutOneObject(error) || named.length === 1) throw error;
      refused.push({ kind: "gap", part: `${kind} ${id}`, reason: toFailure(error).message });
    }
  }
  const [first] = refused;
  if (containers.length === 0 && first)
    throw new FinIngestError(`none of the drives and folders answers: ${first.part}: ${first.reason}`, {
      hint: shareHint(options),
    });
  return { containers, refused };
}

/** @throws FinIngestError that says how to share it */
export async function openContainer(
  options: GoogleDriveOptions,
  client: Client,
  { kind, id }: { readonly kind: Container["kind"]; readonly id: string },
  signal: AbortSignal,
): Promise<Container> {
  try {
    if (kind === "drive") {
      const { name } = await client.drive(id, signal);
      return { id, kind, name: name ?? id, driveId: id, readers: [] };
    }
    const { name, mimeType, trashed, driveId, permissionIds } = await client.item(id, signal);
    if (mimeType !== folderType) throw new FinIngestError(`"${name}" is no folder`);
    if (trashed) throw new FinIngestError(`the folder "${name}" is in the trash`);
    const readers = driveId ? [] : (permissionIds ?? []);
    return { id, kind, name, driveId: driveId ?? undefined, readers };
  } catch (error) {
    signal.throwIfAborted();
    const { message, hint } = toFailure(error);
    if (!isAboutOneObject(error)) throw error;
    throw new FinIngestError(`${kind} ${id}: ${message}`, {
      hint: ownHint(hint) ?? shareHint(options),
      cause: error,
    });
  }
}

/** A hint that says more than the status does. */
const ownHint = (hint: string | undefined): string | undefined =>
  hint?.startsWith("Nothing is at") || hint?.startsWith("The source knows who") ? undefined : hint;
