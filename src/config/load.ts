import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { z } from "zod";
import type { Connector } from "../connector-kit/connector.ts";
import { ConfigError } from "../errors.ts";
import type { TellSettings } from "../notify/types.ts";
import { formatFor } from "../notify/webhooks.ts";
import { configError, type Problem } from "./errors/problem.ts";
import { problemsAcross } from "./read/across.ts";
import { check } from "./read/check.ts";
import type { Env } from "./read/env.ts";
import { fillerFor, readFailure } from "./read/fill.ts";
import { inlineText, splitInline } from "./read/inline.ts";
import { type IntercomNeed, readIntercom } from "./read/intercom.ts";
import { type Layers, layered, mergedFiles, onDisk } from "./read/layers.ts";
import { readSource } from "./read/source.ts";
import { readState, type State, StateMistake } from "./read/state.ts";
import { dotted, filledTree, locate, type MapTree, scalars, type Tree } from "./read/tree.ts";
import { type WrittenSource, withoutNeedOf } from "./read/written.ts";
import { topSchema } from "./schema/top.ts";
import type { Config } from "./types.ts";

export interface LoadOptions {
  /** `optional`: variables of `intercom` need not be set; `Config.intercom` is then undefined. */
  readonly intercom: IntercomNeed;
  readonly env: Env;
  readonly connectors: ReadonlyMap<string, Connector>;
  /** Which sources are looked at: values of others need not be set. Absent: all. */
  readonly needed?: ((source: WrittenSource) => boolean) | undefined;
  /** `--env`: which of the file's environments is laid over the rest. Absent: none. */
  readonly environment?: string | undefined;
}

/**
 * Reads and checks a configuration file.
 * @throws ConfigError with a line for each problem: `FILE:LINE:COLUMN what`, the file as it was given
 */
export function loadConfig(file: string, options: LoadOptions): Config {
  const path = resolve(file);
  const baseDir = dirname(path);
  const { root: written, problems, printed } = readTree(file, readConfigFile(file, path), options);
  const root = options.needed ? withoutNeedOf(written, options.needed) : written;
  problems.push(...unfilledScalars(root, options.intercom));
  const top = check(topSchema, { root, path: [] });
  const intercom = readIntercom(root, options.env, options.intercom);
  const sources = sourceNames(root).map((name) =>
    readSource(root, name, options.connectors, { ...disk, file: path }),
  );
  problems.push(...[top, intercom, ...sources].flatMap((part) => (part.ok ? [] : part.problems)));
  const read = sources.flatMap((part) => (part.ok ? [part] : []));
  const configs = read.map(({ source }) => source);
  if (intercom.ok) {
    const { version } = intercom;
    problems.push(...problemsAcross(root, configs, { version, token: intercom.intercom?.token }));
  }
  const state = top.ok ? stateOf(root, top.value.state, { baseDir, env: options.env }) : undefined;
  if (state && "message" in state) problems.push(state);
  if (problems.length > 0 || !top.ok || !intercom.ok || !state || "message" in state)
    throw configError(file, problems);
  const token = intercom.intercom?.token;
  const fingerprintKey = top.value.secrets?.key;
  const { ask, notify, ping, metrics } = top.value;
  const told = [notify?.webhook, notify?.email, ping, metrics?.otlp];
  const ownSecrets = [token, fingerprintKey, ask?.fin_token, ...state.secrets, ...told].filter(
    (value) => value !== undefined,
  );
  return {
    file: path,
    baseDir,
    ...(options.environment !== undefined && { environment: options.environment }),
    intercom: intercom.intercom,
    stateDir: state.stateDir,
    ...(state.store && { store: state.store }),
    audit: top.value.audit,
    ...(top.value.keep_bodies > 0 && { keepBodies: top.value.keep_bodies }),
    ...(ask && { indexing: ask.index }),
    ...(ask?.model !== undefined && { embeddingModel: resolve(baseDir, ask.model) }),
    ...(ask?.fin_token !== undefined && { finToken: ask.fin_token }),
    ...((notify || ping || metrics) && { tell: tellSettings(top.value, baseDir) }),
    sources: configs,
    fingerprintKey,
    secrets: [
      ...new Set([...ownSecrets, ...printed.filter(Boolean), ...read.flatMap(({ secrets }) => secrets)]),
    ],
  };
}

function stateOf(root: Tree, written: string, around: { baseDir: string; env: Env }): State | Problem {
  try {
    return readState(written, around);
  } catch (error) {
    if (!(error instanceof StateMistake)) throw error;
    const hint = "docs/state.md has every form that `state` can take.";
    return { at: locate(root, ["state"]).at, message: `state: ${error.message}`, hint };
  }
}

