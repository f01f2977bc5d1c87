import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findProgram, freePort, runProgram } from "../real/kit/processes.ts";
import { newCluster } from "../setup/postgres-cluster.ts";

/** A PostgreSQL of its own for tests, on loopback. */
export interface Postgres {
  readonly port: number;
  /** Makes an empty database. @returns its address */
  createDatabase(): string;
  stop(mode: "fast" | "immediate"): void;
  start(): void;
  /** Stops it and removes its files. */
  remove(): void;
}

/** Debian keeps the server's programs beside its version. */
function serverProgram(name: string): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort() : [];
  const found = versions
    .map((version) => path.join(root, version, "bin", name))
    .filter((file) => existsSync(file));
  return found.at(-1) ?? findProgram(name);
}

/** Why tests with a PostgreSQL are skipped; undefined where one is installed. */
export const noPostgres: string | undefined =
  serverProgram("initdb") && findProgram("psql")
    ? undefined
    : "PostgreSQL is not installed (Debian: postgresql)";

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root. */
function asServer(program: string, args: readonly string[]): void {
  const file = serverProgram(program) ?? program;
  const [command, ...words] = isRoot ? ["runuser", "-u", "postgres", "--", file, ...args] : [file, ...args];
  runProgram(command ?? "", words, { cwd: "/" });
}

export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<Postgres> {
  // The suite's own temporary folder is its user's alone: the server's user could not go through it.
  const dir = mkdtempSync(path.join(isRoot ? "/tmp" : tmpdir(), "fin-ingest-postgres-"));
  chmodSync(dir, 0o755);
  const data = path.join(dir, "data");
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) {
    const id = (flag: string) => Number(runProgram("id", [flag, "postgres"]));
    for (const file of [dir, data]) chownSync(file, id("-u"), id("-g"));
  }
  newCluster(data, (folder) =>
    asServer("initdb", [
      ...["-D", folder, "-U", "owner", "-A", "trust"],
      ...["-E", "UTF8", "--no-sync", "--locale=C.UTF-8"],
    ]),
  );
  const port = await freePort();
  const flags = Object.entries({
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "off",
    shared_buffers: "32MB",
    ...settings,
  }).map(([name, value]) => `-c ${name}=${value === "" ? "''" : value}`);
  let databases = 0;
  const server: Postgres = {
    port,
    createDatabase() {
      const name = `fleet_${++databases}`;
      const psql = ["-X", "-q", "-h", "127.0.0.1", "-p", String(port), "-U", "owner", "postgres"];
      runProgram("psql", [...psql, "-c", `CREATE DATABASE ${name}`]);
      return `postgres://owner:no-password-needed@127.0.0.1:${port}/${name}`;
    },
    start: () =>
      asServer("pg_ctl", [
        "-D",
        data,
        "-w",
        "-s",
        "-l",
        path.join(dir, "log"),
        "-o",
        flags.join(" "),
        "start",
      ]),
    stop: (mode) => asServer("pg_ctl", ["-D", data, "-w", "-s", "-m", mode, "stop"]),
    remove() {
      server.stop("immediate");
      rmSync(dir, { recursive: true, force: true });
    },
  };
  server.start();
  return server;
}
