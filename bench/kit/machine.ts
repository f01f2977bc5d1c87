import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "./folders.ts";
import type { Machine } from "./model.ts";

const measuredPackages = [
  "undici",
  "intercom-client",
  "cheerio",
  "turndown",
  "parse5",
  "markdown-it",
  "@photostructure/sqlite",
];

export function describeMachine(now: Date): Machine {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? "unknown",
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    packages: Object.fromEntries(measuredPackages.flatMap((name) => versionOf(name))),
    commit: commit(),
    date: now.toISOString().slice(0, 16).replace("T", " "),
    loadPerCore: (os.loadavg()[0] ?? 0) / os.availableParallelism(),
  };
}

function versionOf(name: string): [string, string][] {
  try {
    const file = path.join(root, "node_modules", name, "package.json");
    const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
    return [[name, version]];
  } catch {
    return [];
  }
}

function commit(): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  try {
    const changed = git("status", "--porcelain", "--", "src", "connectors", "pipelines", "bench/*.ts");
    return git("rev-parse", "--short", "HEAD") + (changed === "" ? "" : "+");
  } catch {
    return "unknown";
  }
}
