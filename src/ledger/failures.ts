import path from "node:path";
import { FinIngestError, TryLaterError } from "../errors.ts";

/** Primary result codes, https://www.sqlite.org/rescode.html; extended codes carry them in the low byte. */
const sqlite = {
  perm: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** The ledger cannot be used, and with it nothing may be sent: every upload is recorded in it first. */
export class LedgerError extends FinIngestError {
  override readonly name = "LedgerError";
  /** True when its content is not what was written: it can be rebuilt from what is in Intercom. */
  readonly rebuildable: boolean;
  constructor(message: string, options: { hint?: string; cause?: unknown; rebuildable?: boolean } = {}) {
    super(message, options);
    this.rebuildable = options.rebuildable ?? false;
  }
}

type FailureKind = "busy" | "damaged" | "full" | "denied" | "no folder" | "io" | "other";

/** An error of SQLite or the file system about a file in the state folder, as one that helps. */
export function stateFailure(error: unknown, file: string): FinIngestError {
  if (error instanceof FinIngestError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  switch (failureKind(error)) {
    case "busy":
      return new TryLaterError(`${file} is in use by another process`, {
        hint: "Try again when the other fin-ingest run has ended.",
        cause: error,
      });
    case "damaged":
      return damaged(file, reason, error);
    case "full":
      return new LedgerError(`the disk is full: ${file} could not be written`, {
        hint: "Make room and run again. Nothing is lost: pages whose upload was not recorded are sent again.",
        cause: error,
      });
    case "denied":
      return new LedgerError(`permission denied: ${file} (${reason})`, {
        hint: `fin-ingest must be able to read and write ${path.dirname(file)}: run it as the folder's owner, or change \`state\` in the configuration.`,
        cause: error,
      });
    case "no folder":
      return new LedgerError(`${file} cannot be a folder for the state (${reason})`, {
        hint: "A file stands there, or in the place of a folder above: move it away, or change `state` in the configuration.",
        cause: error,
      });
    case "io":
      return new LedgerError(`${file} could not be read or written (${reason})`, {
        hint: "Check the disk. The state folder belongs on a local disk, not on a network share.",
        cause: error,
      });
    default:
      return new LedgerError(`the ledger ${file} failed: ${reason}`, { cause: error });
  }
}

const rebuildHint =
  "Run `fin-ingest state rebuild`: it sets the file aside and makes a new ledger from Intercom's own listing.";

/** The file exists and is not what we wrote. */
export function damaged(file: string, reason: string, cause?: unknown): LedgerError {
  return untrusted(`the ledger ${file} is damaged: ${reason}`, cause);
}

/** The same, where the file's name is not known. */
export const damagedRow = (reason: string): LedgerError => untrusted(`the ledger is damaged: ${reason}`);

/** The ledger may be whole but is not the newest: an older copy, or missing where there was one. */
export const untrusted = (message: string, cause?: unknown): LedgerError =>
  new LedgerError(message, { hint: rebuildHint, cause, rebuildable: true });

/** The kind of an error of SQLite or of the file system. */
export function failureKind(error: unknown): FailureKind {
  const { errcode, code, systemErrno } = Object(error) as {
    errcode?: unknown;
    code?: unknown;
    systemErrno?: unknown;
  };
  // A row is read as JSON, and nothing we write is bytes.
  if (error instanceof Error && /JSON cannot hold BLOB/.test(error.message)) return "damaged";
  if (typeof errcode === "number") return sqliteFailureKind(errcode & 0xff, systemErrno);
  if (code === "ENOSPC" || code === "EDQUOT") return "full";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "denied";
  if (code === "EEXIST" || code === "ENOTDIR") return "no folder";
  return code === "EIO" ? "io" : "other";
}

function sqliteFailureKind(code: number, systemErrno: unknown): FailureKind {
  const eacces = 13;
  switch (code) {
    case sqlite.busy:
    case sqlite.locked:
      return "busy";
    case sqlite.corrupt:
    case sqlite.notADatabase:
      return "damaged";
    case sqlite.full:
      return "full";
    case sqlite.perm:
    case sqlite.readOnly:
    case sqlite.cannotOpen:
      return "denied";
    case sqlite.ioError:
      return systemErrno === eacces ? "denied" : "io";
    default:
      return "other";
  }
}
