import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { newCluster } from "../../setup/postgres-cluster.ts";

/** Where Debian and others keep the server's programs. */
const folders = [
  ...(existsSync("/usr/lib/postgresql")
    ? readdirSync("/usr/lib/postgresql")
        .sort()
        .reverse()
        .map((version) => `/usr/lib/postgresql/${version}/bin`)
    : []),
  ...(process.env.PATH ?? "").split(":"),
];
const programs = folders.find((folder) =>
  ["initdb", "postgres"].every((name) => existsSync(path.join(folder, name))),
);

/** Why tests with a real PostgreSQL are skipped; undefined: they are not. */
export const noPostgres = programs === undefined ? "PostgreSQL is not installed" : undefined;

const isRoot = process.getuid?.() === 0;
let running: Promise<string> | undefined;
let databases = 0;

/**
 * The address of a new, empty database on a real server, which starts with the first call and ends with this process.
 */
export async function newDatabase(): Promise<string> {
  running ??= start();
  databases += 1;
  const name = `test_${process.pid}_${databases}`;
  const server = await running;
  const client = await connected(`${server}/postgres`);
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return `${server}/${name}`;
}

/** Connects; a server whose port answers may still be starting up. */
async function connected(url: string) {
  const { default: pg } = await import("pg");
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return client;
    } catch (error) {
      const startingUp = "57P03";
      if (Object(error).code !== startingUp) throw error;
    }
  }
}

async function start(): Promise<string> {
  // The folder for temporary files of the tests may be closed to the user that the server runs as.
  const dir = mkdtempSync(path.join(isRoot ? "/tmp" : tmpdir(), "fin-ingest-postgres-"));
  const data = path.join(dir, "data");
  mkdirSync(data, { mode: 0o700 });
  const program = (name: string) => path.join(programs ?? "", name);
  // The server refuses to run as root.
  const as = isRoot ? ["runuser", "-u", "postgres", "--"] : [];
  if (isRoot) {
    const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
    for (const folder of [dir, data]) chownSync(folder, id("-u"), id("-g"));
  }
  newCluster(data, (folder) => {
    const [first = "", ...rest] = [...as, program("initdb"), "-D", folder, "-U", "owner", "-A", "trust"];
    execFileSync(first, [...rest, "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"], {
      cwd: "/",
      stdio: "ignore",
    });
  });
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "off",
    shared_buffers: "16MB",
    autovacuum: "off",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // However this process ends, its end of the pipe closes, and server and folder go with it.
  const script =
    '"$@" & cat >/dev/null; kill -QUIT "$(head -n 1 "$DATA/postmaster.pid")"; wait; rm -rf "$FOLDER"';
  const child = spawn("sh", ["-c", script, "sh", ...as, program("postgres"), "-D", data, ...flags], {
    cwd: "/",
    env: { ...process.env, DATA: data, FOLDER: dir },
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.unref();
  if ("unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
  while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 50));
  return `postgres://owner@127.0.0.1:${port}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
