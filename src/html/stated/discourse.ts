import { z } from "zod";
import { parsedJson, type StatedText } from "./data.ts";

/**
 * The topic that Discourse gives to its scripts with a page: JSON texts within JSON, the posts' text in HTML.
 * https://meta.discourse.org/t/discourse-rest-api-documentation/22706 (`/t/{id}.json` has the same form)
 */
const post = z.object({
  username: z.string(),
  created_at: z.string(),
  cooked: z.string(),
  post_type: z.number().default(1),
  hidden: z.boolean().default(false),
  user_deleted: z.boolean().default(false),
  deleted_at: z.string().nullish(),
});
const topic = z.object({
  title: z.string().optional(),
  post_stream: z.object({ posts: z.array(post) }),
});
/** Whispers among the staff (4) and notes of what was done to the topic (3) are no posts that everybody reads. */
const MODERATORS_POST = 2;
const preloaded = z.record(z.string(), z.unknown());

/** The posts in Discourse's `data-preloaded`; undefined where it has none. */
export function textOfDiscourse(json: string): StatedText | undefined {
  const entries = Object.entries(preloaded.safeParse(parsedJson(json)).data ?? {});
  const [, value] = entries.find(([key]) => /^topic_\d+$/.test(key)) ?? [];
  const { data } = topic.safeParse(typeof value === "string" ? parsedJson(value) : value);
  if (!data) return undefined;
  const posts = data.post_stream.posts.filter(isShown).map(({ username, created_at, cooked }) => ({
    text: cooked,
    author: username,
    day: created_at.slice(0, 10),
  }));
  return { isDiscussion: true, title: data.title, posts };
}

/** Moderators get what others do not see, too: deleted posts, and those that were hidden after complaints. */
const isShown = ({ post_type, hidden, user_deleted, deleted_at }: z.infer<typeof post>): boolean =>
  post_type <= MODERATORS_POST && !hidden && !user_deleted && (deleted_at ?? "") === "";
