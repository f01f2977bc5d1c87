import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { encodings, token, tokenIn } from "../e2e/encodings.ts";
import { errorPaths, startScene } from "../e2e/error-paths.ts";

/** `CASE="path / encoding"` replays one, `CASE="path"` all of a path. */
const only = process.env.CASE;
const share = Number(process.env.SOAK ?? 1);

const all = errorPaths.flatMap((way) =>
  Object.keys(encodings).map((encoding) => ({ way, encoding, name: `${way.name} / ${encoding}` })),
);
const cases =
  only === undefined
    ? all.filter((_, index) => index % Math.max(1, Math.round(1 / share)) === 0)
    : all.filter(({ name }) => name.startsWith(only));

test(`${cases.length} ways in which the token could come back`, async () => {
  const seen: string[] = [];
  const untaken: string[] = [];
  let runs = 0;
  const left = cases.values();
  const lane = async () => {
    for (const { way, encoding, name } of left) {
      const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-redaction-"));
      const scene = await startScene(dir);
      try {
        const results = await way.play(scene, encodings[encoding]?.(token) ?? "");
        runs += results.length;
        const output = results.map(({ stdout, stderr }) => `${stdout}\n${stderr}`).join("\n");
        const found = tokenIn(`${output}\n${scene.stored()}`);
        if (found !== undefined) seen.push(`CASE=${JSON.stringify(name)} npm run soak redaction  # ${found}`);
        if (!way.sign.test(output)) untaken.push(`${name}: ${output.slice(0, 300)}`);
      } finally {
        await scene.close();
        rmSync(dir, { recursive: true, force: true });
      }
    }
  };
  await Promise.all([lane(), lane(), lane(), lane(), lane()]);
  console.log(
    `redaction: ${errorPaths.length} error paths, ${Object.keys(encodings).length} encodings, ${runs} runs; the token was seen in ${seen.length} of ${cases.length} cases`,
  );
  for (const line of [...seen, ...untaken]) console.log(line);
  expect({ seen, untaken }).toEqual({ seen: [], untaken: [] });
});
