import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import remarkDirective from "remark-directive";
import remarkGfm from "remark-gfm";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import type { MediaType } from "../../src/normalize/index.ts";
import { loadPipeline } from "../../src/normalize/index.ts";
import type { Format } from "../kit/format-files.ts";
import { answerTasks, cpuMs, peakBytes } from "./answer.ts";
import { peer } from "./peers.ts";

export interface FormatTask {
  readonly format: Format;
  /** `parser`: the first step of ours alone. */
  readonly tool: "ours" | "usual" | "pdfminer" | "parser";
  readonly names: readonly string[];
  /** How often all documents are converted before, and while, time is measured. */
  readonly rounds: number;
}

/** Null: the tool is not installed. */
export type FormatAnswer = {
  /** CPU time of one round, of the tool's own process where it is another one. */
  readonly cpuMs: number;
  /** 0: not known. */
  readonly peakBytes: number;
} | null;

interface Input {
  readonly name: string;
  readonly body: Buffer;
}

answerTasks<FormatTask>(async ({ format, tool, names, rounds }) => {
  const inputs = names.map((name): Input => {
    const bytes = readFileSync(name);
    return { name: path.basename(name, ".gz"), body: name.endsWith(".gz") ? gunzipSync(bytes) : bytes };
  });
  if (tool !== "ours" && format === "rst") return inPython(docutils, inputs, rounds);
  if (tool !== "ours" && format === "pdf")
    return tool === "pdfminer" ? inPython(pdfminer, inputs, rounds) : withPdftotext(inputs, rounds);
  const convert = await { ours, parser, usual, pdfminer: usual }[tool](format);
  if (!convert) return null;
  const all = async () => {
    for (const input of inputs) await made(convert, input, tool);
  };
  for (let round = 0; round < rounds; round += 1) await all();
  const before = cpuMs() + childrensCpuMs();
  for (let round = 0; round < rounds; round += 1) await all();
  return { cpuMs: (cpuMs() + childrensCpuMs() - before) / rounds, peakBytes: peakBytes() };
});

/** CPU time of the processes that this one has started and that still run: docutils' own. Linux only; elsewhere 0. */
function childrensCpuMs(): number {
  try {
    const pids = readdirSync("/proc/self/task").flatMap((task) =>
      readFileSync(`/proc/self/task/${task}/children`, "utf8").split(" ").filter(Boolean),
    );
    return pids.reduce((sum, pid) => sum + ticksOf(pid) * TICK_MS, 0);
  } catch {
    return 0;
  }
}

/** Linux counts in hundredths of a second for every program (proc_pid_stat(5)). */
const TICK_MS = 10;

/** Its own and its ended children's user and system time; the fields before them follow the name in brackets. */
function ticksOf(pid: string): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

/** Ours has to read every document; the usual tools refuse some, which costs them less. */
async function made(convert: Convert, input: Input, tool: FormatTask["tool"]): Promise<void> {
  try {
    await convert(input);
  } catch (error) {
    if (tool === "ours") throw new Error(`${input.name}: ${String(error)}`);
  }
}

type Convert = (input: Input) => unknown;

const mediaTypes: Readonly<Record<Format, MediaType>> = {
  mdx: "text/mdx",
  rst: "text/x-rst",
  adoc: "text/asciidoc",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pdf: "application/pdf",
};

async function ours(format: Format): Promise<Convert> {
  const { normalizeDocument } = await loadPipeline();
  const mediaType = mediaTypes[format];
  return ({ name, body }) =>
    normalizeDocument({ name, body, mediaType, url: `https://docs.example.com/${name}` });
}

async function parser(format: Format): Promise<Convert | undefined> {
  if (format !== "mdx") return undefined;
  const processor = unified().use(remarkParse).use(remarkGfm).use(remarkDirective).use(remarkMdx);
  return ({ body }) => processor.parse(withoutFrontMatter(body));
}

const withoutFrontMatter = (body: Buffer): string => body.toString().replace(/^---\n[\s\S]*?\n---\n/, "");

async function usual(format: Format): Promise<Convert | undefined> {
  if (format === "mdx") {
    const mdx = await peer("@mdx-js/mdx");
    const compile = mdx?.compile as ((text: string) => Promise<unknown>) | undefined;
    return compile && (({ body }) => compile(withoutFrontMatter(body)));
  }
  if (format === "adoc") {
    const { convert } = await import("@asciidoctor/core");
    return ({ body }) => convert(body.toString(), { safe: "secure" });
  }
  const { default: mammoth } = await import("mammoth");
  return ({ body }) => mammoth.convertToHtml({ buffer: body });
}

const docutils =
  "from docutils.core import publish_string as convert\ndef one(file):\n    convert(open(file).read(), writer_name='html5', settings_overrides={'report_level': 5})";
const pdfminer = "from pdfminer.high_level import extract_text\ndef one(file):\n    extract_text(file)";

/** In one Python process, which measures itself. */
function inPython(convert: string, inputs: readonly Input[], rounds: number): FormatAnswer {
  return withFiles(inputs, (files) => {
    const script = `import sys, time, resource\n${convert}\nfor round in range(${2 * rounds}):\n    if round == ${rounds}: begun = time.process_time()\n    for file in sys.argv[1:]:\n        try: one(file)\n        except Exception: pass\nprint((time.process_time() - begun) * 1000 / ${rounds}, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)`;
    const pythons = ["python3", "/usr/bin/python3"];
    const ran = pythons.map((python) => spawnSync(python, ["-c", script, ...files], { encoding: "utf8" }));
    const [cpu, kilobytes] = (ran.find(({ status }) => status === 0)?.stdout ?? "").split(" ").map(Number);
    return cpu === undefined || kilobytes === undefined ? null : { cpuMs: cpu, peakBytes: kilobytes * 1024 };
  });
}

function withPdftotext(inputs: readonly Input[], rounds: number): FormatAnswer {
  return withFiles(inputs, (files) => {
    const lines = files.map((file) => `pdftotext '${file}' - > /dev/null`).join(" && ");
    const { status, stderr } = spawnSync("bash", ["-c", `TIMEFORMAT='%U %S'; time { ${lines}; }`], {
      encoding: "utf8",
    });
    const [user = Number.NaN, system = Number.NaN] =
      stderr.trim().split("\n").at(-1)?.split(" ").map(Number) ?? [];
    const isThere = status === 0 && Number.isFinite(user + system) && rounds > 0;
    return isThere ? { cpuMs: (user + system) * 1000, peakBytes: 0 } : null;
  });
}

function withFiles(inputs: readonly Input[], work: (files: readonly string[]) => FormatAnswer): FormatAnswer {
  const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-bench-"));
  try {
    const files = inputs.map((_, at) => path.join(folder, String(at)));
    files.forEach((file, at) => {
      writeFileSync(file, inputs[at]?.body ?? "");
    });
    return work(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
