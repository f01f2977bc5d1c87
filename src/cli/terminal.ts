import type { Env } from "../config/read/env.ts";
import { type Redact, redactor } from "../log/redact.ts";
import { truncate } from "../report/terminal-text.ts";

/** The part of a process's stdout or stderr that is used. */
interface Stream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): boolean;
  on(event: string, listener: (error?: unknown) => void): unknown;
  once(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
}

/**
 * The two output streams of the program, and the place where all output is redacted. Results go to stdout, everything
 * else to stderr. At most one live line is at the end of stderr; it makes room for other output.
 */
export class Terminal {
  private readonly stdout: Stream;
  private readonly stderr: Stream;
  private readonly env: Env;
  private readonly secrets = new Set<string>();
  private redactText: Redact = (text) => text;
  private liveLine: string | undefined;
  private nobodyReads = false;
  private unwritten: unknown;

  constructor(streams: { stdout: Stream; stderr: Stream; env: Env }) {
    this.stdout = streams.stdout;
    this.stderr = streams.stderr;
    this.env = streams.env;
    // A reader that went away (`| head`) is not an error, and not a reason to end a run.
    this.stdout.on("error", (error) => {
      this.nobodyReads = true;
      // Nor is a terminal that was closed.
      if (Object(error).code !== "EPIPE" && this.stdout.isTTY !== true) this.unwritten ??= error;
    });
    this.stderr.on("error", () => {});
  }

  /** Whether the reader of stdout went away. */
  get readerGone(): boolean {
    return this.nobodyReads;
  }

  /** Why results could not be written: a full disk, say. Undefined where all were, or their reader went away. */
  async writeFailure(): Promise<unknown> {
    // A stream tells of its error in a later turn.
    await new Promise((resolve) => setImmediate(resolve));
    return this.unwritten;
  }

  /** From now on these values are masked in everything that is written. */
  mask(secrets: readonly string[]): void {
    for (const secret of secrets) this.secrets.add(secret);
    this.redactText = redactor([...this.secrets]);
  }

  /** For a value that is no secret, though it stands where secrets do. */
  unmask(value: string): void {
    this.secrets.delete(value);
    this.redactText = redactor([...this.secrets]);
  }

  redact(text: string): string {
    return this.redactText(text);
  }

  /** Writes a result; resolves when there is room for more, so that a slow reader slows the program down. */
  async result(text: string): Promise<void> {
    if (text === "" || this.nobodyReads) return;
    this.clearLive();
    const roomLeft = this.stdout.write(this.redactText(text));
    if (!roomLeft) await this.room();
    this.drawLive();
  }

  private room(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        for (const event of ["drain", "error", "close"]) this.stdout.off(event, done);
        resolve();
      };
      for (const event of ["drain", "error", "close"]) this.stdout.once(event, done);
    });
  }

  /** Writes a line to stderr, for the person at the terminal. */
  note(line: string): void {
    this.clearLive();
    this.stderr.write(`${this.redactText(line)}\n`);
    this.drawLive();
  }

  /** Draws, replaces or (undefined) removes the live line. */
  live(line: string | undefined): void {
    this.clearLive();
    this.liveLine =
      line === undefined ? undefined : truncate(this.redactText(line), this.columns(this.stderr) - 1);
    this.drawLive();
  }

  private clearLive(): void {
    if (this.liveLine !== undefined) this.stderr.write("\r\u001b[2K");
  }

  private drawLive(): void {
    if (this.liveLine !== undefined) this.stderr.write(this.liveLine);
  }

  /** Columns for results; infinite without a terminal, so that nothing is cut for programs that read them. */
  get width(): number {
    return this.stdout.isTTY || this.env.COLUMNS ? this.columns(this.stdout) : Number.POSITIVE_INFINITY;
  }

  /** Columns for prose: at most 100. */
  get readingWidth(): number {
    return readingColumns(this.stdout, this.env);
  }

  private columns(stream: Stream): number {
    return columnsOf(stream, this.env);
  }

  /** Whether stdout takes colours: https://no-color.org, `FORCE_COLOR`, and no colours into pipes. */
  get colours(): boolean {
    return this.coloursFor(this.stdout);
  }

  get noteColours(): boolean {
    return this.coloursFor(this.stderr);
  }

  private coloursFor(stream: Stream): boolean {
    if (this.env.NO_COLOR) return false;
    const forced = this.env.FORCE_COLOR;
    if (forced !== undefined) return forced !== "0" && forced !== "false";
    return stream.isTTY === true && this.env.TERM !== "dumb";
  }

  /** Whether stderr is a terminal on which a line may be redrawn in place. */
  get watched(): boolean {
    return this.stderr.isTTY === true && this.env.TERM !== "dumb" && !this.env.CI;
  }
}

/** Columns of a terminal; of a pipe, what `COLUMNS` says, or 80. */
export function columnsOf(stream: { readonly columns?: number | undefined }, env: Env): number {
  const asked = Number(env.COLUMNS);
  const columns = stream.columns ?? (Number.isInteger(asked) && asked > 0 ? asked : 80);
  return Math.max(40, columns);
}

/** Columns for prose: at most 100. */
export const readingColumns = (stream: { readonly columns?: number | undefined }, env: Env): number =>
  Math.min(columnsOf(stream, env), 100);
