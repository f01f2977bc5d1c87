import path from "node:path";
import { configError, type Problem } from "../../config/errors/problem.ts";
import { readConfigFile } from "../../config/load.ts";
import { check } from "../../config/read/check.ts";
import type { Env } from "../../config/read/env.ts";
import { fillerFor } from "../../config/read/fill.ts";
import { secretsIn } from "../../config/read/mask.ts";
import { dotted, filledTree, type MapTree, scalars, type Tree } from "../../config/read/tree.ts";
import { readYaml } from "../../config/read/yaml.ts";
import { type FleetSettings, fleetSchema } from "./schema.ts";
import type { Fleet, Workspace } from "./types.ts";

export interface FleetNeeds {
  /** Otherwise they are not looked at, and need not be set. */
  readonly statusTokens?: boolean;
}

/**
 * Reads and checks a fleet file. The configurations of the workspaces are not read: a worker needs no secret of theirs,
 * and one that is wrong stops its own runs alone.
 *
 * @throws ConfigError with a line for each problem: `FILE:LINE:COLUMN what`, the file as it was given
 */
export function loadFleet(file: string, env: Env, needs: FleetNeeds = {}): Fleet {
  const absolute = path.resolve(file);
  const { tree, problems: syntax } = readYaml(
    readConfigFile(
      file,
      absolute,
      "Write one with: fin-ingest fleet init. Another place is given with -c FILE.",
    ),
  );
  if (tree?.kind !== "map") throw configError(file, syntax.length > 0 ? syntax : [notAMapping(tree)]);
  const { fill, printed } = fillerFor(env, path.dirname(absolute));
  const root = filledTree(overWorkspaces(tree, absolute, needs), fill);
  const checked = check(fleetSchema, { root, path: [] });
  const problems = [...syntax, ...unfilled(root), ...(checked.ok ? [] : checked.problems)];
  if (problems.length > 0 || !checked.ok) throw configError(file, problems);
  const secrets = [...secretsIn(fleetSchema, checked.written), ...printed.filter(Boolean)];
  return inProgramTerms(checked.value, absolute, secrets);
}

function notAMapping(tree: Tree | undefined): Problem {
  const message = 'the file is not a mapping: it starts with keys such as "database:" and "workspaces:"';
  return { at: tree?.at ?? { line: 1, column: 1 }, message, hint: "Write one with: fin-ingest fleet init" };
}

/** The tree with each of its workspaces as the schema takes it. */
function overWorkspaces(root: MapTree, file: string, needs: FleetNeeds): MapTree {
  const workspaces = root.entries.get("workspaces");
  if (workspaces?.tree.kind !== "map") return root;
  const entries = [...workspaces.tree.entries].map(([name, entry]) => {
    if (entry.tree.kind !== "map") return [name, entry] as const;
    const tree = withNamedConfig(entry.tree, `${file}#${name}`);
    return [name, { ...entry, tree: needs.statusTokens ? tree : without(tree, "status_token") }] as const;
  });
  const tree: MapTree = { ...workspaces.tree, entries: new Map(entries) };
  return { ...root, entries: new Map(root.entries).set("workspaces", { ...workspaces, tree }) };
}

/** A configuration that stands in the fleet file gives way to its name: its references are for the run that reads it. */
function withNamedConfig(workspace: MapTree, name: string): MapTree {
  const config = workspace.entries.get("config");
  if (config?.tree.kind !== "map") return workspace;
  const value = name.replaceAll("${", "$${");
  const tree: Tree = { kind: "scalar", at: config.tree.at, value, source: value, from: [] };
  return { ...workspace, entries: new Map(workspace.entries).set("config", { ...config, tree }) };
}

function without(tree: MapTree, key: string): MapTree {
  const entries = new Map(tree.entries);
  entries.delete(key);
  return { ...tree, entries };
}

function unfilled(root: Tree): Problem[] {
  return [...scalars(root)].flatMap(({ path: at, scalar }) =>
    scalar.failed
      ? [{ at: scalar.at, message: `${dotted(at)}: ${scalar.failed.message}`, hint: scalar.failed.hint }]
      : [],
  );
}

function inProgramTerms(settings: FleetSettings, file: string, secrets: readonly string[]): Fleet {
  const { database, schema, retries, retry_delay, later, max_duration, conversions } = settings;
  const workspaces = Object.entries(settings.workspaces).map(([name, one]): Workspace => {
    const schedules = one.schedules ?? settings.schedules;
    return {
      name,
      config: path.resolve(path.dirname(file), one.config),
      ...(one.env !== undefined && { environment: one.env }),
      schedules: schedules.map((schedule) => ({
        ...schedule,
        timezone: schedule.timezone ?? settings.timezone,
      })),
      ...(one.status_token !== undefined && { statusToken: one.status_token }),
    };
  });
  return {
    file,
    database,
    schema,
    policy: { retries, retryDelayS: retry_delay, laterS: later },
    ...(max_duration !== undefined && { maxDuration: max_duration }),
    ...(conversions !== "off" && {
      conversions: {
        ...(conversions.concurrency !== undefined && { concurrency: conversions.concurrency }),
        expireS: conversions.expire_after,
      },
    }),
    workspaces,
    secrets: [...new Set(secrets)],
  };
}
