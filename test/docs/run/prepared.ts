import { execFileSync } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { noPostgres, startPostgres } from "../../fleet/postgres.ts";
import type { Session } from "./session.ts";

const examples = path.resolve(import.meta.dirname, "../../../examples");

/** What the pages assume before their first command, if it is not an empty folder. */
const assumptions: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  "docs/operations.md": async (session) => {
    await handbook(session, "keep_bodies: 5\n");
    await writeFile(
      path.join(session.folder, "docs/billing/plans-and-prices.md"),
      "# Plans and prices\n\nEvery plan costs more from now on, and this page says nothing else.\n",
    );
    await sent(session, 4);
  },
  "docs/reading-a-hold.md": async (session) => {
    await handbook(session);
    for (const name of ["billing", "api", "troubleshooting"])
      await rm(path.join(session.folder, "docs", name), { recursive: true });
  },
  "docs/retiring-a-source.md": async (session) => {
    await handbook(session);
    const file = path.join(session.folder, "config.yaml");
    const yaml = await readFile(file, "utf8");
    await writeFile(
      file,
      yaml.replace("  handbook:", "  manual:").replace("url: https://help.", "url: https://manual."),
    );
  },
};

/** Servers that pages assume, each with what ends it. */
const servers: Readonly<Record<string, (session: Session) => Promise<() => void>>> = {
  "docs/fleet.md": async (session) => {
    const server = await startPostgres();
    await session.run({
      text: `export FLEET_DATABASE_URL=${server.createDatabase()}`,
      mode: { kind: "run", exitCode: 0 },
    });
    return () => server.remove();
  },
};

/** Why the commands of a page are not run here; undefined where they are. */
export const hindrance = (page: string): string | undefined =>
  page === "docs/fleet.md" ? noPostgres : undefined;

/** Brings a session to where a page begins. @returns what ends it */
export async function prepared(page: string, session: Session): Promise<() => void> {
  const end = await servers[page]?.(session);
  await assumptions[page]?.(session);
  return end ?? (() => {});
}

/** The sample handbook as `docs/` of a git repository, with its configuration; sent once. */
async function handbook(session: Session, settings = ""): Promise<void> {
  const { folder } = session;
  await cp(path.join(examples, "handbook"), path.join(folder, "docs"), { recursive: true });
  const yaml = await readFile(path.join(examples, "handbook.yaml"), "utf8");
  await writeFile(path.join(folder, "config.yaml"), `${yaml.replace("./handbook", "./docs")}${settings}`);
  execFileSync(
    "bash",
    [
      "-c",
      "git init -q -b main && git add -A && git -c user.name=T -c user.email=t@example.com commit -qm Start",
    ],
    { cwd: folder },
  );
  await sent(session, 0);
}

async function sent(session: Session, exitCode: number): Promise<void> {
  const { code, output } = await session.run({
    text: "fin-ingest nightly --no-progress",
    mode: { kind: "run", exitCode },
  });
  if (code !== exitCode) throw new Error(`a run ended with ${code}:\n${output}`);
}
