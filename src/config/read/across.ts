import type { Problem } from "../errors/problem.ts";
import type { SourceConfig } from "../types.ts";
import { locate, type Tree } from "./tree.ts";

/** What of the workspace that gets the pages matters for its sources. */
interface Destination {
  readonly version: string;
  /** Absent: it was not asked for. */
  readonly token?: string | undefined;
}

/**
 * Problems beyond a single source: two with one Content Import Source, one that moves from a source that is still
 * there, one that reads the workspace to which it writes, audiences that the API version lacks.
 */
export function problemsAcross(
  root: Tree,
  sources: readonly SourceConfig[],
  { version, token }: Destination,
): Problem[] {
  return [
    ...sharedUrls(root, sources),
    ...moves(root, sources),
    ...loops(root, sources, token),
    ...(knowsAudiences(version) ? [] : audiences(root, sources, version)),
  ];
}

/** Two sources with one Content Import Source would each take the other's pages for removed documents. */
function sharedUrls(root: Tree, sources: readonly SourceConfig[]): Problem[] {
  const owners = new Map<string, string>();
  return sources.flatMap(({ name, url }) => {
    const owner = owners.get(comparable(url));
    if (owner === undefined) {
      owners.set(comparable(url), name);
      return [];
    }
    return {
      at: locate(root, ["sources", name, "url"]).at,
      message: `sources.${name}.url: is the same Content Import Source as that of sources.${owner}`,
      hint: "Every source needs a URL of its own: a path is enough (https://docs.example.com/handbook).",
    };
  });
}

/** A source takes over the pages of one name that is no longer used, and no two take over the same. */
function moves(root: Tree, sources: readonly SourceConfig[]): Problem[] {
  const takers = new Map<string, string>();
  return sources.flatMap(({ name, movedFrom }) => {
    if (movedFrom === undefined) return [];
    const taker = takers.get(movedFrom);
    takers.set(movedFrom, taker ?? name);
    const problem = (message: string, hint: string) => ({
      at: locate(root, ["sources", name, "moved_from"]).at,
      message: `sources.${name}.moved_from: ${message}`,
      hint,
    });
    if (sources.some((source) => source.name === movedFrom))
      return [
        problem(
          movedFrom === name ? "is the source itself" : `sources.${movedFrom} is still there`,
          "It names a source that was renamed: rename that one, or take the key out.",
        ),
      ];
    if (taker === undefined) return [];
    return [
      problem(
        `sources.${taker} takes over the pages of ${movedFrom} already`,
        "Only one source can have them.",
      ),
    ];
  });
}

/** Fin uses a workspace's own articles already: as pages they would be there twice, and the older text would stay. */
function loops(root: Tree, sources: readonly SourceConfig[], token: string | undefined): Problem[] {
  return sources
    .filter(
      ({ connector, options }) =>
        connector.type === "intercom" && token !== undefined && tokenOf(options) === token,
    )
    .map(({ name }) => ({
      at: locate(root, ["sources", name, "token"]).at,
      message: `sources.${name}.token: is the token of the workspace that gets the pages`,
      hint: "Fin uses that workspace's articles already. The source reads another workspace, with a token of its own.",
    }));
}

const tokenOf = (options: unknown): unknown =>
  typeof options === "object" && options !== null && "token" in options ? options.token : undefined;

/** The URL without what people vary for the same place: scheme, case of the host, last slash, fragment. */
export function comparable(url: string): string {
  const { host, pathname, search } = new URL(url);
  return `${host.replace(/:(80|443)$/, "")}${pathname.replace(/\/+$/, "")}${search}`;
}

function audiences(root: Tree, sources: readonly SourceConfig[], version: string): Problem[] {
  return sources
    .filter(({ audienceIds }) => audienceIds !== undefined)
    .map(({ name }) => ({
      at: locate(root, ["sources", name, "audience_ids"]).at,
      message: `sources.${name}.audience_ids: needs Intercom API version 2.15 or later, and intercom.version is ${version}`,
      hint: 'Set intercom.version to "2.15", or remove audience_ids.',
    }));
}

/** Content Import Sources have audiences since 2.15; the versions without a number (Preview, Unstable) are newer. */
function knowsAudiences(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(version) ?? [];
  if (major === undefined) return true;
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 15);
}
