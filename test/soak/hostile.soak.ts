import { expect, test } from "vitest";
import { escapeHtml } from "../../src/html/characters.ts";
import { workerNormalizer } from "../../src/normalize/worker/normalizer.ts";
import { escapeIn, hostileCase } from "../normalize/support/hostile.ts";
import { hostileFile } from "../normalize/support/hostile-files.ts";

/** 1,500 hostile inputs, a third of them files in containers, each in a worker within 2 s and 512 MB: none escapes, crashes or hangs. */
const scale = Number(process.env.SOAK ?? 1);
const seed = Number(process.env.SEED ?? 1);
const only = process.env.CASE === undefined ? undefined : Number(process.env.CASE);
/** Judged by the processor's time, so that other work on the machine is not held against an input. */
const mostMs = 2000;
const timeMs = 8000;

test("hostile inputs", async () => {
  const normalizer = workerNormalizer({ workers: 1, timeMs, heapMb: 512 });
  const cases =
    only === undefined ? Array.from({ length: Math.ceil(1500 * scale) }, (_, index) => index) : [only];
  const failures: string[] = [];
  let slowest = { ms: 0, name: "" };
  let [bytes, refused] = [0, 0];
  try {
    await normalizer.normalize({ body: "warm", mediaType: "text/mdx", name: "warm" });
    for (const index of cases) {
      const isFile = index % 3 === 2;
      const one = isFile ? hostileFile(seed, (index - 2) / 3) : hostileCase(seed, index);
      const size = one.document.body.length;
      bytes += size;
      const began = process.cpuUsage();
      const replay = `SEED=${seed} CASE=${index} npm run soak hostile`;
      try {
        const pages = await normalizer.normalize(one.document);
        // A title is text: whoever shows it escapes it.
        const shown = pages.map(({ title, html }) => `${escapeHtml(title)}\n${html}`);
        const why = escapeIn(shown.join("\n"), one);
        if (why) failures.push(`${one.name}, ${size} characters: ${why} (${replay})`);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        // A file in a container may be refused by name; a text never.
        if (isFile && message.includes("the document cannot be read")) refused += 1;
        else failures.push(`${one.name}, ${size} characters: ${message} (${replay})`);
      }
      const { user, system } = process.cpuUsage(began);
      const ms = (user + system) / 1000;
      if (ms > mostMs) failures.push(`${one.name}, ${size} characters: took ${ms.toFixed(0)} ms (${replay})`);
      if (ms > slowest.ms) slowest = { ms, name: one.name };
    }
  } finally {
    await normalizer.close();
  }
  for (const failure of failures) console.log(failure);
  console.log(
    `hostile: seed ${seed}, ${cases.length} inputs, ${(bytes / 1e6).toFixed(0)} MB, ${refused} files refused by name, ${failures.length} escapes, crashes or hangs, slowest ${slowest.ms.toFixed(0)} ms (${slowest.name})`,
  );
  expect(failures).toEqual([]);
});
