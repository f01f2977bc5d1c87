import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Metafile } from "esbuild";

/** A package of which code stands in the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly licence: string;
  /** What it grants, in its own words. */
  readonly text: string;
}

/** All packages in a bundle, by name. @throws Error for one that does not say under which licence it is */
export function packagesIn(project: string, { inputs, outputs }: Metafile): BundledPackage[] {
  const used = new Set(Object.values(outputs).flatMap((output) => Object.keys(output.inputs)));
  const folders = Object.keys(inputs)
    .filter((input) => used.has(input))
    .flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? []);
  return [...new Set(folders)]
    .map((folder) => readPackage(path.join(project, folder)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readPackage(folder: string): BundledPackage {
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const { name, version, license, author } = manifest;
  if (typeof license !== "string") throw new Error(`${name}@${version} does not name its licence`);
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(path.join(folder, file), "utf8").trim());
  const holder = typeof author === "string" ? author : (author?.name ?? "its authors");
  const text = texts.length > 0 ? texts.join("\n\n") : `Published by ${holder} under ${license}.`;
  return { name, version, licence: license, text };
}

/** The file that goes with the bundle, as most licences ask. Packages of one author often share a text. */
export function licenceFile(packages: readonly BundledPackage[]): string {
  const head =
    "The files of fin-ingest contain code of these packages, each under its own licence. sbom.json lists them for programs.\n";
  const byText = new Map<string, { readonly text: string; readonly names: string[] }>();
  for (const { name, version, licence, text } of packages) {
    const words = text.replace(/\s+/g, " ");
    const same = byText.get(words) ?? { text, names: [] };
    same.names.push(`${name} ${version} (${licence})`);
    byText.set(words, same);
  }
  const each = [...byText.values()].map(
    ({ text, names }) => `${"=".repeat(80)}\n${names.join("\n")}\n\n${text}\n`,
  );
  return [head, ...each].join("\n");
}

/** A bill of materials of the bundle: https://cyclonedx.org/docs/1.6/json/ */
export function billOfMaterials(version: string, packages: readonly BundledPackage[]): string {
  const components = packages.map(({ name, version: of, licence }) => ({
    type: "library",
    name,
    version: of,
    purl: `pkg:npm/${name.replace(/^@/, "%40")}@${of}`,
    licenses: [{ expression: licence }],
  }));
  const component = { type: "application", name: "fin-ingest", version };
  return `${JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, metadata: { component }, components }, null, 1)}\n`;
}
