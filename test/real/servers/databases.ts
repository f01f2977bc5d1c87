import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { findProgram, freePort, missing, runProgram, startDaemon } from "../kit/processes.ts";

/** A running database server with a database `kb` and a user `reader`. */
export interface RunningDatabase {
  readonly scheme: string;
  readonly port: number;
  readonly password: string;
  /** Runs statements as the owner of `kb`. */
  exec(statements: string): void;
  readonly grant: string;
  readonly revoke: string;
  /** What the program says after `revoke`. */
  readonly refusal: RegExp;
  /** The certificate of `localhost`, which is its own authority. */
  readonly certificate: string;
  /** A query of seconds, with the columns id and body. */
  readonly slow: string;
  /** Lets the user write a sequence, in a query that would. */
  readonly grantSequence: string;
  readonly writing: string;
  literal(text: string): string;
  stop(): Promise<void>;
}

const password = "correct-horse-battery";
const isRoot = process.getuid?.() === 0;

function certificateFor(dir: string): { certificate: string; key: string } {
  const [certificate, key] = [path.join(dir, "server.crt"), path.join(dir, "server.key")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"];
  runProgram("openssl", [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    key,
    "-out",
    certificate,
    ...subject,
  ]);
  chmodSync(key, 0o600);
  chmodSync(dir, 0o755);
  return { certificate, key };
}

/** Debian keeps the server's programs beside its version. */
function postgresProgram(name: string): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort() : [];
  const found = versions
    .map((version) => path.join(root, version, "bin", name))
    .filter((file) => existsSync(file));
  return found.at(-1) ?? findProgram(name);
}

const postgres = {
  name: "PostgreSQL",
  missing: () => missing({ postgresql: postgresProgram("postgres"), openssl: findProgram("openssl") }),
  async start(dir: string): Promise<RunningDatabase> {
    const port = await freePort();
    const data = path.join(dir, "data");
    mkdirSync(data, { mode: 0o700 });
    const { certificate, key } = certificateFor(dir);
    const as = (program: string, args: readonly string[]): [string, string[]] =>
      isRoot ? ["runuser", ["-u", "postgres", "--", program, ...args]] : [program, [...args]];
    if (isRoot) {
      const id = (flag: string) => Number(runProgram("id", [flag, "postgres"]));
      for (const file of [data, key, certificate]) chownSync(file, id("-u"), id("-g"));
    }
    const initdb = ["-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"];
    runProgram(...as(postgresProgram("initdb") ?? "", initdb), { cwd: "/" });
    const settings = {
      listen_addresses: "localhost",
      port: String(port),
      unix_socket_directories: "",
      fsync: "off",
      ssl: "on",
      ssl_cert_file: certificate,
      ssl_key_file: key,
      password_encryption: "scram-sha-256",
      hba_file: path.join(data, "own_hba.conf"),
    };
    const rules =
      "host all owner 127.0.0.1/32 trust\nhost all owner ::1/128 trust\nhost all all all scram-sha-256\n";
    runProgram(...as("tee", [settings.hba_file]), { input: rules });
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const daemon = await startDaemon(...as(postgresProgram("postgres") ?? "", ["-D", data, ...flags]), port);
    const psql = (database: string, text: string) =>
      void runProgram(
        "psql",
        ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", String(port), "-U", "owner", database],
        {
          input: text,
        },
      );
    psql("postgres", "CREATE DATABASE kb");
    psql("kb", `CREATE ROLE reader LOGIN PASSWORD '${password}'`);
    return {
      scheme: "postgres",
      port,
      password,
      certificate,
      exec: (text) => psql("kb", text),
      grant: "GRANT SELECT ON articles TO reader;",
      revoke: "REVOKE SELECT ON articles FROM reader;",
      refusal: /permission denied for table articles[\s\S]*GRANT SELECT/,
      grantSequence: "GRANT ALL ON SEQUENCE written TO reader;",
      slow: "SELECT 'x' AS id, pg_sleep(10)::text AS body",
      writing: "SELECT setval('written', 7)::text AS id, 'x' AS body",
      literal: (text) => `'${text.replaceAll("'", "''")}'`,
      stop: () => daemon.stop(),
    };
  },
};

const mariadb = {
  name: "MariaDB",
  missing: () =>
    missing({ "mariadb-server": findProgram("mariadbd", "mysqld"), openssl: findProgram("openssl") }),
  async start(dir: string): Promise<RunningDatabase> {
    const port = await freePort();
    const data = path.join(dir, "data");
    const socket = path.join(dir, "server.sock");
    mkdirSync(data);
    const { certificate, key } = certificateFor(dir);
    const user = isRoot ? ["--user=root"] : [];
    runProgram(findProgram("mariadb-install-db") ?? "", [
      "--no-defaults",
      `--datadir=${data}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
      ...user,
    ]);
    const flags = [
      "--no-defaults",
      `--datadir=${data}`,
      `--port=${port}`,
      `--socket=${socket}`,
      `--pid-file=${dir}/server.pid`,
      `--log-error=${dir}/errors.log`,
      "--bind-address=localhost",
      "--character-set-server=utf8mb4",
      "--innodb-flush-log-at-trx-commit=0",
      `--ssl-cert=${certificate}`,
      `--ssl-key=${key}`,
      ...user,
    ];
    const daemon = await startDaemon(findProgram("mariadbd", "mysqld") ?? "", flags, socket);
    const client = (text: string, database: readonly string[] = ["kb"]) =>
      void runProgram(
        "mariadb",
        ["--no-defaults", "-u", "root", "--default-character-set=utf8mb4", `--socket=${socket}`, ...database],
        { input: text },
      );
    client(`CREATE DATABASE kb; CREATE USER reader IDENTIFIED BY '${password}';`, []);
    return {
      scheme: "mariadb",
      port,
      password,
      certificate,
      exec: (text) => client(text),
      grant: "GRANT SELECT ON kb.articles TO reader;",
      revoke:
        "REVOKE SELECT ON kb.articles FROM reader; CREATE TABLE other (id INT); GRANT SELECT ON kb.other TO reader;",
      refusal: /SELECT command denied[\s\S]*GRANT SELECT/,
      grantSequence: "GRANT SELECT, INSERT ON kb.written TO reader;",
      slow: "SELECT 'x' AS id, SLEEP(10) AS body",
      writing: "SELECT NEXTVAL(written) AS id, 'x' AS body",
      literal: (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`,
      stop: () => daemon.stop(),
    };
  },
};

/** Database servers that can be installed on a Debian machine. */
export const databaseServers = [postgres, mariadb];
