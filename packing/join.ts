import { createHash } from "node:crypto";
import path from "node:path";
import { decode, encode } from "@jridgewell/sourcemap-codec";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import type { BundledFile } from "./bundle.ts";

/** How esbuild writes what is published. */
export const published = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  sourcemap: "linked",
  sourcesContent: false,
  write: false,
  logLevel: "error",
} as const satisfies BuildOptions;

/** Where what a file exports is found after it was put into another one. */
interface Place {
  /** Relative to the bundle's folder. */
  readonly file: string;
  /** The number of the file among those that it was put together with; alone it keeps its names. */
  readonly part: number | undefined;
}

const joined = "fin-ingest:joined";
const elsewhere = "fin-ingest:elsewhere";
const wholeOf = (part: number) => `all_${part}`;
const nameIn = (part: number, name: string) => `${name}_${part}`;

/**
 * Puts files of a bundle together: those of a group become one file, in which names that stand twice are told apart, and
 * maps still lead to the sources.
 *
 * @param files the bundle, with a map for each file
 * @param groups of names as the metafile gives them
 */
export async function join(
  project: string,
  files: readonly BundledFile[],
  { outputs }: Metafile,
  groups: readonly (readonly string[])[],
): Promise<readonly BundledFile[]> {
  const folder = path.join(project, "dist/bundle");
  const places = new Map(groups.flatMap((group) => placesIn(group)));
  const exportsOf = (name: string) => outputs[`dist/bundle/${name}`]?.exports ?? [];
  const entryPoints = groups.map((group) => {
    const [first = ""] = group.map((name) => path.posix.basename(name));
    const { file = first, part } = places.get(first) ?? {};
    const out = file.replace(/\.js$/, "");
    if (part === undefined) return { in: path.join(folder, first), out };
    return { in: `${joined}/${group.map((name) => path.posix.basename(name)).join("/")}`, out };
  });
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints,
    outdir: folder,
    ...published,
    plugins: [fromMemory(folder, files, places, exportsOf)],
  });
  return outputFiles.map((file) => ({ name: path.relative(folder, file.path), text: file.text }));
}

/** Names say what is in a file, as before: one that is still loading finds no other version's under its name. */
function placesIn(group: readonly string[]): [string, Place][] {
  const names = group.map((name) => path.posix.basename(name));
  const [first = ""] = names;
  if (names.length === 1) return [[first, { file: first, part: undefined }]];
  const hash = createHash("sha256").update(names.join("\n")).digest("hex").slice(0, 8).toUpperCase();
  const file = `${first.replace(/-\w+\.js$/, "")}-${hash}.js`;
  return names.map((name, part) => [name, { file, part }]);
}

/** Lets esbuild read the files that are not written yet, and what a file imports of those of other groups. */
function fromMemory(
  folder: string,
  files: readonly BundledFile[],
  places: ReadonlyMap<string, Place>,
  exportsOf: (name: string) => readonly string[],
): Plugin {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const outputs = new Set([...places.values()].map(({ file }) => file));
  return {
    name: "from memory",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${joined}/`) }, ({ path: name }) => ({
        path: name,
        namespace: joined,
      }));
      onLoad({ filter: /.*/, namespace: joined }, ({ path: name }) => ({
        contents: name
          .slice(joined.length + 1)
          .split("/")
          .flatMap((file, part) => [
            `export * as ${wholeOf(part)} from "./${file}";`,
            `export { ${exportsOf(file)
              .map((one) => `${one} as ${nameIn(part, one)}`)
              .join(", ")} } from "./${file}";`,
          ])
          .join("\n"),
        resolveDir: folder,
      }));
      onResolve({ filter: /.*/ }, ({ path: name, kind }) => {
        if (kind === "entry-point") return { path: name };
        // esbuild would look for packages from the bundle's folder, which is not there before the first build.
        return name.startsWith(".") ? undefined : { path: name, external: true };
      });
      onResolve({ filter: /^\.\// }, ({ path: name, importer, kind, namespace }) => {
        const target = path.posix.basename(name);
        const place = places.get(target);
        if (namespace === elsewhere || kind === "dynamic-import" || place === undefined)
          return outputs.has(target) ? { path: name, external: true } : undefined;
        if (namespace === joined || places.get(path.basename(importer))?.file === place.file)
          return { path: path.join(folder, target) };
        return place.part === undefined
          ? { path: name, external: true }
          : { path: target, namespace: elsewhere };
      });
      onLoad({ filter: /.*/, namespace: elsewhere }, ({ path: name }) => {
        const { file, part = 0 } = places.get(name) ?? {};
        const names = exportsOf(name).map((one) => `${nameIn(part, one)} as ${one}`);
        return { contents: `export { ${names.join(", ")} } from "./${file}";`, resolveDir: folder };
      });
      onLoad({ filter: /\.js$/ }, ({ path: file }) => {
        const name = path.basename(file);
        return { contents: redirected(texts.get(name) ?? "", texts.get(`${name}.map`) ?? "", places) };
      });
    },
  };
}

const onDemand = /\bimport\("\.\/([^"]+)"\)/g;

/** A file whose imports on demand lead to where their files are now; the map follows the code that moves to the right. */
function redirected(text: string, map: string, places: ReadonlyMap<string, Place>): string {
  const { mappings, ...rest } = JSON.parse(map);
  const segments = decode(mappings);
  const lines = text.split("\n").map((line, index) => {
    let moved = 0;
    return line.replace(onDemand, (found, name, column) => {
      const { file, part } = places.get(name) ?? {};
      if (file === undefined || part === undefined) return found;
      const replaced = `import("./${file}").then(all=>all.${wholeOf(part)})`;
      const by = replaced.length - found.length;
      for (const segment of segments[index] ?? [])
        if (segment[0] >= column + moved + found.length) segment[0] += by;
      moved += by;
      return replaced;
    });
  });
  const inline = Buffer.from(JSON.stringify({ ...rest, mappings: encode(segments) })).toString("base64");
  return `${lines.filter((line) => !line.startsWith("//# sourceMappingURL=")).join("\n")}
//# sourceMappingURL=data:application/json;base64,${inline}
`;
}
