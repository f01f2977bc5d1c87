import { builtinModules } from "node:module";
import path from "node:path";
import { build, type Metafile } from "esbuild";
import { groupsOf } from "./groups.ts";
import { join, published } from "./join.ts";
import { oneAcorn, withoutUnneeded } from "./left-out.ts";
import { ownPositions } from "./own-positions.ts";
import { namedExports, ownWidth, requireInBundle } from "./plugins.ts";
import { early, loadedTogether } from "./together.ts";

/** A file of the bundle, not yet written. */
export interface BundledFile {
  /** Relative to the bundle's folder. */
  readonly name: string;
  readonly text: string;
}

export interface Bundle {
  readonly files: readonly BundledFile[];
  readonly metafile: Metafile;
}

/** Files that something names from outside; all other files of a bundle are shared or lazily loaded parts. */
const entryPoints = {
  main: "src/cli/main.ts",
  "thread-main": "src/normalize/worker/thread-main.ts",
  "connector-kit": "src/connector-kit/index.ts",
  contract: "src/connector-kit/testing/index.ts",
  ci: "deploy/ci/main.ts",
};

/** What packages try to load and do without. */
const optional = ["supports-color"];

/** Packages written for CommonJS call `require` for Node's own modules; esbuild's helper for that looks for it here. */
const withRequire =
  'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);\n';
const requireHelper = /\btypeof require\b/;

/**
 * Puts the program and the packages that it uses into few files. What a user does not need for a verb stays in files that
 * are loaded on demand. Identifiers keep their names, and maps lead from the bundle's positions to those of our sources.
 *
 * @param project the folder of package.json
 * @param external packages that stay outside, to be installed beside the program
 * @throws Error when the bundle would load a package that is not among these
 */
export async function bundle(project: string, external: readonly string[]): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: project,
    entryPoints,
    outdir: "dist/bundle",
    chunkNames: "[name]-[hash]",
    ...published,
    splitting: true,
    metafile: true,
    external: [...external],
    plugins: [
      requireInBundle(project),
      namedExports(external),
      ownWidth(project),
      withoutUnneeded(),
      oneAcorn(project),
      await loadedTogether(project, Object.values(entryPoints), external),
    ],
  });
  const unknown = packagesOutside(metafile).filter((name) => ![...external, ...optional].includes(name));
  if (unknown.length > 0) throw new Error(`the bundle loads packages from outside: ${unknown.join(", ")}`);
  const folder = path.join(project, "dist/bundle");
  const parts = outputFiles.map((file) => ({ name: path.relative(folder, file.path), text: file.text }));
  const named = Object.keys(entryPoints).map((name) => `dist/bundle/${name}.js`);
  const files = await join(project, parts, metafile, groupsOf(metafile.outputs, early, named));
  return {
    files: files.filter(({ name }) => name.endsWith(".js")).flatMap((file) => finished(file, files)),
    metafile,
  };
}

function packagesOutside({ outputs }: Metafile): string[] {
  const names = Object.values(outputs)
    .flatMap(({ imports }) => imports.filter((one) => one.external).map((one) => one.path))
    .filter((name) => !name.startsWith("node:") && !builtinModules.includes(name))
    .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
  return [...new Set(names)].sort();
}

/**
 * The file as it is published, with its map if code of ours is in it. The one with esbuild's helper gets `require` in a
 * line of its own, by which its map moves down.
 */
function finished({ name, text }: BundledFile, files: readonly BundledFile[]): BundledFile[] {
  const needsRequire = requireHelper.test(text);
  const [hashbang = ""] = /^#!.*\n/.exec(text) ?? [];
  const helped = needsRequire ? hashbang + withRequire + text.slice(hashbang.length) : text;
  const map = files.find((one) => one.name === `${name}.map`);
  const own = map === undefined ? undefined : ownPositions(map.text, text, needsRequire ? 1 : 0);
  if (own === undefined) return [{ name, text: helped.replace(/\/\/# sourceMappingURL=.*\n?$/, "") }];
  return [
    { name, text: helped },
    { name: `${name}.map`, text: own },
  ];
}
