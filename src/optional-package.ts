import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { FinIngestError } from "./errors.ts";

/** Versions of a package: from `least` on, below the major version `below` where there is one. */
interface Versions {
  /** Major and minor. */
  readonly least: readonly [major: number, minor: number];
  readonly below?: number;
}

/**
 * The versions that work of the packages a user may install beside the program. npm is not told: for a version in
 * `peerDependencies` it asks the registry about each of them at every installation.
 */
const versionsThatWork = {
  "@huggingface/transformers": [{ least: [4, 0] }],
  mssql: [{ least: [11, 0] }],
  mysql2: [{ least: [3, 0] }],
  nodemailer: [{ least: [7, 0] }],
  "pdfjs-dist": [{ least: [4, 0] }],
  pg: [{ least: [8, 0] }],
  // 12 needs Node 22.12.
  "pg-boss": [
    { least: [10, 4], below: 11 },
    { least: [12, 0], below: 13 },
  ],
  "playwright-core": [{ least: [1, 50] }],
} as const satisfies Readonly<Record<string, readonly Versions[]>>;

export type OptionalPackage = keyof typeof versionsThatWork;

/** The error for a version of a package that does not work; undefined where it does, or is not told in numbers. */
export function versionFault(name: OptionalPackage, found: string): FinIngestError | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(found)?.map(Number) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const ranges: readonly Versions[] = versionsThatWork[name];
  const works = ranges.some(
    ({ least: [first, second], below = Number.POSITIVE_INFINITY }) =>
      (major > first || (major === first && minor >= second)) && major < below,
  );
  if (works) return undefined;
  return new FinIngestError(
    `${name} ${found} is installed beside fin-ingest, which needs ${inWords(ranges)}`,
    {
      hint: `npm install ${ranges.map(({ least, below }) => `${name}@${below === undefined ? "latest" : least.join(".")}`).join(", or ")}, beside fin-ingest.`,
    },
  );
}

const inWords = (ranges: readonly Versions[]): string =>
  ranges
    .map(({ least, below }) => `${least.join(".")} or a later ${below === undefined ? "one" : least[0]}`)
    .join(", or ");

/**
 * Loads a package that the user may have installed beside the program.
 *
 * @param load imports it; the name stands in the import itself, for the compiler and the bundle
 * @param use what it is for, after its name: "which reads postgres"
 * @throws FinIngestError where it is not installed, or in a version that does not work
 */
export async function loadOptional<T>(
  name: OptionalPackage,
  load: () => Promise<T>,
  use: string,
): Promise<T> {
  const version = installedVersion(name);
  const fault = version === undefined ? undefined : versionFault(name, version);
  if (fault) throw fault;
  try {
    return await load();
  } catch (error) {
    if (version !== undefined && !isMissing(error, name)) throw error;
    throw new FinIngestError(`the package ${name}, ${use}, is not installed`, {
      hint: installHints[name] ?? `npm install ${name}, beside fin-ingest.`,
      cause: error,
    });
  }
}

const installHints: Partial<Record<OptionalPackage, string>> = {
  "pg-boss":
    "npm install pg-boss@10.4 pg on Node 20, pg-boss@12 pg on Node 22.12 and newer; beside fin-ingest.",
  "playwright-core":
    "npm install playwright-core, beside fin-ingest; then npx playwright-core install chromium, or `render: {chromium: /path/to/chromium}`.",
};

function isMissing(error: unknown, name: string): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === "ERR_MODULE_NOT_FOUND" &&
    error.message.includes(`'${name}`)
  );
}

/** The version of a package as Node finds it from here; undefined where it is not there. Not every package exports its manifest. */
export function installedVersion(name: OptionalPackage): string | undefined {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(path.join(folder, name, "package.json"), "utf8"));
      const { version } = Object(manifest);
      return typeof version === "string" ? version : undefined;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
