import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { type Emulator, startEmulator } from "../../../src/emulator/index.ts";
import { runCli } from "../../e2e/cli.ts";
import { type Fault, openFront } from "./front.ts";
import { samples } from "./pages.ts";
import type { RealServer, RunningServer } from "./server.ts";
import { addRow } from "./table.ts";

/** One night: what the program, the emulator and the server saw of it. */
interface Night {
  readonly code: number | null;
  readonly writes: readonly string[];
  readonly requests: number;
  readonly stderr: string;
  readonly live: number;
}

/** Runs a server's life, night after night, judged from the server's and the emulator's logs. */
export async function liveThrough(server: RealServer): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-real-"));
  let port = 0;
  const front = await openFront(() => port);
  const emulator = await startEmulator({ ratePer10s: Number.POSITIVE_INFINITY });
  let running: RunningServer | undefined;
  try {
    mkdirSync(path.join(dir, "server"));
    running = await server.start(path.join(dir, "server"), front.url);
    ({ port } = running);
    await nights(server.name, running, dir, emulator, {
      takeRequests: () => front.take().length,
      setFault: (fault) => (front.fault = fault),
    });
  } finally {
    await running?.stop();
    await front.close();
    await emulator.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Between {
  takeRequests(): number;
  setFault(fault: Fault | undefined): void;
}

async function nights(
  name: string,
  server: RunningServer,
  dir: string,
  emulator: Emulator,
  between: Between,
): Promise<void> {
  const configuration = (source: string) => `intercom:
  token: \${INTERCOM_ACCESS_TOKEN}
  base_url: ${emulator.url}
sources:
  real:
    url: https://docs.example.com
    visible_to: customers
    allow_private_addresses: true
    requests_per_second: 200
${source.replace(/^/gm, "    ")}
`;
  writeFileSync(path.join(dir, "config.yaml"), configuration(server.source));
  const env = { ...server.env, INTERCOM_ACCESS_TOKEN: emulator.token };
  let seen = 0;
  const live = () => [...emulator.state.pages()].filter(({ agent, copilot }) => agent || copilot).length;
  const night = async (own: Readonly<Record<string, string>> = env, before?: Fault): Promise<Night> => {
    between.takeRequests();
    between.setFault(before);
    const { code, stdout, stderr } = await runCli(["nightly", "--verbose"], { cwd: dir, env: own });
    between.setFault(undefined);
    const writes = emulator.log
      .since(seen)
      .flatMap(({ method, externalId }) => (method !== "GET" && externalId ? [externalId] : []));
    seen = emulator.log.last;
    return { code, writes, requests: between.takeRequests(), stderr: `${stdout}${stderr}`, live: live() };
  };

  const begun = performance.now();
  const checked = await runCli(["check"], { cwd: dir, env });
  expect(checked.code, checked.stdout).toBe(0);
  const planned = await runCli(["plan"], { cwd: dir, env });
  expect(planned.stdout, planned.stderr).toContain(`Plan: ${server.pages} to create`);
  const seconds = Math.round((performance.now() - begun) / 1000);

  const first = await night();
  expect(first.live, first.stderr).toBe(server.pages);
  expect(first.code, first.stderr).toBe(0);
  expectContent(emulator, first);
  const second = await night();
  expect(second, second.stderr).toMatchObject({ code: 0, writes: [] });

  await server.edit();
  const edited = await night();
  expect(edited.writes, edited.stderr).toHaveLength(1);

  // A page under a new name is another page: the old one is hidden when it is proved that it is gone.
  await server.rename();
  const renamed = await night();
  expect(renamed.live, renamed.stderr).toBeGreaterThanOrEqual(server.pages);
  await server.remove();
  const removed = await night();
  expect(removed.live, removed.stderr).toBeLessThanOrEqual(renamed.live);

  await server.makePrivate();
  const closed = await night();
  if (server.privateIsGone) expect(closed.live, closed.stderr).toBe(removed.live - 1);
  else expectGap(closed, removed);
  const { live: kept } = closed;

  const lost = server.endSessions
    ? await night(
        env,
        once(20, () => void server.endSessions?.()),
      )
    : undefined;
  if (lost) expect(lost, lost.stderr).toMatchObject({ writes: [], live: kept });
  const wrong = await night({ ...env, ...wrongSecrets(server) });
  expect(wrong, wrong.stderr).toMatchObject({ writes: [], live: kept });
  expect(wrong.code).not.toBe(0);
  const down = await night(env, (_, count) => (count > 15 ? "cut" : undefined));
  expect(down, down.stderr).toMatchObject({ writes: [], live: kept });
  const broken = await night(env, (_, count) => (count % 4 === 3 ? { status: 500 } : undefined));
  expect(broken, broken.stderr).toMatchObject({ writes: [], live: kept });
  const slowed = await night(env, (_, count) =>
    count % 5 === 4 ? { status: 429, headers: { "retry-after": "0" } } : undefined,
  );
  expect(slowed, slowed.stderr).toMatchObject({ writes: [], live: kept });
  addRow({
    server: name,
    pages: server.pages,
    checkAndPlan: `${seconds} s`,
    requests: first.requests,
    requestsUnchanged: second.requests,
    writesUnchanged: second.writes.length,
    edit: edited.writes.length,
    renamed: renamed.writes.length,
    removed: removed.writes.length,
    closed: codeOf(closed),
    lost: lost ? codeOf(lost) : "no session",
    wrong: codeOf(wrong),
    down: codeOf(down),
    broken: codeOf(broken),
    slowed: codeOf(slowed),
  });
}

/** What the account may no longer read is a gap, named with what leaves it out, and nothing is hidden on a doubt. */
function expectGap(closed: Night, before: Night): void {
  expect(closed.writes, closed.stderr).toEqual([]);
  expect(closed.live).toBe(before.live);
  expect(closed.stderr).toContain("`exclude`");
}

/** Every page that may be read is there, none of those that may not, and nothing ordinary is warned of. */
function expectContent({ state }: Emulator, { stderr }: Night): void {
  const texts = [...state.pages()].map(({ html }) => html);
  for (const { name, lines } of samples)
    expect(
      texts.filter((text) => text.includes(lines.at(-1) ?? "")),
      name,
    ).not.toEqual([]);
  expect(texts.filter((text) => text.includes("Nobody reads this"))).toEqual([]);
  expect(stderr).not.toContain("images-only");
}

const codeOf = ({ code, requests }: Night): string => `exit ${code}, ${requests} requests`;

/** Lets an event happen before the n-th request, once. */
function once(at: number, event: () => void): Fault {
  let isDone = false;
  return (_, count) => {
    if (count >= at && !isDone) {
      isDone = true;
      event();
    }
    return undefined;
  };
}

const wrongSecrets = ({ env }: RunningServer): Record<string, string> =>
  Object.fromEntries(Object.keys(env).map((name) => [name, "not-the-password"]));
