import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { fleetActions } from "../../src/cli/verbs/fleet.ts";
import { loadFleet } from "../../src/fleet/file/load.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

interface Instruction {
  readonly name: string;
  readonly value: string;
}

/** Instructions of a Dockerfile, with continued lines put together and comments left out. */
function instructionsOf(text: string): Instruction[] {
  const lines = text.split("\n").filter((line) => !/^\s*#/.test(line));
  return lines
    .join("\n")
    .replaceAll(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, name = "", value = ""] = /^\s*(\w+)\s+(.*)$/.exec(line) ?? [];
      return { name: name.toUpperCase(), value: value.trim() };
    });
}

/** What makes an image unsafe or not the same tomorrow. */
function faultsOf(text: string): string[] {
  const instructions = instructionsOf(text);
  const all = (name: string) => instructions.filter((one) => one.name === name).map(({ value }) => value);
  const defaults = new Map(all("ARG").map((value) => value.split("=", 2) as [string, string | undefined]));
  const stages = new Set(all("FROM").flatMap((value) => / AS (\S+)/i.exec(value)?.[1] ?? []));
  const images = all("FROM").map((value) =>
    (value.split(/\s+/)[0] ?? "").replace(/^\$\{(\w+)\}$/, (_, name: string) => defaults.get(name) ?? ""),
  );
  const last = instructions.map(({ name }) => name).lastIndexOf("FROM");
  const user = instructions.slice(last).findLast(({ name }) => name === "USER")?.value ?? "root";
  return [
    ...images
      .filter((image) => !stages.has(image) && !/:\d+\.\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$/.test(image))
      .map((image) => `FROM ${image} is not pinned`),
    ...(/^(root|0)(:|$)/.test(user) ? ["the image runs as root"] : []),
    ...(/^\d+:\d+$/.test(user) ? [] : ["the user is not a number"]),
    ...all("ADD").map((value) => `ADD ${value}`),
    ...[...all("ENV"), ...all("ARG")].filter((value) => /token|secret|password|_key\b/i.test(value)),
    ...all("HEALTHCHECK").map(() => "HEALTHCHECK: a run that ends is not ill"),
    ...all("COPY")
      .filter((value) => /^\.\s/.test(value))
      .map(() => "COPY takes everything"),
    ...all("RUN").filter((value) => /curl|wget/.test(value)),
    ...all("RUN").filter(
      (value) => /npm\s+(ci|install|prune)/.test(value) && !/--ignore-scripts/.test(value),
    ),
  ];
}

test("the image is pinned, runs as nobody, and holds no secret", () => {
  expect(faultsOf(read("Dockerfile"))).toEqual([]);
  const stages = instructionsOf(read("Dockerfile")).filter(({ name }) => name === "FROM");
  expect(stages.map(({ value }) => value.split(" AS ")[1])).toEqual([
    "build",
    "base",
    "chromium",
    "queue",
    "fleet",
    "default",
  ]);
});

describe("an image that does otherwise is noticed", () => {
  const good = "FROM node:22.1.0-slim\nUSER 1:1\n";
  it.each([
    ["FROM node:22\nUSER 1:1", "FROM node:22 is not pinned"],
    ["FROM node:22.1.0", "the image runs as root"],
    ["FROM node:22.1.0\nUSER 1:1\nFROM node:22.1.0", "the image runs as root"],
    ["FROM node:22.1.0\nUSER node", "the user is not a number"],
    [`${good}ADD https://x.example/a /a`, "ADD https://x.example/a /a"],
    [`${good}ARG NPM_TOKEN`, "NPM_TOKEN"],
    [`${good}COPY . .`, "COPY takes everything"],
    [`${good}RUN npm \\\n  ci`, "npm"],
  ])("%j", (text, fault) => expect(faultsOf(text).join()).toContain(fault));
  it("and one that does not is not", () => expect(faultsOf(good)).toEqual([]));
});

