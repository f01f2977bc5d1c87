import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { getDocumentProxy } from "unpdf";
import type { FormatAnswer, FormatTask } from "./children/format-tasks.ts";
import { type Format, filesOf, formats } from "./kit/format-files.ts";
import { mdxRunTargets } from "./kit/mdx-run.ts";
import type { Bench, Target } from "./kit/model.ts";
import { ask } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { figure, interleave, median, megabytes, ratio } from "./kit/stats.ts";

const names: Readonly<Record<Format, readonly [format: string, usual: string]>> = {
  mdx: ["MDX", "@mdx-js/mdx `compile`"],
  rst: ["reStructuredText", "docutils, one process"],
  adoc: ["AsciiDoc", "asciidoctor.js"],
  docx: ["Word", "mammoth"],
  pdf: ["PDF", "pdftotext"],
};

/** What people wait for: formats that take longer than Markdown. */
export const formatsBench: Bench = {
  name: "formats",
  title: "Slow formats",
  method:
    "The same documents by us, to the finished page, and by the usual tool of each format, to its HTML or text, each in a process of its own, after a warm-up round; CPU time, because the machine has other work. By the clock, from a cold start, only where it says so: a run reads slow formats on all cores. Ours does more: it finds what is hidden, infers structure, sanitises and warns. Packages that are not dependencies are taken from the folder that BENCH_PEERS names (`npm install --prefix FOLDER @mdx-js/mdx`); docutils, pdfminer and pdftotext as they are installed. Of reStructuredText, our figure includes the docutils process that we keep.",
  async run() {
    const count = sized({ small: 8, usual: 60, full: 420 });
    const rounds = sized({ small: 1, usual: 2, full: 4 });
    const sets = new Map(formats.map((format) => [format, filesOf(format, count)]));
    const tasks = formats.flatMap((format) =>
      toolsOf(format).map((tool) => {
        const documents = sets.get(format)?.names ?? [];
        const task: FormatTask = {
          format,
          tool,
          names: documents,
          rounds: repeats(documents.length, rounds),
        };
        return [`${format} ${tool}`, () => ask<FormatAnswer>("format-tasks", task)] as const;
      }),
    );
    const samples = await interleave(Object.fromEntries(tasks), rounds);
    const cpu = (format: Format, tool: FormatTask["tool"]) => {
      const found = (samples.get(`${format} ${tool}`) ?? []).flatMap((one) => (one === null ? [] : [one]));
      return found.length === 0
        ? undefined
        : { ms: median(found.map((one) => one.cpuMs)), peak: median(found.map((one) => one.peakBytes)) };
    };
    const pages = await pagesOf(sets.get("pdf")?.names ?? []);
    const rows = formats.flatMap((format) => {
      const per = format === "pdf" ? pages : (sets.get(format)?.names.length ?? 1);
      const own = cpu(format, "ours");
      return toolsOf(format).map((tool) => {
        const one = cpu(format, tool);
        const what =
          tool === "ours"
            ? `${names[format][0]}, ours`
            : tool === "usual"
              ? names[format][1]
              : (others[tool] ?? tool);
        if (!one) return [what, "not installed", "", ""];
        const times = own && tool !== "ours" ? ratio(one.ms / own.ms) : "";
        return [what, figure(one.ms / per), times, one.peak > 0 ? megabytes(one.peak) : ""];
      });
    });
    const [mdx, mdxOurs, pdf, rst] = [
      cpu("mdx", "usual"),
      cpu("mdx", "ours"),
      cpu("pdf", "ours"),
      cpu("rst", "ours"),
    ];
    const each = (format: Format, ms: number | undefined) =>
      (ms ?? Number.NaN) / (sets.get(format)?.names.length ?? 1);
    return {
      setting: `${rounds} rounds. ${formats.map((format) => `${names[format][0]}: ${sets.get(format)?.from ?? ""}`).join("; ")}; ${pages} pages of PDF.`,
      tables: [{ head: ["", "CPU ms a document (PDF: a page)", "ours is faster by", "peak memory"], rows }],
      targets: [
        mdxTarget(mdx?.ms, mdxOurs?.ms, cpu("mdx", "parser")?.ms),
        ...(await mdxRunTargets()),
        pdfTarget(pdf?.ms, pages),
        rstTarget(each("rst", rst?.ms)),
      ],
    };
  },
};

/** Few short documents are converted more often: code that is not compiled yet would be measured. A long one is not. */
const repeats = (documents: number, rounds: number): number =>
  documents === 1
    ? rounds
    : Math.max(rounds, Math.ceil(sized({ small: 20, usual: 120, full: 240 }) / documents));

const others: Readonly<Record<string, string>> = {
  pdfminer: "pdfminer",
  parser: "remark with GFM, directives and MDX: the parser alone",
};

function toolsOf(format: Format): readonly FormatTask["tool"][] {
  if (format === "pdf") return ["ours", "usual", "pdfminer"];
  return format === "mdx" ? ["ours", "parser", "usual"] : ["ours", "usual"];
}

async function pagesOf(files: readonly string[]): Promise<number> {
  let pages = 0;
  for (const file of files) {
    const bytes = readFileSync(file);
    const pdf = await getDocumentProxy(new Uint8Array(file.endsWith(".gz") ? gunzipSync(bytes) : bytes));
    pages += pdf.numPages;
    await pdf.destroy();
  }
  return pages;
}

function mdxTarget(usual: number | undefined, own: number | undefined, parser: number | undefined): Target {
  const base = { what: "MDX on one core against @mdx-js/mdx `compile`", wanted: "at least 1.3 × as fast" };
  if (usual === undefined || own === undefined)
    return {
      ...base,
      measured: "not installed",
      met: undefined,
      limit: "Name a folder that has @mdx-js/mdx in BENCH_PEERS.",
    };
  const times = usual / own;
  return {
    ...base,
    measured: ratio(times),
    met: times >= 1.3,
    ...(times >= 1.3
      ? {}
      : {
          limit: `The parser alone, which both are built on, takes ${ratio((parser ?? Number.NaN) / usual)} of what \`compile\` takes, once a document; building, cleaning and checking the page comes after it.`,
        }),
  };
}

const MIN_RST_A_SECOND = 150;

function rstTarget(ms: number): Target {
  const rate = 1000 / ms;
  return {
    what: "reStructuredText, documents a second and core, docutils' process included",
    wanted: `at least ${MIN_RST_A_SECOND}`,
    measured: figure(rate),
    met: Number.isFinite(rate) ? rate >= MIN_RST_A_SECOND : undefined,
    limit: rate >= MIN_RST_A_SECOND ? undefined : "docutils alone is what most of it takes: see the table.",
  };
}

function pdfTarget(own: number | undefined, pages: number): Target {
  const ms = (own ?? Number.NaN) / pages;
  return {
    what: "PDF, a page",
    wanted: "at most 7 ms",
    measured: `${figure(ms)} ms`,
    met: ms <= 7,
    ...(ms <= 7 ? {} : { limit: "pdf.js itself takes 4 ms to interpret a page." }),
  };
}
