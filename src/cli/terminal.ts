import type { Env } from "../config/read/env.ts";
import { type Redact, redactor } from "../log/redact.ts";
import { truncate } from "../report/terminal-text.ts";

/** The part of a process's stdout or stderr that is used. */
interface Stream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): boolean;
  on(event: string, listener: () => void): unknown;
  once(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
}

/**
 * The two streams of the program. Everything passes here and is redacted here: results go to stdout, everything
 * else to stderr. One live line at most stands at the end of stderr and makes room for whatever else is written.
 */
export class Terminal {
  private readonly stdout: Stream;
  private readonly stderr: Stream;
  private readonly env: Env;
  private readonly secrets = new Set<string>();
  private redactText: Redact = (text) => text;
  private liveLine: string | undefined;
  private nobodyReads = false;

  constructor(streams: { stdout: Stream; stderr: Stream; env: Env }) {
    this.stdout = streams.stdout;
    this.stderr = streams.stderr;
    this.env = streams.env;
    // A reader that went away (`| head`) is no error, and no reason to break off a run.
    this.stdout.on("error", () => {
      this.nobodyReads = true;
    });
    this.stderr.on("error", () => {});
  }

  /** Whether the reader of the results went away. */
  get readerGone(): boolean {
    return this.nobodyReads;
  }

  /** From now on these values are masked in everything that is written. */
  conceal(secrets: readonly string[]): void {
    for (const secret of secrets) this.secrets.add(secret);
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

  /** Writes a line for the person at the terminal. */
  note(line: string): void {
    this.clearLive();
    this.stderr.write(`${this.redactText(line)}\n`);
    this.drawLive();
  }

  /** Shows, replaces or (undefined) takes away the live line. */
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

  /** Columns for results; infinite where no terminal shows them, so that nothing is cut for programs that read on. */
  get width(): number {
    return this.stdout.isTTY || this.env.COLUMNS ? this.columns(this.stdout) : Number.POSITIVE_INFINITY;
  }

  /** Columns for texts for people, whoever reads them. */
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

  /** Whether a line may be redrawn in place: someone watches stderr. */
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

/** Columns for texts for people, whoever reads them. */
export const readingColumns = (stream: { readonly columns?: number | undefined }, env: Env): number =>
  Math.min(columnsOf(stream, env), 100);
