import type { Io } from "../../src/connector-kit/io.ts";
import type { Gap } from "../../src/connector-kit/listing.ts";
import type { FileContent } from "../../src/connector-kit/safe-read.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { GitError, gitRecords } from "../../src/git/git.ts";
import { globMatcher } from "../../src/glob.ts";
import { type CommitPlace, CommitSnapshot, type Submodule } from "./commit.ts";
import type { DocsRepoOptions } from "./options.ts";
import { type Fetched, fetchCommitById } from "./remote.ts";
import { isSameHost, remoteOf, submoduleAddress } from "./remote-address.ts";
import type { FileEntry, Mark, Snapshot } from "./snapshot.ts";

/** A submodule's files at their place; without a snapshot, why they could not be fetched. */
type Mount = { readonly path: string } & (
  | { readonly snapshot: CommitSnapshot }
  | { readonly snapshot: undefined; readonly reason: string }
);

type Options = Pick<DocsRepoOptions, "token" | "username" | "submodules" | "exclude" | "repository">;

/** Submodules in submodules, at most. */
const MAX_DEPTH = 8;

/** A fetched commit with the files of its submodules, as a checkout has them. What `exclude` leaves out is not fetched. */
export async function withSubmodules(fetched: Fetched, options: Options, io: Io): Promise<Snapshot> {
  const isExcluded = globMatcher(options.exclude);
  const mounts: Mount[] = [];
  const queue: { readonly fetched: Fetched; readonly base: string; readonly depth: number }[] = [
    { fetched, base: "", depth: 0 },
  ];
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    const { base, depth } = one;
    const addresses = await addressesOf(one.fetched.place, io);
    for (const submodule of await new CommitSnapshot(one.fetched.place, io).submodules()) {
      const path = `${base}${submodule.path}`;
      if (isExcluded(`${path}/x`)) continue;
      const inner = await fetchSubmodule(submodule, { path, addresses, outer: one.fetched }, options, io);
      if (typeof inner === "string") mounts.push({ path, snapshot: undefined, reason: inner });
      else {
        mounts.push({ path, snapshot: new CommitSnapshot(inner.place, io) });
        if (options.submodules === "recursive" && depth < MAX_DEPTH)
          queue.push({ fetched: inner, base: `${path}/`, depth: depth + 1 });
      }
    }
  }
  return new NestedSnapshot(new CommitSnapshot(fetched.place, io), mounts);
}

interface Where {
  readonly path: string;
  readonly addresses: ReadonlyMap<string, string>;
  readonly outer: Fetched;
}

/** The submodule's commit, or why it cannot be had. Credentials go to the host of `repository` only. */
async function fetchSubmodule(
  { path: own, commit }: Submodule,
  { path, addresses, outer }: Where,
  { token, username, submodules, repository = "" }: Options,
  io: Io,
): Promise<Fetched | string> {
  try {
    const written = addresses.get(outer.place.prefix === "" ? own : `${outer.place.prefix}/${own}`);
    if (written === undefined) return ".gitmodules does not say where it is";
    const address = submoduleAddress(outer.remote.address, written, token !== undefined);
    const credentials = isSameHost(address, repository) ? { token, username } : {};
    const remote = await remoteOf(credentials, address, io);
    const cwd = await fetchCommitById(remote, commit, `submodule ${path}`, io);
    const name = `${remote.displayed} at ${commit}`;
    const followsSubmodules = submodules === "recursive";
    return { place: { cwd, gitDir: cwd, commit, prefix: "", name, followsSubmodules }, remote };
  } catch (error) {
    io.signal.throwIfAborted();
    if (!(error instanceof FinIngestError)) throw error;
    const { message, hint } = toFailure(error);
    return hint === undefined ? message : `${message}. ${hint}`;
  }
}

