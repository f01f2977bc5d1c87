import type { ConverterName } from "./children/converters.ts";
import type { NormalizeAnswer, NormalizeTask } from "./children/normalize-tasks.ts";
import { shapes } from "./kit/long-pages.ts";
import type { Bench, Table, Target } from "./kit/model.ts";
import { ask } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { count, figure, interleave, median, megabytes, milliseconds, ratio } from "./kit/stats.ts";

type Samples = ReadonlyMap<string, readonly NormalizeAnswer[]>;

const words: Readonly<Record<ConverterName, string>> = {
  "html ours": "ours, without Markdown",
  "html ours with Markdown": "ours, with Markdown",
  "html naive": "cheerio + turndown by strings",
  "html Readability": "Readability + linkedom + turndown",
  "html defuddle, jsdom": "defuddle (on jsdom)",
  "html defuddle, linkedom": "defuddle (on linkedom)",
  "markdown ours": "ours",
  "markdown remark + rehype": "remark + rehype",
};
const html = [
  "html ours",
  "html ours with Markdown",
  "html naive",
  "html Readability",
  "html defuddle, jsdom",
  "html defuddle, linkedom",
] as const;
const markdown = ["markdown ours", "markdown remark + rehype"] as const;
interface Step {
  readonly from: number;
  readonly to: number;
  readonly forMs: number;
}
const steps = sized<readonly [Step, ...Step[]]>({
  small: [{ from: 50_000, to: 500_000, forMs: 0 }],
  usual: [
    { from: 50_000, to: 500_000, forMs: 4_000 },
    { from: 500_000, to: 5_000_000, forMs: 6_000 },
  ],
  full: [
    { from: 50_000, to: 500_000, forMs: 15_000 },
    { from: 500_000, to: 5_000_000, forMs: 30_000 },
  ],
});
/** Slow converters are measured on every nth of the same pages, and compared on those. */
const every: Partial<Record<ConverterName, number>> = {
  "html defuddle, jsdom": 15,
  "html defuddle, linkedom": 4,
};
const warmUpMs = sized({ small: 300, usual: 2_000, full: 10_000 });
const workerCounts = [1, 2];
const warmUpOfWorkers = sized({ small: 30, usual: 700, full: 1_000 });
/** Turndown's own DOM takes minutes for the largest pages (a table of 5,000 rows: 211 s). */
const MAX_BYTES = 200_000;

/** From a source's document to the page that Fin reads. */
export const normalize: Bench = {
  name: "normalize",
  title: "Normalising",
  method: `Each way of doing it in a process of its own, on the same files (none larger than ${count(MAX_BYTES / 1000)} kB: a string-based turndown takes minutes for the largest), after a warm-up of ${figure(warmUpMs / 1000)} seconds on them (each worker: ${count(warmUpOfWorkers)} pages, because each compiles the code for itself). Ours does more than the others: it drops what is hidden, keeps structure (tables, tabs, callouts, footnotes, code languages), sanitises and warns. Packages that are not dependencies are taken from the folder that BENCH_PEERS names (\`npm install --prefix FOLDER @mozilla/readability linkedom defuddle remark-rehype rehype-stringify jsdom\`); defuddle is measured on every fourth page, on jsdom on every fifteenth, and compared on those.`,
  async run() {
    const pages = sized({ small: 40, usual: 60, full: 1_000 });
    const rounds = sized({ small: 1, usual: 2, full: 5 });
    const task = (one: NormalizeTask) => () => ask<NormalizeAnswer>("normalize-tasks", one);
    const convert = (converter: ConverterName) =>
      [
        converter,
        task({
          do: "convert",
          converter,
          pages,
          maxBytes: MAX_BYTES,
          every: every[converter] ?? 1,
          warmUpMs,
        }),
      ] as const;
    const samples = await interleave(Object.fromEntries([...html, ...markdown].map(convert)), rounds);
    const workers = await interleave(
      Object.fromEntries(
        workerCounts.map((own) => [
          String(own),
          task({
            do: "workers",
            workers: own,
            pages: pages * 6,
            maxBytes: MAX_BYTES,
            warmUp: warmUpOfWorkers,
          }),
        ]),
      ),
      rounds + 1,
    );
    const long = await interleave(
      Object.fromEntries(
        shapes.flatMap((shape) =>
          steps.map((step) => [`${shape} ${step.to}`, task({ do: "long", shape, ...step })] as const),
        ),
      ),
      1,
    );
    const froms = [...samples.values()].flatMap((some) => some.map((one) => one?.from));
    const from = [...new Set(froms.filter((one) => one !== undefined))].join("; ");
    return {
      setting: `${count(pages)} pages, ${rounds} rounds, from ${from}.`,
      tables: [
        table("HTML pages", samples, html, "html naive"),
        table("Markdown files", samples, markdown, "markdown remark + rehype"),
        workerTable(workers),
        longTable(long),
      ],
      targets: [...speedTargets(samples), workerTarget(workers), longTarget(long)],
    };
  },
};

/** Undefined: not installed. */
function medianOf(samples: Samples, name: string, measure: (one: NonNullable<NormalizeAnswer>) => number) {
  const values = (samples.get(name) ?? []).flatMap((one) => (one === null ? [] : [measure(one)]));
  return values.length === 0 ? undefined : median(values);
}

const rate = (samples: Samples, name: string) =>
  medianOf(samples, name, ({ pages, ms }) => (pages / ms) * 1000);

