import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Resident, startResident } from "../e2e/resident.ts";

const root = path.resolve(import.meta.dirname, "../..");

/**
 * For a file of tests: the bundle in a folder of its own, whose program for jobs is the real one, in a process of its own,
 * and whose fin-ingest, which that starts, is already loaded. Gives the path of the program for jobs.
 */
export function useResidentBundle(): () => string {
  let resident: Resident;
  let folder: string;
  const bundle = () => path.join(folder, "dist/bundle");
  beforeAll(async () => {
    resident = await startResident();
    folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-bundle-"));
    mkdirSync(path.join(folder, "dist"));
    for (const name of ["package.json", "node_modules", "dist/revisions.json"])
      symlinkSync(path.join(root, name), path.join(folder, name));
    const filter = (from: string) => !from.endsWith(".map");
    cpSync(path.join(root, "dist/bundle"), bundle(), { recursive: true, filter });
    const [client, port] = resident.command;
    writeFileSync(
      path.join(bundle(), "main.js"),
      `process.argv.splice(2, 0, "${port}");\nawait import("${client}");\n`,
    );
  });
  afterAll(() => {
    resident.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => path.join(bundle(), "ci.js");
}
