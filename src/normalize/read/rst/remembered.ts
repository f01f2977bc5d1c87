import { readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { systemClock } from "../../../clock.ts";
import { type Env, processEnv } from "../../../config/read/env.ts";
import { type FoundProgram, findPrograms, onPath, probeLimits, runProgram } from "./program.ts";

/** What a machine's programs were once found to be, and what would look different if they were others now. */
const Remembered = z.object({
  /** The version of the program that reads reStructuredText, in its own words; absent: there is none. */
  said: z.string().exactOptional(),
  path: z.string(),
  askedAt: z.number(),
  /** Program → the file that PATH leads to, "" for none. */
  files: z.record(z.string(), z.string()),
  /** File or folder → its times and size. */
  stamps: z.record(z.string(), z.string()),
});
type Remembered = z.output<typeof Remembered>;

/** What chooses between versions of Python may keep its choice where nobody looks: it is asked again after a week. */
const trustedMs = 7 * 86_400_000;
const askPaths = "import json, sys; print(json.dumps([sys.executable, *sys.path]))";

/**
 * Which program reads reStructuredText here and in which version, without starting it where nothing changed since it was
 * last asked: not the programs on PATH, nor the folders that their Python takes packages from.
 *
 * @param memory what an earlier call gave, in this process or another
 * @returns `said`, equal as long as the same program makes the same of a text, and what to remember; absent where it
 *   cannot be told what the answer depends on
 */
export async function rememberedRstProgram(
  memory: string | undefined,
  env: Env = processEnv(),
): Promise<{ readonly said: string | undefined; readonly memory: string | undefined }> {
  const known = parsed(memory);
  if (known !== undefined && (await stillHolds(known, env))) return { said: known.said, memory };
  const { PATH = "" } = env;
  const answer = asked.get(PATH) ?? ask(env);
  asked.set(PATH, answer);
  return answer;
}

/** By PATH, as programs are: many documents of a run ask at once. */
const asked = new Map<string, ReturnType<typeof rememberedRstProgram>>();

async function ask(env: Env): ReturnType<typeof rememberedRstProgram> {
  const found = await findPrograms(env);
  const said = found.at(-1)?.program?.version;
  const watched = await watchedBy(found, env);
  if (watched === undefined) return { said, memory: undefined };
  const remembered: Remembered = {
    ...(said === undefined ? {} : { said }),
    path: env.PATH ?? "",
    askedAt: systemClock.now(),
    files: Object.fromEntries(found.map(({ name, file = "" }) => [name, file])),
    stamps: await stampsOf(watched),
  };
  return { said, memory: JSON.stringify(remembered) };
}

function parsed(memory: string | undefined): Remembered | undefined {
  try {
    return memory === undefined ? undefined : Remembered.parse(JSON.parse(memory));
  } catch {
    return undefined;
  }
}

async function stillHolds(known: Remembered, env: Env): Promise<boolean> {
  const age = systemClock.now() - known.askedAt;
  if (known.path !== (env.PATH ?? "") || age < 0 || age > trustedMs) return false;
  for (const [name, file] of Object.entries(known.files))
    if (((await onPath(name, known.path)) ?? "") !== file) return false;
  const now = await stampsOf(Object.keys(known.stamps));
  return Object.entries(known.stamps).every(([file, stamp]) => now[file] === stamp);
}

async function stampsOf(files: readonly string[]): Promise<Record<string, string>> {
  const stamps = files.map(async (file): Promise<[string, string]> => {
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    return [file, found ? [found.mtimeNs, found.ctimeNs, found.size, found.ino].join(" ") : "absent"];
  });
  return Object.fromEntries(await Promise.all(stamps));
}

/** Files and folders that one of the programs depends on; undefined where one does not say. */
async function watchedBy(found: readonly FoundProgram[], env: Env): Promise<string[] | undefined> {
  const watched: string[] = [];
  for (const { kind, file } of found) {
    if (file === undefined) continue;
    watched.push(file, await realpath(file));
    if (kind === "pandoc") continue;
    const paths = await pythonPaths(file, env).catch(() => undefined);
    if (paths === undefined) return undefined;
    watched.push(...paths);
  }
  return [...new Set(watched)];
}

/** Where the Python of a program is, and where it takes packages from. @throws when it does not say */
async function pythonPaths(file: string, env: Env): Promise<string[]> {
  const python = /^python/.test(path.basename(file)) ? file : await interpreterOf(file);
  const root = path.parse(process.cwd()).root;
  const answer = await runProgram({ path: python, args: ["-c", askPaths] }, "", env.PATH ?? "", probeLimits);
  const [executable = "", ...folders] = z.array(z.string()).parse(JSON.parse(answer));
  // A virtual environment's settings; and what pyenv's `global` writes, where its script stands on PATH.
  const settings = [
    path.join(path.dirname(python), "../pyvenv.cfg"),
    executable.replace(/\/versions\/.*/s, "/version"),
  ];
  return [
    python,
    executable,
    await realpath(executable),
    ...settings,
    ...folders.flatMap((one) => {
      const folder = path.resolve(root, one);
      return [folder, path.join(folder, "docutils"), path.join(folder, "docutils/__init__.py")];
    }),
  ];
}

/** The Python that a script names in its first line. @throws when it names none */
async function interpreterOf(file: string): Promise<string> {
  const [, interpreter] =
    /^#!\s*(\/\S*python[\w.]*)\s*\n/.exec((await readFile(file, "utf8")).slice(0, 300)) ?? [];
  if (interpreter === undefined) throw new Error(`${file} does not say which Python runs it`);
  return interpreter;
}
