import { createHash } from "node:crypto";
import { ApiError } from "./api.ts";

/** A comment on a pull or merge request. */
export interface Note {
  readonly id: number;
  readonly body: string;
  /** Whether this job's own account wrote it; undefined: the host does not say. */
  readonly isOwn: boolean | undefined;
}

/** The comments of one pull or merge request, at a host. */
export interface Notes {
  list(): AsyncIterable<Note>;
  create(body: string): Promise<void>;
  update(id: number, body: string): Promise<void>;
}

/** When a comment is written: always, only where there is something to say or a comment to correct, or never. */
export const commentModes = ["always", "changes", "off"] as const;
export type CommentMode = (typeof commentModes)[number];

/**
 * The mark of the one comment that a workspace has, invisible where Markdown is rendered.
 *
 * @param workspace what tells workspaces apart: the configuration file and the environment
 */
export function markerOf(workspace: readonly string[]): string {
  const digest = createHash("sha256").update(JSON.stringify(workspace)).digest("hex").slice(0, 16);
  return `[//]: # (fin-ingest ${digest})`;
}

/**
 * Keeps one comment with the marker up to date: writes over the one that is there, else makes one. A comment of somebody
 * else that begins with the marker is left alone: its author could change it again.
 *
 * @throws ApiError where the host refuses
 */
export async function keepNote(
  notes: Notes,
  { marker, text, isNeeded }: { readonly marker: string; readonly text: string; readonly isNeeded: boolean },
): Promise<"created" | "updated" | "unchanged" | "not needed"> {
  const body = `${marker}\n\n${text}`;
  for await (const note of notes.list()) {
    if (note.isOwn === false || !note.body.startsWith(marker)) continue;
    if (note.body.trimEnd() === body.trimEnd()) return "unchanged";
    try {
      await notes.update(note.id, body);
      return "updated";
    } catch (error) {
      if (error instanceof ApiError && [403, 404].includes(error.status)) continue;
      throw error;
    }
  }
  if (!isNeeded) return "not needed";
  await notes.create(body);
  return "created";
}
