import { execFileSync } from "node:child_process";
import { SourceMap } from "node:module";
import { transformSync } from "esbuild";
import { expect, test } from "vitest";
import { ownPositions } from "../../packing/own-positions.ts";

const source = `
const table = { deep: undefined as { value: number } | undefined };
function called(argument: number): number {
  const local = argument + 1; const other = local * 2;
  if (other > 1) throw new Error("thrown");
  return other;
}
const arrow = (value: number) => {
  const first = [value, value + 1];
  return first.map((each) => called(each));
};
class Reader {
  read(place: typeof table) {
    const chosen = place; const again = chosen;
    return again.deep.value;
  }
  async later(value: number) {
    await null;
    return arrow(value);
  }
}
export const attempts = [() => arrow(1), () => new Reader().read(table), () => new Reader().later(2)];
`;

/** The frames in the first line of a stack, which is all of the file: the function, and what stands at its position in the source. */
function framesOf(stack: string, map: SourceMap): string[] {
  const frames = [...stack.matchAll(/at (?:(\S+ ?\S*) \()?file:[^\s)]*?:(1):(\d+)\)?/g)];
  return frames.map(([, name = "", line, column]) => {
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!("originalLine" in entry)) return `${name} nowhere`;
    const [word] = (source.split("\n")[entry.originalLine] ?? "").slice(entry.originalColumn).split(/\W/);
    return `${name} ${entry.originalLine}:${entry.originalColumn} ${word}`;
  });
}

test("stack traces of a file with fewer positions name functions and places of the source", async () => {
  const options = {
    loader: "ts",
    minifyWhitespace: true,
    sourcemap: true,
    sourcefile: "../../src/x.ts",
  } as const;
  const { code, map } = transformSync(source, options);
  const own = ownPositions(map, code, 0) ?? "";
  expect(JSON.parse(own).mappings.length).toBeLessThan(JSON.parse(map).mappings.length);
  // A process of its own: within the tests, traces lead elsewhere.
  const run = `${code}
for (const attempt of attempts) try { await attempt() } catch ({ stack }) { console.log(stack + "\\n") }`;
  const args = [
    "--input-type=module",
    "-e",
    run.replace(/export\s*\{(\S+) as attempts\};?/, "const attempts=$1;"),
  ];
  const stacks = execFileSync(process.execPath, args, { encoding: "utf8" }).trim().split("\n\n");
  const positions = new SourceMap(JSON.parse(own));
  expect(stacks.map((stack) => framesOf(stack, positions))).toEqual([
    ["called 4:23 new", " 9:29 called", "arrow 9:15 map", " 21:31 arrow"],
    ["Reader.read 14:22 value", " 21:60 read"],
    ["called 4:23 new", " 9:29 called", "arrow 9:15 map", "Reader.later 18:11 arrow"],
  ]);
});
