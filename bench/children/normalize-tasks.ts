import { loadPipeline, workerNormalizer } from "../../src/normalize/index.ts";
import { mapConcurrent } from "../../src/sync/concurrency.ts";
import { htmlPages, markdownFiles } from "../kit/corpus.ts";
import { longPage } from "../kit/long-pages.ts";
import { answerTasks, cpuMs, peakBytes } from "./answer.ts";
import { type ConverterName, converters } from "./converters.ts";

export type NormalizeTask =
  | {
      readonly do: "convert";
      readonly converter: ConverterName;
      readonly pages: number;
      readonly maxBytes: number;
      /** Only every nth page, for converters that take a second per page. */
      readonly every: number;
      readonly warmUpMs: number;
    }
  | {
      readonly do: "workers";
      readonly workers: number;
      readonly pages: number;
      readonly maxBytes: number;
      /** Pages that each worker converts before the measurement starts. */
      readonly warmUp: number;
    }
  | {
      readonly do: "long";
      readonly shape: string;
      /** Bytes of the two pages that are compared. */
      readonly from: number;
      readonly to: number;
      /** The minimum duration, and at least three rounds. */
      readonly forMs: number;
    };

/** Null: a package that it needs is not installed. */
export type NormalizeAnswer = {
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  readonly pages: number;
  readonly bytes: number;
  readonly from: string;
  /** Each page's own, where pages are compared one by one. */
  readonly pageMs?: readonly number[];
  /** Milliseconds of a short page and of a long one, a pair each round. */
  readonly pairs?: readonly { readonly short: number; readonly long: number }[];
} | null;

const url = "https://docs.example.com/guide/page";

answerTasks<NormalizeTask>((task) => {
  switch (task.do) {
    case "convert":
      return convertAll(task);
    case "workers":
      return inWorkers(task);
    case "long":
      return longPages(task);
  }
});

async function convertAll(task: Extract<NormalizeTask, { do: "convert" }>): Promise<NormalizeAnswer> {
  const convert = await converters[task.converter]();
  if (!convert) return null;
  const load = task.converter.startsWith("html") ? htmlPages : markdownFiles;
  const { files, from } = load(task.pages, task.maxBytes);
  // Until the code is compiled; slow converters get through fewer files.
  const warm = performance.now() + task.warmUpMs;
  while (performance.now() < warm) {
    for (const file of files) {
      if (performance.now() > warm) break;
      await convert(file);
    }
  }
  const measuredFiles = files.filter((_, at) => at % task.every === 0);
  const pageMs: number[] = [];
  const measured = await timed(async () => {
    for (const file of measuredFiles) {
      const begun = performance.now();
      const made = convert(file);
      if (made instanceof Promise) await made;
      pageMs.push(performance.now() - begun);
    }
  });
  return {
    ...measured,
    pageMs,
    pages: measuredFiles.length,
    bytes: measuredFiles.reduce((sum, { body }) => sum + body.length, 0),
    from,
  };
}

async function inWorkers(task: Extract<NormalizeTask, { do: "workers" }>): Promise<NormalizeAnswer> {
  const { files, from } = htmlPages(task.pages, task.maxBytes);
  const normalizer = workerNormalizer({ workers: task.workers });
  const one = ({ body, name }: (typeof files)[number]) =>
    normalizer.normalize({ body, name, mediaType: "text/html", url: "https://docs.example.com/" });
  // Each worker compiles its own code on the same cores: until then, a second worker only means a second compilation.
  const before = Array.from({ length: task.warmUp * task.workers }, (_, at) => files[at % files.length]);
  const known = before.filter((file) => file !== undefined);
  for await (const _ of mapConcurrent(known, 8, one));
  const measured = await timed(async () => {
    for await (const _ of mapConcurrent(files, 8, one));
  });
  await normalizer.close();
  return { ...measured, pages: files.length, bytes: 0, from };
}

/** Short and long pages in turn, in one process, so that other load on the machine affects both. */
async function longPages({
  shape,
  from,
  to,
  forMs,
}: Extract<NormalizeTask, { do: "long" }>): Promise<NormalizeAnswer> {
  const { normalizeWithMarkdown } = await loadPipeline();
  const make = async (body: string): Promise<number> => {
    const begun = performance.now();
    const { markdown } = await normalizeWithMarkdown({
      body,
      mediaType: "text/html",
      name: "long.html",
      url,
    });
    markdown();
    return performance.now() - begun;
  };
  for (let at = 0; at < 20; at += 1) await make(longPage(shape, 50_000));
  const [short, long] = [longPage(shape, from), longPage(shape, to)];
  await make(short);
  const shorts = Math.max(2, Math.round(500_000 / from));
  const pairs: { short: number; long: number }[] = [];
  const measured = await timed(async () => {
    const until = performance.now() + forMs;
    while (pairs.length < 3 || performance.now() < until) {
      const ms: number[] = [];
      for (let at = 0; at < shorts; at += 1) ms.push(await make(short));
      pairs.push({ short: ms.reduce((sum, one) => sum + one, 0) / shorts, long: await make(long) });
    }
  });
  return {
    ...measured,
    pairs,
    pages: pairs.length * (shorts + 1),
    bytes: pairs.length * (shorts * from + to),
    from: shape,
  };
}

async function timed(work: () => Promise<void>) {
  const [begun, cpu] = [performance.now(), cpuMs()];
  await work();
  return { ms: performance.now() - begun, cpuMs: cpuMs() - cpu, peakBytes: peakBytes() };
}
