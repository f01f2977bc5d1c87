import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { docsRepo, writeConfig } from "./kit/docs-repo.ts";
import { publishedFile, root, withFolder } from "./kit/folders.ts";
import type { Bench, Findings, Target } from "./kit/model.ts";
import { sized } from "./kit/scale.ts";
import { count, interleave, median, megabytes, milliseconds } from "./kit/stats.ts";

const cold = "npm i, empty cache";
const warm = "npm i, warm cache";
const clean = "npm ci --omit=dev, empty cache";
const npx = "npx … ci --base HEAD~1, empty cache";
const ci = "the same ci, installed";
const listed = "npm i of its dependencies alone, empty cache";

/** Packages that the program needs beside it, as they are published. */
const asPublished = ["@photostructure/sqlite", "@mixmark-io/domino"];
/** Those that package.json names. */
function ownDependencies(): Readonly<Record<string, string>> {
  const { dependencies }: { dependencies: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(path.join(root, "package.json"), "utf8"),
  );
  return dependencies;
}

/** What a job on a fresh machine waits for. */
export const install: Bench = {
  name: "install",
  title: "Installing",
  method:
    "The package as `npm pack` makes it is installed into empty folders with npm's own cache emptied or filled, from the registry that npm is configured for: times include the network. Size is that of all files of `node_modules`. `npx` installs and runs `ci` in a repository with 500 documents whose last commit changes one.",
  run: () =>
    withFolder(async (folder) => {
      const tarball = packed(folder);
      const repo = await docsRepo(500);
      const config = writeConfig(path.join(folder, "config"), repo, "http://127.0.0.1:9");
      const rounds = sized({ small: 1, usual: 2, full: 5 });
      const places = new Places(folder);
      const inRepo = ["ci", "--base", "HEAD~1", "-c", config];
      const filled = places.next();
      const installed = places.project({});
      await npm(["i", tarball], installed, filled);
      const samples = await interleave(
        {
          [cold]: () => npm(["i", tarball], places.project({}), places.next()),
          [warm]: () => npm(["i", tarball], places.project({}), filled),
          [clean]: () => npm(["ci", "--omit=dev"], places.copyOf(installed), places.next()),
          [listed]: () => npm(["i"], places.project({ dependencies: ownDependencies() }), places.next()),
          [npx]: () =>
            npm(
              ["exec", "--yes", `--package=${tarball}`, "--", "fin-ingest", ...inRepo],
              repo.folder,
              places.next(),
            ),
          [ci]: () => elapsed(process.execPath, [publishedFile, ...inRepo], repo.folder, process.env),
        },
        rounds,
      );
      const ms = (name: string) => median(samples.get(name) ?? []);
      return findings(ms, sizesOf(path.join(installed, "node_modules")), statSync(tarball).size, rounds);
    }),
};

/** New folders, one after the other. */
class Places {
  private made = 0;
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  next(): string {
    this.made += 1;
    const place = path.join(this.folder, `place-${this.made}`);
    mkdirSync(place);
    return place;
  }

  project(manifest: object): string {
    const place = this.next();
    writeFileSync(path.join(place, "package.json"), JSON.stringify({ private: true, ...manifest }));
    return place;
  }

  /** A project with the packages and the lock of another one. */
  copyOf(project: string): string {
    const place = this.next();
    for (const file of ["package.json", "package-lock.json"])
      copyFileSync(path.join(project, file), path.join(place, file));
    return place;
  }
}

function packed(folder: string): string {
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const name = execFileSync("npm", args, { cwd: root, encoding: "utf8" }).trim();
  return path.join(folder, name);
}

async function npm(args: readonly string[], cwd: string, cache: string): Promise<number> {
  const env = {
    ...process.env,
    npm_config_cache: cache,
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
  return elapsed("npm", args, cwd, env);
}

/** Milliseconds. */
async function elapsed(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const begun = performance.now();
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  await once(child, "close");
  const ms = performance.now() - begun;
  if (child.exitCode !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${child.exitCode}: ${stderr.slice(-2000)}`);
  return ms;
}

/** Bytes of the files in each package's folder, by its name. */
function sizesOf(modules: string): ReadonlyMap<string, { bytes: number; files: number }> {
  const sizes = new Map<string, { bytes: number; files: number }>();
  for (const entry of readdirSync(modules, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = /^(?:@[^/\\]+[/\\])?[^/\\]+/.exec(path.relative(modules, file))?.[0] ?? "";
    const { bytes = 0, files = 0 } = sizes.get(name) ?? {};
    sizes.set(name, { bytes: bytes + statSync(file).size, files: files + 1 });
  }
  return sizes;
}

const MAX_BYTES = 40e6;
const [MAX_COLD_MS, MAX_WARM_MS] = [8_000, 3_000];
/** Packages that the table names. */
const LARGEST = 8;

function findings(
  ms: (name: string) => number,
  sizes: ReturnType<typeof sizesOf>,
  tarballBytes: number,
  rounds: number,
): Findings {
  const all = [...sizes].sort(([, a], [, b]) => b.bytes - a.bytes);
  const bytes = all.reduce((sum, [, size]) => sum + size.bytes, 0);
  const files = all.reduce((sum, [, size]) => sum + size.files, 0);
  const beside = bytes - (sizes.get("fin-ingest")?.bytes ?? 0);
  const fixed = asPublished.reduce((sum, name) => sum + (sizes.get(name)?.bytes ?? 0), 0);
  const timeTarget = (name: string, most: number): Target => ({
    what: name,
    wanted: `at most ${milliseconds(most)}`,
    measured: milliseconds(ms(name)),
    met: ms(name) <= most,
    limit:
      ms(name) <= most
        ? undefined
        : `The registry and the disk: its dependencies alone, without the program, take ${milliseconds(ms(listed))}.`,
  });
  return {
    setting: `${rounds} ${rounds === 1 ? "round" : "rounds"}; the tarball has ${megabytes(tarballBytes)}.`,
    tables: [
      {
        title: "Times",
        head: ["what", "time"],
        rows: [cold, warm, clean, npx, ci, listed].map((name) => [name, milliseconds(ms(name))]),
      },
      {
        title: `${megabytes(bytes)} in ${count(sizes.size)} packages and ${count(files)} files`,
        head: ["package", "size", "files"],
        rows: all.slice(0, LARGEST).map(([name, size]) => [name, megabytes(size.bytes), count(size.files)]),
      },
    ],
    targets: [
      {
        what: "Size",
        wanted: `at most ${megabytes(MAX_BYTES)}`,
        measured: megabytes(bytes),
        met: bytes <= MAX_BYTES,
        limit:
          bytes <= MAX_BYTES
            ? undefined
            : `Its dependencies take ${megabytes(beside)} without the program, of which ${asPublished.join(" and ")} take ${megabytes(fixed)} (twelve builds of SQLite, of which a machine uses one, and a DOM with its tests): docs/troubleshooting.md says more.`,
      },
      timeTarget(cold, MAX_COLD_MS),
      timeTarget(warm, MAX_WARM_MS),
    ],
  };
}
