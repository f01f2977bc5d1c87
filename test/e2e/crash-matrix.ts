import { converge, killAtRequest, type Moment, startEditions } from "./killed-run.ts";

/** The first run of 20 pages, or a later one that edits, adds, hides and deletes. */
export const scenarios = ["first", "later"] as const;
export type Scenario = (typeof scenarios)[number];

/**
 * One crash point: kills the run there, then runs again until all is well.
 * @returns what is wrong after two further runs; and whether the run was killed, or over before that request
 */
export async function crashAt(
  scenario: Scenario,
  nth: number,
  moment: Moment,
): Promise<{ killed: boolean; wrong: string[] }> {
  const editions = await startEditions(20);
  try {
    if (scenario === "later") {
      await editions.company.run("nightly");
      // Hidden by the next run, deleted by the one that is killed.
      for (const id of ["doc-0.md", "doc-1.md"]) editions.remove(id);
      await editions.company.run("nightly");
      for (let n = 2; n < 14; n++) editions.edit(`doc-${n}.md`);
      for (const id of ["new-1.md", "new-2.md", "new-3.md"]) editions.add(id);
      for (const id of ["doc-17.md", "doc-18.md", "doc-19.md"]) editions.remove(id);
    }
    const killed = await killAtRequest(editions.company, nth, moment);
    const runs = await converge(editions, 2);
    return { killed, wrong: typeof runs === "number" ? [] : runs };
  } finally {
    await editions.company.close();
  }
}
