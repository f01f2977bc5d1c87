import { spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { devNull } from "node:os";
import { delimiter, join, parse } from "node:path";
import type { Env } from "../../../config/read/env.ts";
import { FinIngestError } from "../../../errors.ts";
import { endGroup, ownGroup } from "../../../process-group.ts";

/** A program that turns reStructuredText into HTML. */
export interface RstProgram {
  readonly path: string;
  readonly args: readonly string[];
  readonly kind: "docutils" | "pandoc";
  /** It is a Python that has docutils, and can serve many texts. */
  readonly isPython?: true;
  /** In its own words, with what it runs on: "docutils (Docutils 0.21.2, Python 3.11.2, on linux)". */
  readonly version: string;
}

/** A program that was looked for, in the order of preference. */
export interface FoundProgram {
  readonly name: string;
  readonly kind: RstProgram["kind"];
  /** What PATH leads to; absent: nothing. */
  readonly file?: string;
  /** Absent where it does not answer. */
  readonly program?: RstProgram;
}

export interface RunLimits {
  readonly timeMs: number;
  readonly maxOutputBytes: number;
}

/**
 * Nothing is read from disk; raw HTML is cleaned later, as that of Markdown is; problems do not stop it; what an error leaves out stands in its message:
 * https://docutils.sourceforge.io/docs/howto/security.html, https://docutils.sourceforge.io/docs/user/config.html
 */
export const docutilsArgs = [
  "--no-file-insertion",
  "--report=3",
  "--halt=5",
  "--syntax-highlight=none",
  "--math-output=LaTeX",
  "--no-toc-backlinks",
  "--no-footnote-backlinks",
  "--strip-comments",
  "--no-generator",
  "--no-datestamp",
  "--no-source-link",
  "--link-stylesheet",
  "--stylesheet=",
  "--input-encoding=utf-8",
  "--output-encoding=utf-8",
];

/** `--sandbox` keeps pandoc from reading files and the network: https://pandoc.org/MANUAL.html#option--sandbox */
const pandocArgs = ["-f", "rst", "-t", "html5", "--sandbox", "--standalone", "--wrap=none"];

const candidates: readonly (Omit<RstProgram, "path" | "version"> & {
  readonly name: string;
  readonly probe: readonly string[];
})[] = [
  {
    name: "python3",
    kind: "docutils",
    isPython: true,
    probe: ["-m", "docutils", "--version"],
    args: ["-m", "docutils", "--writer=html5", ...docutilsArgs],
  },
  { name: "docutils", kind: "docutils", probe: ["--version"], args: ["--writer=html5", ...docutilsArgs] },
  ...["rst2html5", "rst2html5.py", "rst2html.py", "rst2html"].map((name) => ({
    name,
    kind: "docutils" as const,
    probe: ["--version"],
    args: docutilsArgs,
  })),
  { name: "pandoc", kind: "pandoc", probe: ["--version"], args: pandocArgs },
];

export const probeLimits: RunLimits = { timeMs: 10_000, maxOutputBytes: 100_000 };
/** PATH → programs, found once per process. */
const found = new Map<string, Promise<readonly FoundProgram[]>>();

/** The first program on PATH that answers, docutils before pandoc; undefined where there is none. */
export async function rstProgram(env: Env): Promise<RstProgram | undefined> {
  return (await findPrograms(env)).at(-1)?.program;
}

/** The programs up to the first that answers, which is the last; the choice depends on no other. */
export function findPrograms(env: Env): Promise<readonly FoundProgram[]> {
  const path = env.PATH ?? "";
  const known = found.get(path);
  if (known !== undefined) return known;
  const asked = lookUp(path);
  found.set(path, asked);
  return asked;
}

async function lookUp(path: string): Promise<readonly FoundProgram[]> {
  const looked: FoundProgram[] = [];
  for (const { name, probe, args, kind, isPython } of candidates) {
    const file = await onPath(name, path);
    const answer =
      file === undefined
        ? undefined
        : await runProgram({ path: file, args: probe }, "", path, probeLimits).catch(() => undefined);
    const program =
      file === undefined || answer === undefined
        ? undefined
        : { path: file, args, kind, ...(isPython && { isPython }), version: firstLine(answer) };
    looked.push({ name, kind, ...(file === undefined ? {} : { file }), ...(program && { program }) });
    if (program) break;
  }
  return looked;
}

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";

export async function onPath(name: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((entry) => entry !== "")) {
    const file = join(folder, name);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
}

/**
 * How a program is started: it sees only PATH and LANG of the environment, reads no user settings, and is in the root
 * folder, from which Python imports no foreign module.
 */
export const apart = (path: string) => ({
  cwd: parse(process.cwd()).root,
  env: { PATH: path, LANG: "C.UTF-8", DOCUTILSCONFIG: devNull },
  detached: ownGroup,
});

/**
 * Runs a program apart, with a text as its input, and returns its output.
 *
 * @throws FinIngestError when it fails, takes too long or writes too much
 */
export function runProgram(
  { path: file, args }: Pick<RstProgram, "path" | "args">,
  input: string,
  path: string,
  limits: RunLimits,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...apart(path), stdio: ["pipe", "pipe", "pipe"] });
    const stop = (why: string) => {
      reject(new FinIngestError(why));
      child.stdout.destroy();
      child.stderr.destroy();
      endGroup(child, "SIGKILL");
    };
    const timer = setTimeout(
      () => stop(`it took longer than ${Math.round(limits.timeMs / 1000)} s`),
      limits.timeMs,
    );
    const chunks: Buffer[] = [];
    let size = 0;
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.maxOutputBytes) stop("what comes out is too large");
      else chunks.push(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-2000);
    });
    child.once("error", reject);
    child.once("close", (status) => {
      clearTimeout(timer);
      if (status === 0) resolve(Buffer.concat(chunks).toString("utf8"));
      else
        reject(
          new FinIngestError(
            errors.trim().split("\n").at(-1)?.slice(0, 300) || `it ended with exit code ${status}`,
          ),
        );
    });
    child.stdin.on("error", () => {}); // it may end before it has read everything; its exit status tells
    child.stdin.end(input);
  });
}
