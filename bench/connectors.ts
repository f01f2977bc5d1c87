import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startEmulator } from "../src/emulator/index.ts";
import type { RunReport } from "../src/sync/run-report.ts";
import { fakeConfluence } from "./kit/fake-confluence.ts";
import { fakeNotion, fakeWebsite, fakeZendesk } from "./kit/fake-others.ts";
import { mainFile, withFolder } from "./kit/folders.ts";
import type { Bench, Target } from "./kit/model.ts";
import { runNode } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { type Fake, type FakeSystem, fakeSystems, serveFake } from "./kit/source-fakes.ts";
import { count, figure } from "./kit/stats.ts";

const latencies = [50, 400] as const;
/** More than any run needs. */
const NO_LIMIT = 100_000_000;

/** The source's own limit, a second (its connector's `requestsPerSecond`), and documents of the fake. */
const plans: Readonly<
  Record<FakeSystem, { pace: number; documents: number; fake: (documents: number) => Fake }>
> = {
  "confluence cloud": {
    pace: 10,
    documents: sized({ small: 60, usual: 300, full: 5_000 }),
    fake: (documents) => fakeConfluence(documents, "cloud"),
  },
  "confluence data center": {
    pace: 10,
    documents: sized({ small: 60, usual: 300, full: 5_000 }),
    fake: (documents) => fakeConfluence(documents, "data-center"),
  },
  notion: { pace: 3, documents: sized({ small: 30, usual: 240, full: 600 }), fake: fakeNotion },
  // Zendesk's help center allows hundreds a minute; a listing needs a request for every hundred articles.
  zendesk: { pace: 5, documents: sized({ small: 60, usual: 1_000, full: 5_000 }), fake: fakeZendesk },
  website: { pace: 10, documents: sized({ small: 30, usual: 600, full: 1_000 }), fake: fakeWebsite },
};

interface Measured {
  readonly requests: number;
  readonly seconds: number;
  readonly firstUpload: number;
  /** Documents that a first run did not upload. */
  readonly missing: number;
}

/** What a first run waits for, where the documents are somewhere else. */
export const connectorsBench: Bench = {
  name: "connectors",
  title: "First runs of connectors",
  method:
    "`fin-ingest nightly` from an empty state folder on fakes of each system, whose answers take 50 or 400 ms, against an emulator without a meter. The fakes' documents are plain: nothing in them shows others. The fakes keep to the documented limits of answers (Confluence Cloud: 25 with renderings). Requests are all that the source got; the first upload counts from the start of the program. The runs of one latency are made at the same time, since they mostly wait. Rows `before` are those of the program that BENCH_BEFORE names (its `main.js`).",
  async run() {
    const programs = { ...(process.env.BENCH_BEFORE && { before: process.env.BENCH_BEFORE }), now: mainFile };
    const rows: string[][] = [];
    const now = new Map<string, Measured>();
    for (const [name, main] of Object.entries(programs))
      for (const latency of latencies) {
        const measured = await Promise.all(fakeSystems.map((system) => firstRun(system, latency, main)));
        fakeSystems.forEach((system, index) => {
          const one = measured[index];
          if (!one) return;
          if (name === "now") now.set(`${system} ${latency}`, one);
          rows.push([system, `${latency} ms`, name, ...figuresOf(system, one)]);
        });
      }
    const order = (row: readonly string[]) => fakeSystems.indexOf(row[0] as FakeSystem);
    return {
      setting: fakeSystems
        .map((system) => `${system}: ${count(plans[system].documents)} documents`)
        .join(", "),
      tables: [
        {
          head: [
            "source",
            "latency",
            "",
            "requests a document",
            "requests/s",
            "documents/s",
            "first upload",
            "whole run",
            "not uploaded",
          ],
          rows: rows.sort(
            (a, b) =>
              order(a) - order(b) || Number.parseInt(a[1] ?? "", 10) - Number.parseInt(b[1] ?? "", 10),
          ),
        },
      ],
      targets: targetsOf((system, latency) => now.get(`${system} ${latency}`)),
    };
  },
};

function figuresOf(system: FakeSystem, { requests, seconds, firstUpload, missing }: Measured): string[] {
  const { documents } = plans[system];
  return [
    figure(requests / documents),
    figure(requests / seconds),
    figure(documents / seconds),
    `${figure(firstUpload)} s`,
    `${figure(seconds)} s`,
    String(missing),
  ];
}

function targetsOf(of: (system: FakeSystem, latency: number) => Measured | undefined): Target[] {
  const each = (system: FakeSystem, most: number): Target => {
    const worst = Math.max(
      ...latencies.map((one) => (of(system, one)?.requests ?? Number.NaN) / plans[system].documents),
    );
    return {
      what: `${system}: requests a document`,
      wanted: `at most ${most}`,
      measured: figure(worst),
      met: worst <= most,
    };
  };
  const share = (system: FakeSystem): Target => {
    const { pace } = plans[system];
    const least = Math.min(...latencies.map((one) => rateOf(of(system, one)) / pace));
    return {
      what: `${system}: its pace of ${pace} requests a second is used`,
      wanted: "at least 90 %, start and end of the run included",
      measured: `${figure(least * 100)} %`,
      met: least >= 0.9,
      ...(least >= 0.9
        ? {}
        : { limit: "The program's start, its last uploads and, on a busy machine, its CPU time count." }),
    };
  };
  const first = Math.max(...latencies.map((one) => of("notion", one)?.firstUpload ?? Number.NaN));
  return [
    each("confluence cloud", 0.2),
    each("confluence data center", 0.2),
    each("zendesk", 0.05),
    share("notion"),
    share("website"),
    { what: "notion: first upload", wanted: "within 60 s", measured: `${figure(first)} s`, met: first <= 60 },
  ];
}

const rateOf = (one: Measured | undefined): number => (one ? one.requests / one.seconds : Number.NaN);

function firstRun(system: FakeSystem, latency: number, main: string): Promise<Measured> {
  return withFolder(async (folder) => {
    const { fake, documents } = plans[system];
    const running = fake(documents);
    const source = await serveFake(running, latency);
    const emulator = await startEmulator({ ratePer10s: NO_LIMIT, log: { entries: 20_000, bodyBytes: 0 } });
    try {
      const config = configFile(folder, emulator.url, running.config(source.url));
      const begun = Date.now();
      const ended = await runNode([main, "nightly", "-c", config, "--json"], {
        env: { INTERCOM_ACCESS_TOKEN: emulator.token },
      });
      if (ended.code !== 0 && ended.code !== 3)
        throw new Error(`${system} ended with ${ended.code}: ${ended.stderr.slice(-2000)}`);
      const { sources }: RunReport = JSON.parse(ended.stdout);
      const uploads = emulator.log
        .all()
        .filter(({ method, path: place }) => method === "POST" && /pages/.test(place));
      return {
        requests: source.requests(),
        seconds: ended.ms / 1000,
        firstUpload: Math.max(0, (Math.min(...uploads.map(({ at }) => at)) - begun) / 1000),
        missing: documents - (sources[0]?.counts.create ?? 0),
      };
    } finally {
      await source.close();
      await emulator.close();
    }
  });
}

function configFile(folder: string, intercom: string, source: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "config.yaml");
  const lines = [
    "intercom:",
    "  token: ${INTERCOM_ACCESS_TOKEN}",
    `  base_url: ${intercom}`,
    "sources:",
    "  system:",
    "    url: https://docs.example.com",
    "    visible_to: customers",
    "    allow_private_addresses: true",
    ...source.map((line) => `    ${line}`),
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}
