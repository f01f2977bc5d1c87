import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Daemon, findProgram, freePort, missing, runProgram, startDaemon } from "./processes.ts";

/** A Ceph with one monitor, one store in memory and an object gateway, on loopback. */
export interface Ceph {
  /** Address of its S3. */
  readonly url: string;
  /** As it names itself. */
  readonly version: string;
  stop(): Promise<void>;
}

const programs = ["ceph", "ceph-authtool", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin"];

/** What of it is not installed (Debian: ceph-mon, ceph-osd, ceph-common, radosgw). */
export const lacksForCeph = missing(
  Object.fromEntries(programs.map((program) => [program, findProgram(program)])),
);

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Starts one with a user of this key; the first request to it makes its pools, which takes seconds. */
export async function startCeph({ accessKeyId, secretAccessKey }: Key): Promise<Ceph> {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-ceph-"));
  const [monitor, gateway] = [await freePort(), await freePort()];
  const fsid = readFileSync("/proc/sys/kernel/random/uuid", "utf8").trim();
  const keyring = path.join(dir, "keyring");
  for (const name of ["mon", "osd", "run"]) mkdirSync(path.join(dir, name));
  writeFileSync(path.join(dir, "ceph.conf"), configuration({ dir, fsid, monitor, gateway, keyring }));
  const env = { CEPH_CONF: path.join(dir, "ceph.conf") };
  const run = (program: string, ...args: string[]) =>
    runProgram(findProgram(program) ?? program, args, { env });
  const may = ["--gen-key", "--cap", "mon", "allow *", "--cap", "osd", "allow *"];
  run("ceph-authtool", "--create-keyring", keyring, "-n", "mon.", "--gen-key", "--cap", "mon", "allow *");
  for (const name of ["client.admin", "osd.0"]) run("ceph-authtool", keyring, "-n", name, ...may);
  const map = path.join(dir, "monmap");
  run("monmaptool", "--create", "--addv", "a", `[v2:127.0.0.1:${monitor}]`, "--fsid", fsid, map);
  run("ceph-mon", "--mkfs", "-i", "a", "--monmap", map, "--keyring", keyring);
  const daemons: Daemon[] = [];
  const start = async (program: string, args: readonly string[], answersAt: number | string) => {
    daemons.push(await startDaemon(findProgram(program) ?? program, [...args, "-f"], answersAt, env));
  };
  await start("ceph-mon", ["-i", "a"], monitor);
  run("ceph", "--connect-timeout", "60", "osd", "new", fsid);
  run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", fsid);
  await start("ceph-osd", ["-i", "0"], path.join(dir, "run", "ceph-osd.0.asok"));
  const user = ["user", "create", "--uid", "tests", "--display-name", "tests"];
  run("radosgw-admin", ...user, "--access-key", accessKeyId, "--secret-key", secretAccessKey);
  await start("radosgw", ["-n", "client.admin"], gateway);
  return {
    url: `http://127.0.0.1:${gateway}`,
    version: run("ceph", "--version").trim(),
    async stop() {
      for (const daemon of daemons.reverse()) await daemon.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

interface Settings {
  readonly dir: string;
  readonly fsid: string;
  readonly monitor: number;
  readonly gateway: number;
  readonly keyring: string;
}

/** https://docs.ceph.com/en/pacific/rados/configuration/ and https://docs.ceph.com/en/pacific/radosgw/config-ref/ */
const configuration = ({ dir, fsid, monitor, gateway, keyring }: Settings): string => `[global]
fsid = ${fsid}
mon host = v2:127.0.0.1:${monitor}
public addr = 127.0.0.1
ms bind msgr1 = false
keyring = ${keyring}
auth allow insecure global id reclaim = false
run dir = ${dir}/run
admin socket = ${dir}/run/ceph-$name.asok
log file = ${dir}/$name.log
mon data = ${dir}/mon
mon data avail crit = 0
osd data = ${dir}/osd
osd objectstore = memstore
memstore device bytes = 268435456
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
mon allow pool size one = true
mon max pg per osd = 1000
rgw frontends = beast endpoint=127.0.0.1:${gateway}
rgw run sync thread = false
`;