/** Path in the repository → address, as `.gitmodules` states them. https://git-scm.com/docs/gitmodules */
async function addressesOf({ cwd, gitDir, commit }: CommitPlace, io: Io): Promise<Map<string, string>> {
  const asked = ["config", "--blob", `${commit}:.gitmodules`, "-z", "--get-regexp", "\\.(path|url)$"];
  const stated = new Map<string, { path?: string; url?: string }>();
  try {
    for await (const records of gitRecords(asked, { cwd, gitDir, signal: io.signal })) {
      for (const record of records) {
        const [, name, key, value] = /^submodule\.(.*)\.(path|url)\n(.*)$/s.exec(record) ?? [];
        if (name !== undefined) stated.set(name, { ...stated.get(name), [key ?? ""]: value });
      }
    }
  } catch (error) {
    if (!(error instanceof GitError)) throw error; // it has none
  }
  return new Map([...stated.values()].flatMap(({ path, url }) => (path && url ? [[path, url]] : [])));
}

/** A commit's files with those of other commits below some of its folders. */
class NestedSnapshot implements Snapshot {
  readonly name: string;
  private readonly main: CommitSnapshot;
  private readonly mounts: readonly Mount[];

  constructor(main: CommitSnapshot, mounts: readonly Mount[]) {
    this.name = main.name;
    this.main = main;
    // The innermost first: it decides about a path.
    this.mounts = [...mounts].sort((one, other) => other.path.length - one.path.length);
  }

  /** The commit names those of its submodules, and so on: its records alone are their mark, unless one is missing. */
  async *files(wanted: (path: string) => boolean, mark?: Mark): AsyncGenerator<readonly (FileEntry | Gap)[]> {
    yield* this.main.files(wanted, mark);
    for (const mount of this.mounts) {
      const { path, snapshot } = mount;
      if (snapshot === undefined) {
        mark?.invalidate();
        const advice = `To leave it out: exclude: ["${path}/**"].`;
        yield [
          { kind: "gap", part: path, reason: `the submodule could not be read: ${mount.reason}. ${advice}` },
        ];
        continue;
      }
      for await (const batch of snapshot.files((file) => wanted(`${path}/${file}`)))
        yield batch.map((file) => placed(file, path));
    }
  }

  async lookup(paths: readonly string[]): Promise<readonly FileEntry[]> {
    const inside = new Map<Mount | undefined, string[]>();
    for (const path of paths) {
      const mount = this.mountOf(path);
      inside.set(mount, [...(inside.get(mount) ?? []), path]);
    }
    const found: FileEntry[] = [];
    for (const [mount, asked] of inside) {
      if (mount === undefined) found.push(...(await this.main.lookup(asked)));
      else {
        const inner = asked.map((path) => path.slice(mount.path.length + 1));
        for (const file of (await mount.snapshot?.lookup(inner)) ?? []) found.push(placed(file, mount.path));
      }
    }
    return found;
  }

  async has(path: string): Promise<boolean> {
    const mount = this.mountOf(path);
    if (mount === undefined) return this.main.has(path);
    if (mount.snapshot === undefined)
      throw new FinIngestError(`${path} is in a submodule that could not be read`);
    return mount.snapshot.has(path.slice(mount.path.length + 1));
  }

  async read(file: FileEntry, limit: number): Promise<FileContent> {
    const mount = this.mountOf(file.path);
    const snapshot = mount === undefined ? this.main : mount.snapshot;
    if (snapshot === undefined)
      throw new FinIngestError(`${file.path} is in a submodule that could not be read`);
    return snapshot.read(file, limit);
  }

  async changedSince(time: number): Promise<ReadonlyMap<string, number>> {
    const changes = new Map(await this.main.changedSince(time));
    for (const { path, snapshot } of this.mounts) {
      for (const [file, at] of (await snapshot?.changedSince(time)) ?? []) changes.set(`${path}/${file}`, at);
    }
    return changes;
  }

  private mountOf(file: string): Mount | undefined {
    return this.mounts.find(({ path }) => file.startsWith(`${path}/`));
  }
}

const placed = (file: FileEntry, folder: string): FileEntry => ({ ...file, path: `${folder}/${file.path}` });