test("the build context has only what the Dockerfile copies", () => {
  const lines = read(".dockerignore")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines[0]).toBe("*");
  const let_in = lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
  const copied = instructionsOf(read("Dockerfile"))
    .filter(({ name, value }) => name === "COPY" && !value.startsWith("--from"))
    .flatMap(({ value }) =>
      value
        .split(/\s+/)
        .slice(0, -1)
        .map((file) => file.replace(/^\.\//, "")),
    );
  expect([...let_in].sort()).toEqual([...new Set(copied)].sort());
});

describe("Kubernetes", () => {
  const folder = "deploy/kubernetes";
  const documents = readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map(
      (file) => [file, parseAllDocuments(read(path.join(folder, file))).map((one) => one.toJS())] as const,
    );
  const cron = documents.find(([file]) => file.endsWith("cronjob.yaml"))?.[1][0];
  const pod = cron.spec.jobTemplate.spec.template.spec;

  it("runs one job at a time, as the image's user, with a volume that its configuration names", () => {
    expect(cron.spec.concurrencyPolicy).toBe("Forbid");
    expect(pod.restartPolicy).toBe("Never");
    const user = instructionsOf(read("Dockerfile")).findLast(({ name }) => name === "USER")?.value;
    expect(`${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}`).toBe(user);
    expect(pod.securityContext.runAsNonRoot).toBe(true);
    const [container] = pod.containers;
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    const config = parse(read(`${folder}/production/config.yaml`));
    const state = container.volumeMounts.find(({ name }: { name: string }) => name === "state");
    expect(state.mountPath).toBe(config.state);
    expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(
      container.volumeMounts.map(({ name }: { name: string }) => name),
    );
  });

  it("its files name each other, its example configuration is valid, and none holds a secret", () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
      JSON.parse(read("config.schema.json")),
    );
    const fleet = parse(read(`${folder}/fleet/fleet.yaml`));
    const configs = [
      ...["production", "acme"].map((name) => parse(read(`${folder}/${name}/config.yaml`))),
      ...Object.values<{ config: unknown }>(fleet.workspaces).map(({ config }) => config),
    ];
    for (const config of configs) expect([validate(config), validate.errors]).toEqual([true, null]);
    const env = { FLEET_DATABASE_URL: "postgres://database/fleet", ACME_STATUS_TOKEN: "t".repeat(20) };
    const loaded = loadFleet(path.join(root, folder, "fleet/fleet.yaml"), env, { statusTokens: true });
    expect(loaded.workspaces.map(({ name }) => name)).toEqual(["acme"]);
    for (const [file, [document]] of documents)
      for (const named of [...(document.resources ?? []), ...(document.configMapGenerator?.[0].files ?? [])])
        expect(() => readdirOrRead(path.join(root, folder, path.dirname(file), named)), named).not.toThrow();
    expect(documents.flatMap(([, all]) => all).filter(({ kind }) => kind === "Secret")).toEqual([]);
  });
});

describe("a fleet", () => {
  const user = instructionsOf(read("Dockerfile")).findLast(({ name }) => name === "USER")?.value;

  it.each([
    ["workers.yaml", (document: Manifest) => document.spec.template.spec],
    ["migration.yaml", (document: Manifest) => document.spec.template.spec],
  ])("%s runs as the image's user, with nothing to write to but /tmp", (file, podOf) => {
    const pod = podOf(parse(read(`deploy/kubernetes/fleet/${file}`)));
    expect(`${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}`).toBe(user);
    for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
      expect(container.args[0]).toBe("fleet");
      expect(fleetActions).toContain(container.args[1]);
      expect(container.securityContext).toMatchObject({
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(container.volumeMounts.map(({ name }) => name)).toEqual(pod.volumes.map(({ name }) => name));
    }
  });

  it("compose: the tables are made before a worker starts, by the same image", () => {
    const { services } = parse(read("deploy/compose/fleet.yaml"), { merge: true });
    expect(services.worker.depends_on).toEqual({ schedule: { condition: "service_completed_successfully" } });
    expect(services.schedule.depends_on).toEqual({ init: { condition: "service_completed_successfully" } });
    for (const name of ["init", "schedule", "worker"])
      expect(services[name]).toMatchObject({ image: "fin-ingest:fleet", read_only: true, cap_drop: ["ALL"] });
    expect(services.database.image).toMatch(/:\d+\.\d+-/);
  });
});

interface Manifest {
  readonly spec: { readonly template: { readonly spec: Pod } };
}
interface Container {
  readonly args: readonly string[];
  readonly securityContext: object;
  readonly volumeMounts: readonly { readonly name: string }[];
}
interface Pod {
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes: readonly { readonly name: string }[];
}

const readdirOrRead = (file: string) => execFileSync("ls", [file], { stdio: "pipe" });

test("compose: only the service that stays has a health check, which a hold does not fail", () => {
  const { services } = parse(read("deploy/compose/compose.yaml"));
  expect(services.nightly.healthcheck).toBeUndefined();
  expect(services.status.healthcheck.test).toEqual(["CMD", "fin-ingest", "status", "--json"]);
  for (const service of Object.values<{ read_only: boolean; cap_drop: string[] }>(services))
    expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"] });
});

const builder = ["docker", "podman", "buildah"].find(
  (name) => spawnSync(name, name === "buildah" ? ["version"] : ["info"], { stdio: "ignore" }).status === 0,
);
const asked = process.env.FIN_INGEST_BUILD_IMAGE !== undefined && builder !== undefined;

// Needs a registry or an image that is there, so it runs only where it is asked for.
test.skipIf(!asked)(`the image builds with ${builder ?? "no builder"} and shows its help`, () => {
  const node = process.env.FIN_INGEST_BUILD_IMAGE ?? "";
  const verb = builder === "buildah" ? ["bud"] : ["build"];
  const image = node === "" ? [] : ["--build-arg", `NODE_IMAGE=${node}`];
  const built = spawnSync(builder ?? "", [...verb, ...image, "--tag", "fin-ingest:test", root], {
    encoding: "utf8",
  });
  expect(built.status, built.stderr).toBe(0);
});
