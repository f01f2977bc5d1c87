import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { getDocumentProxy } from "unpdf";
import type { FormatAnswer, FormatTask } from "./children/format-tasks.ts";
import { type Format, filesOf, formats } from "./kit/format-files.ts";
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
    "The same documents by us, to the finished page, and by the usual tool of each format, to its HTML or text, each in a process of its own, after a warm-up round; CPU time, because the machine has other work. Ours does more: it finds what is hidden, infers structure, sanitises and warns. Packages that are not dependencies are taken from the folder that BENCH_PEERS names (`npm install --prefix FOLDER @mdx-js/mdx`); docutils, pdfminer and pdftotext as they are installed. Of reStructuredText, our figure leaves out docutils' own process.",
  async run() {
    const count = sized({ small: 8, usual: 60, full: 420 });
    const rounds = sized({ small: 1, usual: 2, full: 4 });
    const sets = new Map(formats.map((format) => [format, filesOf(format, count)]));
    const tasks = formats.flatMap((format) =>
      toolsOf(format).map((tool) => {
        const task: FormatTask = { format, tool, names: sets.get(format)?.names ?? [], rounds };
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
          tool === "ours" ? `${names[format][0]}, ours` : tool === "pdfminer" ? "pdfminer" : names[format][1];
        if (!one) return [what, "not installed", "", ""];
        const times = own && tool !== "ours" ? ratio(one.ms / own.ms) : "";
        return [what, figure(one.ms / per), times, one.peak > 0 ? megabytes(one.peak) : ""];
      });
    });
    const [mdx, mdxOurs, pdf] = [cpu("mdx", "usual"), cpu("mdx", "ours"), cpu("pdf", "ours")];
    return {
      setting: `${rounds} rounds. ${formats.map((format) => `${names[format][0]}: ${sets.get(format)?.from ?? ""}`).join("; ")}; ${pages} pages of PDF.`,
      tables: [{ head: ["", "CPU ms a document (PDF: a page)", "ours is faster by", "peak memory"], rows }],
      targets: [mdxTarget(mdx?.ms, mdxOurs?.ms), pdfTarget(pdf?.ms, pages)],
    };
  },
};

function toolsOf(format: Format): readonly FormatTask["tool"][] {
  return format === "pdf" ? ["ours", "usual", "pdfminer"] : ["ours", "usual"];
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

function mdxTarget(usual: number | undefined, own: number | undefined): Target {
  const base = { what: "MDX against @mdx-js/mdx `compile`", wanted: "at least 1.3 × as fast" };
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
          limit:
            "Both spend most of their time in micromark; ours then builds, cleans and checks the page, which compiling does not.",
        }),
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
