import type { Redact } from "./redact.ts";

export type LogFormat = "pretty" | "json";
export type LogLevel = "debug" | "info" | "warn";

export interface LogOptions {
  readonly format: LogFormat;
  /** The lowest level that is written. */
  readonly level: LogLevel;
  /** Takes one line without its line end. */
  readonly write: (line: string) => void;
  readonly redact: Redact;
}

/**
 * A log that writes one line per message: for people (`pretty`: the message, then its fields), or for machines
 * (`json`: pino's lines with `level`, `time`, `msg`). Everything it writes goes through `redact`.
 */
export async function createLog(options: LogOptions): Promise<Log> {
  return options.format === "json" ? jsonLog(options) : prettyLog(options);
}

const order: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2 };

function prettyLog({ level, write, redact }: LogOptions): Log {
  const at =
    (own: LogLevel, prefix: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      if (order[own] >= order[level]) write(redact(`${prefix}${message}${fieldsText(fields)}`));
    };
  return { debug: at("debug", "debug: "), info: at("info", ""), warn: at("warn", "warning: ") };
}

function fieldsText(fields: Readonly<Record<string, unknown>>): string {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return present
    .map(([key, value]) => `  ${key}=${typeof value === "string" ? quoted(value) : JSON.stringify(value)}`)
    .join("");
}

function quoted(value: string): string {
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

/** Loads pino only here: most runs never need it. */
async function jsonLog({ level, write, redact }: LogOptions): Promise<Log> {
  const { pino } = await import("pino");
  const destination = { write: (line: string) => write(redact(line.trimEnd())) };
  const logger = pino(
    { level, base: null, formatters: { level: (label) => ({ level: label }) } },
    destination,
  );
  const at =
    (own: LogLevel) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      logger[own](fields, message);
  return { debug: at("debug"), info: at("info"), warn: at("warn") };
}

export interface Log {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}
