import { expect, test } from "vitest";
import { runCli, tempFolder } from "./cli.ts";
import { runHere } from "./cli-here.ts";
import { encodings, token, tokenIn } from "./encodings.ts";
import { errorPaths, startScene } from "./error-paths.ts";

/** A share of `npm run soak redaction`: every path once, each with another encoding. */
const kinds = Object.entries(encodings);

test("the check sees each encoding", () => {
  for (const [name, encode] of kinds) expect(tokenIn(`x ${encode(token)} y`), name).toBeDefined();
  expect(tokenIn("nothing of it")).toBeUndefined();
});

test.each(errorPaths.map((way, index) => ({ way, name: way.name, index })))(
  "$name: the token is not seen",
  async ({ way, index }) => {
    const [name, encode] = kinds[(index * 3 + 1) % kinds.length] ?? ["raw", (text: string) => text];
    const scene = await startScene(await tempFolder(), way.endsTheProcess ? runCli : runHere);
    try {
      const results = await way.play(scene, encode(token));
      const output = results.map(({ stdout, stderr }) => `${stdout}\n${stderr}`).join("\n");
      expect(output).toMatch(way.sign);
      expect(tokenIn(`${output}\n${scene.stored()}`), name).toBeUndefined();
    } finally {
      await scene.close();
    }
  },
);
