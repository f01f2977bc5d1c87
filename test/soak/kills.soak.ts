import { expect, it } from "vitest";
import { converge, killAtRequest, moments, startEditions } from "../e2e/killed-run.ts";
import { randomness } from "../sync/history.ts";
import { inParallel, scaled } from "./kit.ts";

/** Kills between two looks at the result. */
const killsPerStory = 5;

/** Enough that no removal rule objects, even when a document more and one less of every kill wait for the last runs. */
const documents = 30;

interface Told {
  kills: number;
  wrong: string[];
}

/** Documents change, the run is killed at a drawn request; again and again; then two runs must put all right. */
async function story(seed: number): Promise<Told> {
  const random = randomness(seed);
  const editions = await startEditions(documents);
  let kills = 0;
  try {
    if (random.chance(0.8)) await editions.company.run("nightly");
    for (let round = 0; round < killsPerStory; round++) {
      for (let n = 0; n < 4; n++) editions.edit(random.pick(editions.ids()));
      if (random.chance(0.6)) editions.add(`new-${seed}-${round}.md`);
      if (random.chance(0.6)) editions.remove(random.pick(editions.ids()));
      if (await killAtRequest(editions.company, 1 + random.below(9), random.pick(moments))) kills += 1;
    }
    // Removals follow in a run of their own when a killed one left writes open.
    const runs = await converge(editions, 2);
    return { kills, wrong: typeof runs === "number" ? [] : runs };
  } finally {
    await editions.company.close();
  }
}

it("300 kill -9 at drawn requests: nothing lost, nothing twice, nothing stale", async () => {
  const wanted = scaled(300);
  const failed: string[] = [];
  let kills = 0;
  let seed = Number(process.env.SEED ?? 1) * 10_000;
  const only = process.env.CASE;
  function* seeds() {
    if (only !== undefined) yield Number(only);
    else while (kills < wanted) yield ++seed;
  }
  const play = async (own: number) => {
    const told = await story(own);
    kills += told.kills;
    if (told.wrong.length > 0) failed.push(`CASE=${own} npm run soak kills  # ${told.wrong[0]}`);
  };
  await inParallel(seeds(), play, 1);
  console.log(
    `kills: ${kills} processes killed at drawn requests; ${failed.length} stories with something lost, double or stale`,
  );
  expect(failed).toEqual([]);
});
