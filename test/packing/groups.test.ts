import type { Metafile } from "esbuild";
import { expect, test } from "vitest";
import { groupsOf } from "../../packing/groups.ts";

interface File {
  readonly bytes?: number;
  readonly imports?: readonly string[];
  /** It is loaded on its own, too. */
  readonly entry?: true;
  /** Imported from where the program is installed. */
  readonly outside?: string;
}

/** What esbuild says of a bundle. */
const outputs = (files: Readonly<Record<string, File>>): Metafile["outputs"] =>
  Object.fromEntries(
    Object.entries(files).map(([name, { bytes = 1_000, imports = [], entry, outside }]) => [
      `${name}.js`,
      {
        bytes,
        inputs: {},
        exports: [],
        imports: [
          ...imports.map((one) => ({ path: `${one}.js`, kind: "import-statement" as const })),
          ...(outside ? [{ path: outside, kind: "import-statement" as const, external: true }] : []),
        ],
        ...(entry && { entryPoint: `${name}.ts` }),
      },
    ]),
  );

const grouped = (files: Readonly<Record<string, File>>, apart: string[] = [], named: string[] = []) =>
  groupsOf(outputs(files), apart, named)
    .map((group) =>
      group
        .map((name) => name.slice(0, -3))
        .sort()
        .join(" "),
    )
    .sort();

const [large, huge] = [150_000, 350_000];

test.each<[string, Record<string, File>, string[]]>([
  [
    "files that are always loaded together",
    { a: { bytes: large, entry: true, imports: ["b"] }, b: { bytes: large } },
    ["a b"],
  ],
  [
    "small files, though each is loaded without the other",
    { a: { entry: true }, b: { entry: true } },
    ["a b"],
  ],
  [
    "no large files that are loaded one without the other",
    { a: { bytes: large, entry: true }, b: { bytes: large, entry: true } },
    ["a", "b"],
  ],
  [
    "no small file with one that would load much more",
    { a: { entry: true }, b: { entry: true, imports: ["c"] }, c: { bytes: huge } },
    ["a", "b c"],
  ],
  [
    "no more than a file may hold",
    { a: { bytes: huge, entry: true, imports: ["b"] }, b: { bytes: huge } },
    ["a", "b"],
  ],
  [
    "no two with a third between them",
    {
      a: { bytes: 10, entry: true, imports: ["b"] },
      b: { bytes: 399_999, imports: ["c"] },
      c: { bytes: 10 },
    },
    ["a", "b", "c"],
  ],
  [
    "no files of which one needs a package that may be missing",
    { a: { entry: true }, b: { entry: true, outside: "mysql2" }, c: { entry: true, imports: ["b"] } },
    ["a", "b", "c"],
  ],
  [
    "files of which one needs a module of Node's",
    { a: { entry: true }, b: { entry: true, outside: "node:fs" } },
    ["a b"],
  ],
])("%s become one", (_, files, groups) => {
  expect(grouped(files)).toEqual(groups);
});

test("what the shortest commands load stays as it is, and so does what is named from outside", () => {
  const files: Record<string, File> = {
    help: { entry: true, imports: ["early"] },
    early: {},
    worker: { entry: true, imports: ["late"] },
    late: {},
    later: { entry: true, imports: ["late"] },
  };
  expect(grouped(files, ["help.ts"], ["worker.js"])).toEqual(["early", "help", "late later", "worker"]);
});
