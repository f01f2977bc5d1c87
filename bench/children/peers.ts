import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * A package that is measured against and no dependency of ours: the project's own where it has it, else from
 * `node_modules` of the folder that BENCH_PEERS names; undefined where neither has it.
 */
export async function peer(name: string): Promise<Record<string, unknown> | undefined> {
  try {
    return await import(name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
  }
  const [, packageName = name, inner = ""] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(name) ?? [];
  const folder = path.join(process.env.BENCH_PEERS ?? "", "node_modules", packageName);
  if (process.env.BENCH_PEERS === undefined || !existsSync(folder)) return undefined;
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const entry = entryOf(manifest, `.${inner}`);
  return entry === undefined ? undefined : import(pathToFileURL(path.join(folder, entry)).href);
}

/** The file that `import` would take (https://nodejs.org/api/packages.html#conditional-exports). */
function entryOf(manifest: unknown, inner: string): string | undefined {
  const exported = field(manifest, "exports");
  const own = field(exported, inner) ?? (inner === "." ? exported : undefined);
  return target(own) ?? text(field(manifest, "module")) ?? text(field(manifest, "main"));
}

function target(exported: unknown): string | undefined {
  if (typeof exported !== "object" || exported === null) return text(exported);
  for (const condition of ["node", "import", "default", "require"]) {
    const found = target(field(exported, condition));
    if (found !== undefined) return found;
  }
  return undefined;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
