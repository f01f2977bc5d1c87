import { z } from "zod";

/** What is read of an item, https://www.jsonfeed.org/version/1.1/#items */
export const Item = z.object({
  id: z.string().min(1),
  url: z.url().optional(),
  title: z.string().optional(),
  content_html: z.string(),
  date_modified: z.string().optional(),
  tags: z.array(z.string()).default([]),
});
export type Item = z.output<typeof Item>;

export const Feed = z.object({ next_url: z.url().optional(), items: z.array(Item) });
export type Feed = z.output<typeof Feed>;
