import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Connector } from "../connector-kit/connector.ts";
import { InstalledPackages } from "./installed.ts";
import {
  connectorPart,
  digestOf,
  foldersOf,
  type Part,
  pagesPart,
  type RecordedPart,
  readPart,
  recordFile,
  root,
} from "./parts.ts";
import { type Finding, remembered } from "./remembered.ts";
import { walk } from "./walk.ts";

/** Characters decode, compare and split, and addresses resolve, as Node and the libraries in it know how. */
const { node, icu, unicode, ada } = process.versions;
const runtime = JSON.stringify({ node, icu, unicode, ada });

const revisions = new Map<string, string>();
const installed = new InstalledPackages();

/**
 * Changes whenever the same document may become another page, whatever its connector: the code left of apply did, a
 * package that it uses, or Node. Found out once in a process, when it is first asked for.
 */
export const pagesRevision = (): string => revisionOf(pagesPart, () => partRevision(pagesPart));

/** The same of what a connector makes of its system's answers: its folder and what that imports. */
export const connectorRevision = ({ type, revision }: Pick<Connector, "type" | "revision">): string =>
  revision?.() ?? revisionOf(connectorPart(type), () => partRevision(connectorPart(type)));

/** The same of a module that stands outside this program: its file and what that imports. */
export const moduleRevision = (file: string): string =>
  revisionOf(file, () => {
    const folder = path.dirname(file);
    const { files, packages } = walk(folder, [path.basename(file)]);
    return hashOf([digestOf(folder, files), ...installed.versions(packages, folder).lines]);
  });

function revisionOf(name: string, find: () => string): string {
  const revision = revisions.get(name) ?? find();
  revisions.set(name, revision);
  return revision;
}

function partRevision(part: string): string {
  const found = remembered(`revision of ${part} in ${root}`, () => readRevision(part));
  return found === "" ? "" : hashOf([found]);
}

/** Of a part's code and packages; empty for what is no part of this program. */
function readRevision(part: string): Finding {
  const code = codeOf(part);
  if (code === undefined) return { value: "" };
  const { lines, from } = installed.versions(code.packages, import.meta.dirname);
  if (!("builtWith" in code)) return { value: hashOf([code.digest, ...lines]) };
  const { digest, built, builtWith } = code;
  // A bundle has most packages in it; those that its part of the record names are installed beside it.
  if (built === undefined)
    return { value: hashOf([digest, builtWith, ...lines]), from: [recordFile, ...from] };
  const areGone = lines.length > 0 && lines.every((line) => line.endsWith(" absent"));
  const value = hashOf([digest, ...(areGone ? [builtWith] : lines)]);
  return { value, from: [recordFile, ...built.files.map((file) => path.join(root, file)), ...from] };
}

/** As the build wrote it down, unless it was changed since; undefined for what is no part of this program. */
function codeOf(part: string): RecordedPart | Part | undefined {
  const recorded = recordedParts()[part];
  if (!foldersOf(part).every((folder) => existsSync(path.join(root, folder)))) return recorded;
  const { built } = recorded ?? {};
  return built && digestOf(root, built.files) === built.digest ? recorded : readPart(part, root);
}

let record: Readonly<Record<string, RecordedPart | undefined>> | undefined;

/** Empty when the sources run as they are. */
function recordedParts(): Readonly<Record<string, RecordedPart | undefined>> {
  record ??= existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, "utf8")) : {};
  return record ?? {};
}

export const hashOf = (words: readonly string[]): string =>
  createHash("sha256")
    .update(JSON.stringify([runtime, ...words]))
    .digest("hex")
    .slice(0, 16);
