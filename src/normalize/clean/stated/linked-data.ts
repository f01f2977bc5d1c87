import { z } from "zod";
import type { StatedText } from "./stated-text.ts";

/** Texts that a page states for machines as JSON-LD: https://schema.org/Article, https://schema.org/QAPage */

const fields = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof fields>;

const discussions = new Set(["DiscussionForumPosting", "SocialMediaPosting", "Question"]);
const articles =
  /^(?:Article|BlogPosting|TechArticle|(?:Reportage|Opinion|Analysis)?NewsArticle|Report|HowTo)$/;
/** Each is a list or one value; the questions and answers of a page, in the order in which a page shows them. */
const replies = ["acceptedAnswer", "suggestedAnswer", "comment"];
/** Deeper data repeats itself. */
const MAX_DEPTH = 6;

/** The discussion or article that a block of JSON-LD holds; undefined for any other data, and what is no JSON. */
export function textOfLinkedData(json: string): StatedText | undefined {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch {
    return undefined;
  }
  for (const node of nodesOf(data)) {
    const kinds = listOf(node["@type"]).map(String);
    const isArticle = kinds.some((kind) => articles.test(kind));
    if (!isArticle && !kinds.some((kind) => discussions.has(kind))) continue;
    const posts = postsOf(node, 0);
    if (posts.length > 0) return { isDiscussion: !isArticle, title: lineIn(node, "headline", "name"), posts };
  }
  return undefined;
}

function nodesOf(data: unknown): Fields[] {
  const found = listOf(data).flatMap((one) => {
    const { data: node } = fields.safeParse(one);
    return node ? [node] : [];
  });
  return found.flatMap((node) => [node, ...nodesOf(node["@graph"]), ...nodesOf(node.mainEntity)]);
}

function postsOf(node: Fields, depth: number): StatedText["posts"][number][] {
  const text = lineIn(node, "articleBody", "text");
  const author = nodesOf(node.author)[0];
  const own =
    text === undefined
      ? []
      : [
          {
            text,
            author: author ? lineIn(author, "name") : undefined,
            day: lineIn(node, "datePublished", "dateCreated")?.slice(0, 10),
          },
        ];
  if (depth >= MAX_DEPTH) return own;
  const below = replies.flatMap((name) => nodesOf(node[name]));
  return [...own, ...below.flatMap((one) => postsOf(one, depth + 1))];
}

function lineIn(node: Fields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = node[name];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return undefined;
}

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
