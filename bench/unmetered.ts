import type { EmulatorTask, StartedEmulator } from "./children/emulators.ts";
import type { UploadAnswer, UploadTask } from "./children/upload-client.ts";
import type { Bench } from "./kit/model.ts";
import { ask, request, start, stop } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { count, figure, interleave, median, medianOf, megabytes, ratio } from "./kit/stats.ts";

const servers = {
  emulator: { script: "emulators", words: "the emulator" },
  echo: { script: "echo-server", words: "a bare server that echoes" },
} as const;
type Server = keyof typeof servers;
type Client = "ours-unpaced" | "sdk";

interface Variant {
  readonly server: Server;
  readonly client: Client;
  readonly concurrency: number;
}

const variants: readonly Variant[] = (["emulator", "echo"] as const).flatMap((server) =>
  [1, 10, 50].flatMap((concurrency) =>
    (["ours-unpaced", "sdk"] as const).map((client) => ({ server, client, concurrency })),
  ),
);
const isTarget = ({ concurrency }: Variant) => concurrency === 10;
const nameOf = ({ server, client, concurrency }: Variant) => `${server} ${client} ${concurrency}`;

/** The program's own cost of sending a page. */
export const unmetered: Bench = {
  name: "unmetered",
  title: "Uploading without a meter",
  method:
    "Pages of 10 kB are upserted through our client with its pacing off, and through `intercom-client` with p-limit, each in a new process after a warm-up, against the emulator in another process. With one core each, a client that is faster than its server waits for it; therefore the same against a server that only echoes, and the client's CPU time per page, which does not depend on the server.",
  async run() {
    const pages = sized({ small: 300, usual: 800, full: 5_000 });
    // So many where it counts that the figures are not those of compiling.
    const pagesAtTen = sized({ small: 300, usual: 2_500, full: 5_000 });
    const rounds = sized({ small: 1, usual: 1, full: 5 });
    const roundsAtTen = sized({ small: 1, usual: 3, full: 5 });
    const children = { emulator: start("emulators"), echo: start("echo-server") };
    const serverCpu = new Map<string, number[]>();
    try {
      const startTask: EmulatorTask = {
        do: "start",
        per10s: null,
        delayMs: 0,
        source: "https://docs.example.com",
      };
      const at = {
        emulator: await request<StartedEmulator>(children.emulator, startTask),
        echo: await request<StartedEmulator>(children.echo, { do: "start" }),
      };
      const measure = async (variant: Variant): Promise<UploadAnswer> => {
        const { server, client, concurrency } = variant;
        const cpu = async () => (await request<{ cpuMs: number }>(children[server], { do: "cpu" })).cpuMs;
        const before = await cpu();
        const own = isTarget(variant) ? pagesAtTen : pages;
        const warmUp = Math.min(own, isTarget(variant) ? 500 : 300);
        const task: UploadTask = { client, ...at[server], concurrency, warmUp, pages: own };
        const answer = await ask<UploadAnswer>("upload-client", task);
        if (answer.failed > 0) throw new Error(`${answer.failed} pages of ${nameOf(variant)} failed`);
        const each = ((await cpu()) - before) / (own + warmUp);
        serverCpu.set(server, [...(serverCpu.get(server) ?? []), each]);
        return answer;
      };
      const sampled = (some: readonly Variant[], times: number) =>
        interleave(
          Object.fromEntries(some.map((variant) => [nameOf(variant), () => measure(variant)])),
          times,
        );
      const samples = new Map([
        ...(await sampled(variants.filter(isTarget), roundsAtTen)),
        ...(await sampled(
          variants.filter((variant) => !isTarget(variant)),
          rounds,
        )),
      ]);
      const setting = `${count(pagesAtTen)} pages each, ${roundsAtTen} rounds, at concurrency 10; ${count(pages)} pages, ${rounds} round${rounds === 1 ? "" : "s"}, at the others.`;
      return findings(samples, serverCpu, setting);
    } finally {
      await stop(children.emulator);
      await stop(children.echo);
    }
  },
};

function findings(
  samples: ReadonlyMap<string, readonly UploadAnswer[]>,
  serverCpu: ReadonlyMap<string, readonly number[]>,
  setting: string,
) {
  const rate = (variant: Variant) =>
    medianOf(samples, nameOf(variant), ({ pages, ms }) => (pages / ms) * 1000);
  const cpu = (variant: Variant) =>
    medianOf(samples, nameOf(variant), (one) => (one.cpuMs / one.pages) * 1000);
  const against = (measure: (variant: Variant) => number, server: Server, concurrency: number) =>
    measure({ server, client: "ours-unpaced", concurrency }) /
    measure({ server, client: "sdk", concurrency });
  const bare = against(rate, "echo", 10);
  const emulated = against(rate, "emulator", 10);
  const cheaper = 1 / against(cpu, "echo", 10);
  const serverMs = median(serverCpu.get("emulator") ?? []);
  return {
    setting,
    tables: (["emulator", "echo"] as const).map((server) => ({
      title: `Against ${servers[server].words}`,
      head: [
        "concurrency",
        "ours, pages/s",
        "SDK, pages/s",
        "×",
        "ours, CPU µs/page",
        "SDK, CPU µs/page",
        "×",
        "ours, peak",
        "SDK, peak",
      ],
      rows: [1, 10, 50].map((concurrency) => {
        const [own, sdk] = (["ours-unpaced", "sdk"] as const).map((client) => ({
          server,
          client,
          concurrency,
        }));
        if (!own || !sdk) return [];
        return [
          String(concurrency),
          count(rate(own)),
          count(rate(sdk)),
          ratio(rate(own) / rate(sdk)),
          figure(cpu(own)),
          figure(cpu(sdk)),
          ratio(cpu(sdk) / cpu(own)),
          megabytes(medianOf(samples, nameOf(own), (one) => one.peakBytes)),
          megabytes(medianOf(samples, nameOf(sdk), (one) => one.peakBytes)),
        ];
      }),
    })),
    targets: [
      {
        what: "Pages a second at concurrency 10, against a bare server: what the program itself costs",
        wanted: "at least 3 × the SDK",
        measured: `${ratio(bare)} (${ratio(cheaper)} less CPU time a page; ${ratio(emulated)} against the emulator, which takes ${figure(serverMs * 1000)} µs of its core for a request and so answers ${count(1000 / serverMs)} a second at most)`,
        met: bare >= 3,
        limit:
          bare >= 3
            ? undefined
            : "Both clients wait for the same server and the same kernel, which use the other core.",
      },
    ],
  };
}
