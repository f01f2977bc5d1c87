import { z } from "zod";

/** Titles are for the workspace's own page, which shows so many. */
const MAX_HIDDEN = 200;

const Hold = z.object({ source: z.string(), rule: z.string(), message: z.string(), resolve: z.string() });

/** What the fleet keeps of a workspace's status: of `status --json` the parts that its pages show. */
export const KeptStatus = z.object({
  sources: z.array(
    z.object({
      name: z.string(),
      live: z.int(),
      hidden: z.int(),
      /** ISO time, null: never. */
      lastComplete: z.string().nullable(),
    }),
  ),
  orphans: z.array(z.object({ name: z.string(), live: z.int(), hidden: z.int() })),
  holds: z.array(Hold),
  /** The first ones; `hiddenCount` is all. */
  hidden: z.array(
    z.object({ source: z.string(), externalId: z.string(), title: z.string(), why: z.string() }),
  ),
  hiddenCount: z.int().optional(),
});
export type KeptStatus = z.infer<typeof KeptStatus>;

/** @returns undefined for what is not the JSON of a status */
export function keptStatus(text: string): KeptStatus | undefined {
  try {
    const { hidden, ...rest } = KeptStatus.parse(JSON.parse(text));
    return { ...rest, hidden: hidden.slice(0, MAX_HIDDEN), hiddenCount: hidden.length };
  } catch {
    return undefined;
  }
}