/** The speed as a multiple of another's, on the pages on which both were measured, round by round. */
function timesAs(samples: Samples, own: ConverterName, other: ConverterName): number | undefined {
  const [mine = [], theirs = []] = [samples.get(own), samples.get(other)];
  const ratios = mine.flatMap((one, round) => {
    const their = theirs[round];
    if (!one?.pageMs || !their?.pageMs) return [];
    const shared = sharedMs([one.pageMs, every[own] ?? 1], [their.pageMs, every[other] ?? 1]);
    return [shared.reduce((sum, [, ms]) => sum + ms, 0) / shared.reduce((sum, [ms]) => sum + ms, 0)];
  });
  return ratios.length === 0 ? undefined : median(ratios);
}

type Paced = readonly [ms: readonly number[], every: number];

/** Pairs of milliseconds, one for each page that both have converted. */
function sharedMs([mine, stride]: Paced, [theirs, otherStride]: Paced): (readonly [number, number])[] {
  return mine.flatMap((ms, at) => {
    const other = theirs[(at * stride) / otherStride];
    return other === undefined ? [] : [[ms, other] as const];
  });
}

function table(title: string, samples: Samples, names: readonly ConverterName[], base: ConverterName): Table {
  return {
    title,
    head: ["", "pages/s", `× ${words[base]}`, "peak memory"],
    rows: names.map((name) => {
      const own = rate(samples, name);
      if (own === undefined) return [words[name], "not installed", "", ""];
      const peak = medianOf(samples, name, (one) => one.peakBytes) ?? 0;
      const times = timesAs(samples, name, base);
      return [words[name], figure(own), times === undefined ? "" : ratio(times), megabytes(peak)];
    }),
  };
}

function speedTargets(samples: Samples): Target[] {
  const against = (own: ConverterName, other: ConverterName, wanted: number): Target => {
    const what = `${own.startsWith("html") ? "HTML" : "Markdown files"}, ${words[own]}, against ${words[other]}`;
    const times = timesAs(samples, own, other);
    const base = { what, wanted: `at least ${wanted} ×` };
    if (times === undefined)
      return {
        ...base,
        measured: "not installed",
        met: undefined,
        limit: "Name a folder that has the package in BENCH_PEERS.",
      };
    const limit =
      "Parsing as HTML prescribes takes a third of our time (an exact tree is what hashes and meaning depend on); visibility, boilerplate, structure and sanitising share the rest, none of them more than a fifth.";
    return { ...base, measured: ratio(times), met: times >= wanted, ...(times >= wanted ? {} : { limit }) };
  };
  return [
    against("html ours with Markdown", "html naive", 4.5),
    against("html ours with Markdown", "html Readability", 6),
    against("html ours with Markdown", "html defuddle, jsdom", 30),
    against("html ours", "html naive", 5),
    against("markdown ours", "markdown remark + rehype", 6),
  ];
}

function workerTable(samples: Samples): Table {
  return {
    title: "HTML pages without Markdown, in workers",
    head: ["workers", "pages/s", "peak memory"],
    rows: workerCounts.map((own) => [
      String(own),
      figure(rate(samples, String(own)) ?? 0),
      megabytes(medianOf(samples, String(own), (one) => one.peakBytes) ?? 0),
    ]),
  };
}

function workerTarget(samples: Samples): Target {
  const [one = [], two = []] = [samples.get("1"), samples.get("2")];
  const times = median(one.map((sample, round) => (sample?.ms ?? 0) / (two[round]?.ms ?? 0)));
  return {
    what: "Two workers",
    wanted: "at least 1.5 × one",
    measured: ratio(times),
    met: times >= 1.5,
    ...(times >= 1.5
      ? {}
      : {
          limit:
            "Each worker compiles what it runs, and the main thread, which hands each page out and takes it back, shares the two cores with them.",
        }),
  };
}

type Pair = NonNullable<NonNullable<NormalizeAnswer>["pairs"]>[number];

/** Middle value of all rounds that compared two lengths of pages. */
const ofPairs = (samples: Samples, shape: string, to: number, measure: (pair: Pair) => number) =>
  medianOf(samples, `${shape} ${to}`, ({ pairs = [] }) => median(pairs.map(measure))) ?? Number.NaN;
const growth = (samples: Samples, shape: string, to: number) =>
  ofPairs(samples, shape, to, ({ short, long }) => long / short);
const size = (bytes: number) => (bytes >= 1e6 ? `${bytes / 1e6} MB` : `${bytes / 1e3} kB`);

function longTable(samples: Samples): Table {
  const [first] = steps;
  return {
    title: "Long pages, with Markdown",
    head: [
      "made of",
      size(first.from),
      ...steps.map(({ to }) => size(to)),
      ...steps.map(({ from, to }) => `${size(to)} / ${size(from)}`),
    ],
    rows: shapes.map((shape) => [
      shape,
      milliseconds(ofPairs(samples, shape, first.to, ({ short }) => short)),
      ...steps.map(({ to }) => milliseconds(ofPairs(samples, shape, to, ({ long }) => long))),
      ...steps.map(({ to }) => ratio(growth(samples, shape, to))),
    ]),
  };
}

function longTarget(samples: Samples): Target {
  const all = shapes.flatMap((shape) =>
    steps.map(({ to }) => ({ shape, to, times: growth(samples, shape, to) })),
  );
  const worst = all.reduce((one, other) => (other.times > one.times ? other : one));
  return {
    what: `A page ten times as long, up to ${size(Math.max(...steps.map(({ to }) => to)))}`,
    wanted: "at most 12 times as long",
    measured: `${ratio(worst.times)} at worst (${worst.shape}, ${size(worst.to)})`,
    met: worst.times <= 12,
    ...(worst.times <= 12
      ? {}
      : {
          limit:
            "A tree of 500 kB of dense markup takes some 40 MB: it is copied out of the young generation and no longer fits the processor's caches, where that of 50 kB does both.",
        }),
  };
}
