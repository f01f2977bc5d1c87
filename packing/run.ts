import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { RecordedPart } from "../src/revision/parts.ts";
import { bundle } from "./bundle.ts";
import { billOfMaterials, licenceFile, packagesIn } from "./licences.ts";
import { declarations } from "./types.ts";

// The last step before the package is published: what was built becomes few files, in dist/bundle. Loading hundreds of
// modules and installing two hundred packages is most of what a short run takes. `--without-types` is for tests, which run
// it and compile nothing against it.

/** Packages whose code is in the bundle though they are listed as dependencies, so that audits and updates see them. */
const listedOnly = ["p-limit", "cheerio", "turndown", "undici", "yargs"];

const withTypes = !process.argv.includes("--without-types");
const project = path.resolve(import.meta.dirname, "../..");
const { version, dependencies, peerDependenciesMeta } = JSON.parse(
  readFileSync(path.join(project, "package.json"), "utf8"),
);
// Optional packages are named without a version: for one, npm would read what it and its own peers publish at each
// installation, though it installs none. docs/troubleshooting.md says which versions work.
const external = Object.keys({ ...dependencies, ...peerDependenciesMeta }).filter(
  (name) => !listedOnly.includes(name),
);
const { files, metafile } = await bundle(project, external);
const packages = packagesIn(project, metafile);
const exported = {
  index: "dist/src/connector-kit/index.d.ts",
  contract: "dist/src/connector-kit/testing/index.d.ts",
};
const names = new Set(packages.map(({ name }) => name).filter((name) => !listedOnly.includes(name)));
const written = [
  ...files,
  ...(withTypes
    ? declarations({ project, entries: exported, id: `fin-ingest@${version}`, bundled: names })
    : []),
  { name: "THIRD_PARTY_LICENSES.txt", text: licenceFile(packages) },
  { name: "sbom.json", text: billOfMaterials(version, packages) },
  { name: "revisions.json", text: revisions() },
];
const out = path.join(project, "dist/bundle");
rmSync(out, { recursive: true, force: true });
for (const { name, text } of written) {
  const file = path.join(out, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Of each part, what the build found; of its packages, those that are not in the bundle. */
function revisions(): string {
  const record: Record<string, RecordedPart> = JSON.parse(
    readFileSync(path.join(project, "dist/revisions.json"), "utf8"),
  );
  const parts = Object.entries(record).map(
    ([part, { digest, packages, builtWith }]): [string, RecordedPart] => [
      part,
      { digest, builtWith, packages: packages.filter((name) => external.includes(name)) },
    ],
  );
  return JSON.stringify(Object.fromEntries(parts));
}
