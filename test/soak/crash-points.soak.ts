import { expect, it } from "vitest";
import { crashAt, scenarios } from "../e2e/crash-matrix.ts";
import { moments } from "../e2e/killed-run.ts";
import { inParallel, scaled } from "./kit.ts";

/** A 20-page run sends fewer requests than this; the matrix ends where a run was over before it could be killed. */
const mostRequests = 45;

it("every crash point of a 20-page run, before, after and in the middle of the answer", async () => {
  const only = process.env.CASE?.split(",");
  const every = Math.max(1, Math.round(1 / scaled(1, 0.001)));
  const cases = scenarios.flatMap((scenario) =>
    moments.flatMap((moment) =>
      Array.from({ length: mostRequests }, (_, n) => ({ scenario, moment, nth: n + 1 })),
    ),
  );
  const chosen = only
    ? [{ scenario: only[0] as "first", nth: Number(only[1]), moment: only[2] as "before" }]
    : cases.filter((_, n) => n % every === 0);
  const failed: string[] = [];
  const over = new Map<string, number>();
  let killed = 0;
  const crash = async ({ scenario, nth, moment }: (typeof cases)[number]) => {
    const row = `${scenario} ${moment}`;
    if (nth > (over.get(row) ?? mostRequests)) return;
    const result = await crashAt(scenario, nth, moment);
    if (result.killed) killed += 1;
    else over.set(row, Math.min(nth, over.get(row) ?? mostRequests));
    if (result.wrong.length > 0)
      failed.push(`CASE=${scenario},${nth},${moment} npm run soak crash-points  # ${result.wrong[0]}`);
  };
  await inParallel(chosen, crash, 1);
  console.log(
    `crash-points: ${killed} kills, one for each request and moment; ${failed.length} did not converge within 2 runs`,
  );
  expect(failed).toEqual([]);
  expect(killed).toBeGreaterThan(0);
});
