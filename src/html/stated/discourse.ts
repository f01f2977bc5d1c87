import { z } from "zod";
import type { StatedText } from "./stated-text.ts";

/**
 * The topic that Discourse gives to its scripts with a page: JSON texts within JSON, the posts' text in HTML.
 * https://meta.discourse.org/t/discourse-rest-api-documentation/22706 (`/t/{id}.json` has the same form)
 */
const topic = z.object({
  title: z.string().optional(),
  post_stream: z.object({
    posts: z.array(z.object({ username: z.string(), created_at: z.string(), cooked: z.string() })),
  }),
});
const preloaded = z.record(z.string(), z.unknown());

/** The posts in Discourse's `data-preloaded`; undefined where it has none. */
export function textOfDiscourse(json: string): StatedText | undefined {
  const entries = Object.entries(preloaded.safeParse(parsed(json)).data ?? {});
  const [, value] = entries.find(([key]) => /^topic_\d+$/.test(key)) ?? [];
  const { data } = topic.safeParse(typeof value === "string" ? parsed(value) : value);
  if (!data) return undefined;
  const posts = data.post_stream.posts.map(({ username, created_at, cooked }) => ({
    text: cooked,
    author: username,
    day: created_at.slice(0, 10),
  }));
  return { isDiscussion: true, title: data.title, posts };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