function tellSettings(
  { notify, ping, metrics }: Pick<z.output<typeof topSchema>, "notify" | "ping" | "metrics">,
  baseDir: string,
): TellSettings {
  const { webhook, format, email, on = [] } = notify ?? {};
  const { file, otlp } = metrics ?? {};
  return {
    ...(notify && {
      notify: {
        on,
        ...(webhook !== undefined && { webhook: { url: webhook, format: format ?? formatFor(webhook) } }),
        ...(email !== undefined && { email }),
      },
    }),
    ...(ping !== undefined && { ping }),
    ...(metrics && {
      metrics: {
        ...(file !== undefined && { file: resolve(baseDir, file) }),
        ...(otlp !== undefined && { otlp }),
      },
    }),
  };
}

const howToBegin =
  "Write one with: fin-ingest init. Another place is given with -c FILE; inside a git work tree, folders above are searched, too.";

/**
 * A configuration file's text. `FLEET#NAME` names the one that stands in a fleet file.
 * @param hint where there is no such file
 * @throws ConfigError where it is not there, or is not UTF-8 text
 */
export function readConfigFile(file: string, path: string, hint = howToBegin): string {
  const inline = splitInline(path);
  if (inline && !existsSync(path))
    return inlineText(readConfigFile(inline.file, inline.file), { ...inline, given: file });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new ConfigError(`${file}: there is no such file`, { hint, cause: error });
    const why = code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not UTF-8 text" : readFailure(error);
    throw new ConfigError(`${file}: cannot be read: ${why}`, { cause: error });
  }
}

/** The file with what it extends as a mapping, and the problems that do not keep the rest from being checked. */
function readTree(
  file: string,
  text: string,
  { env, environment }: LoadOptions,
): { root: MapTree; problems: Problem[]; printed: readonly string[] } {
  const path = resolve(file);
  const baseDir = dirname(path);
  const { tree, problems, isIncomplete } = layeredOnDisk(path, text, environment);
  if (isIncomplete) throw configError(file, problems);
  if (tree?.kind === "map") {
    const { fill, printed } = fillerFor(env, baseDir);
    const root = filledTree(tree, fill);
    return { root, problems: [...problems], printed };
  }
  if (problems.length > 0) throw configError(file, problems);
  const hint = "Write one with: fin-ingest init";
  const isEmpty = tree === undefined || (tree.kind === "scalar" && tree.value === null);
  const message = isEmpty
    ? "the file is empty"
    : 'the file is not a mapping: it starts with keys such as "intercom:" and "sources:"';
  throw configError(file, [{ at: tree?.at ?? { line: 1, column: 1 }, message, hint }]);
}

/**
 * A configuration file and what it extends, nothing of it filled.
 * @param path absolute
 * @throws ConfigError for an environment that it does not have
 */
export function layeredOnDisk(path: string, text: string, environment?: string): Layers {
  return layered(path, text, { ...disk, environment });
}

/** The same with all its environments, none laid over it. */
export function mergedFromDisk(path: string, text: string): Layers {
  return mergedFiles(path, text, disk);
}

const disk = onDisk(readBase, (file) => relative(process.cwd(), file));

function readBase(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const isNotText = Object(error).code === "ERR_ENCODING_INVALID_ENCODED_DATA";
    throw new Error(isNotText ? "it is not UTF-8 text" : readFailure(error), { cause: error });
  }
}

function unfilledScalars(root: Tree, need: IntercomNeed): Problem[] {
  return [...scalars(root)].flatMap(({ path, scalar: { at, failed } }) => {
    if (!failed) return [];
    const isAllowed = failed.reason === "missing" && need === "optional" && isForRunsOnly(path[0]);
    const { message, hint } = failed;
    return isAllowed ? [] : { at, message: `${dotted(path)}: ${message}`, hint };
  });
}

/** Top-level keys that a verb which sends nothing can do without. */
const isForRunsOnly = (key: unknown): boolean => runsOnly.has(key);
const runsOnly: ReadonlySet<unknown> = new Set(["intercom", "secrets", "notify", "ping", "metrics"]);

/** The sources that are mappings; the top level's schema reports anything else. */
function sourceNames(root: Tree): string[] {
  const { tree, found } = locate(root, ["sources"]);
  if (!found || tree.kind !== "map") return [];
  return [...tree.entries].flatMap(([name, entry]) => (entry.tree.kind === "map" ? [name] : []));
}
