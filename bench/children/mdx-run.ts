import { readFileSync } from "node:fs";
import path from "node:path";
import { createNormalizer } from "../../src/normalize/index.ts";
import { mapConcurrent } from "../../src/sync/concurrency.ts";
import { answerTasks } from "./answer.ts";
import { peer } from "./peers.ts";

export interface MdxRunTask {
  readonly tool: "ours" | "compile";
  readonly names: readonly string[];
}

/** Milliseconds from the first document to the last, from a cold start; null: the tool is not installed. */
export type MdxRunAnswer = { readonly ms: number } | null;

answerTasks<MdxRunTask>(async ({ tool, names }): Promise<MdxRunAnswer> => {
  const bodies = names.map((name) => ({ name: path.basename(name), body: readFileSync(name) }));
  const begun = performance.now();
  const isDone = tool === "ours" ? await normalized(bodies) : await compiled(bodies);
  return isDone ? { ms: performance.now() - begun } : null;
});

type Bodies = readonly { readonly name: string; readonly body: Buffer }[];

/** In the workers of a run, as many as it starts on this machine. */
async function normalized(bodies: Bodies): Promise<true> {
  const normalizer = createNormalizer();
  const { signal } = new AbortController();
  const page = ({ name, body }: Bodies[number]) =>
    normalizer.normalize(
      { name, body, mediaType: "text/mdx", url: `https://docs.example.com/${name}` },
      signal,
    );
  for await (const _ of mapConcurrent(bodies, 8, page));
  await normalizer.close();
  return true;
}

/** In one process, as a generator of sites calls it. */
async function compiled(bodies: Bodies): Promise<boolean> {
  const mdx = await peer("@mdx-js/mdx");
  const compile = mdx?.compile as ((text: string) => Promise<unknown>) | undefined;
  if (!compile) return false;
  for (const { body } of bodies) {
    // What it refuses costs it less.
    await compile(body.toString().replace(/^---\n[\s\S]*?\n---\n/, "")).catch(() => {});
  }
  return true;
}
