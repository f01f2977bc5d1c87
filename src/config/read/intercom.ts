import type { z } from "zod";
import type { Problem } from "../errors/problem.ts";
import { intercomSchema, regionUrls, tokenVariable } from "../schema/intercom.ts";
import type { IntercomConfig } from "../types.ts";
import { check } from "./check.ts";
import type { Env } from "./env.ts";
import { locate, type Path, type Tree } from "./tree.ts";

/** Whether a verb needs Intercom; where that is optional, the token need not be set. */
export type IntercomNeed = "required" | "optional";

export type IntercomRead =
  | { readonly ok: true; readonly intercom?: IntercomConfig | undefined; readonly version: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const tokenPath: Path = ["intercom", "token"];

/** Reads the `intercom` part; without a `token` key the token comes from INTERCOM_ACCESS_TOKEN. */
export function readIntercom(root: Tree, env: Env, need: IntercomNeed): IntercomRead {
  if (need === "optional" && settingIsUnset(root)) return { ok: true, version: versionOf(root) };
  const absent = need === "optional" && tokenIsAbsent(root, env);
  const read = readSettings(root, absent);
  if (!read.ok) return read;
  const { base_url, region, version } = read.value;
  const baseUrl = (base_url ?? regionUrls[region ?? "us"]).replace(/\/+$/, "");
  if (absent) return { ok: true, version };
  const token = read.value.token ?? env[tokenVariable];
  if (!token) return { ok: false, problems: [noToken(root)] };
  const fault = intercomSchema.shape.token.safeParse(token).error?.issues[0]?.message;
  if (fault !== undefined) return { ok: false, problems: [unusable(root, fault)] };
  return { ok: true, intercom: { token, baseUrl, version }, version };
}

type Settings =
  | { readonly ok: true; readonly value: z.output<typeof intercomSchema> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

function readSettings(root: Tree, withoutToken: boolean): Settings {
  if (!locate(root, ["intercom"]).found) return { ok: true, value: intercomSchema.parse({}) };
  return check(intercomSchema, { root, path: ["intercom"], others: withoutToken ? ["token"] : [] });
}

/** Whether a setting other than the token names a variable that is not set: in a pull request's job none of them is. */
function settingIsUnset(root: Tree): boolean {
  const { tree, found } = locate(root, ["intercom"]);
  if (!found || tree.kind !== "map") return false;
  return [...tree.entries].some(
    ([key, { tree }]) => key !== "token" && tree.kind === "scalar" && tree.failed?.reason === "missing",
  );
}

/** Even where nothing is sent, audiences are checked against the version. */
function versionOf(root: Tree): string {
  const { tree, found } = locate(root, ["intercom", "version"]);
  const written = found && tree.kind === "scalar" && !tree.failed ? { version: tree.value } : {};
  return intercomSchema.catch(intercomSchema.parse({})).parse(written).version;
}

/** Whether the token's variable or file is missing, or empty, as CI systems set it. */
function tokenIsAbsent(root: Tree, env: Env): boolean {
  const { tree, found } = locate(root, tokenPath);
  if (!found) return !env[tokenVariable];
  if (tree.kind !== "scalar") return false;
  return tree.failed?.reason === "missing" || (tree.value === "" && tree.from.length > 0);
}

const unusable = (root: Tree, fault: string): Problem => ({
  at: locate(root, ["intercom"]).at,
  message: `intercom: the token in the environment variable ${tokenVariable} ${fault}`,
});

const noToken = (root: Tree): Problem => ({
  at: locate(root, ["intercom"]).at,
  message: `intercom: token is missing, and the environment variable ${tokenVariable} is not set`,
  hint: `Set ${tokenVariable} to an access token of the workspace (Intercom › Settings › Integrations › Developer Hub).`,
});
