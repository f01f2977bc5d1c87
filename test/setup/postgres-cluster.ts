import { execFileSync } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Where the run keeps the cluster that the others are copied from; unset outside of the suite. */
const variable = "FIN_INGEST_TEST_CLUSTER";

/** To make a cluster takes most of a second of CPU time, and a copy of one a tenth of that: the run makes one. */
export default function clusters(): (() => void) | undefined {
  // Vitest asks for it once for each project of its configuration.
  if (process.env[variable] !== undefined) return undefined;
  // The server refuses to run as root, and root's own folders are closed to it.
  const parent = process.getuid?.() === 0 ? "/tmp" : tmpdir();
  const cluster = path.join(parent, `fin-ingest-cluster-${process.pid}`);
  process.env[variable] = cluster;
  return () => {
    delete process.env[variable];
    rmSync(cluster, { recursive: true, force: true });
  };
}

/**
 * Makes a cluster of PostgreSQL in an empty folder of the server's user.
 *
 * @param initdb makes one in a folder that need not exist
 */
export function newCluster(data: string, initdb: (folder: string) => void): void {
  const cluster = process.env[variable];
  if (cluster === undefined) {
    initdb(data);
    return;
  }
  if (!existsSync(cluster)) made(cluster, initdb);
  execFileSync("cp", ["-a", `${cluster}/.`, data]);
}

/** Several processes of the suite may begin at once: the first that ends has made it. */
function made(cluster: string, initdb: (folder: string) => void): void {
  const own = `${cluster}-${process.pid}`;
  initdb(own);
  try {
    renameSync(own, cluster);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(cluster)) throw error;
  }
}
