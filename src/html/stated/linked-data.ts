import { z } from "zod";
import { parsedJson, type StatedText } from "./data.ts";

/** Texts that a page states for machines as JSON-LD: https://schema.org/Article, https://schema.org/QAPage */

const fields = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof fields>;

const discussions = new Set(["DiscussionForumPosting", "SocialMediaPosting", "Question"]);
const articles = /^(?:Article|BlogPosting|TechArticle|(?:Reportage|Opinion|Analysis)?NewsArticle)$/;
/** Each is a list or one value; the questions and answers of a page, in the order in which a page shows them. */
const replies = ["acceptedAnswer", "suggestedAnswer", "comment"];
/** No discussion is nested deeper, and a stack is finite. */
const MAX_DEPTH = 50;

/** The discussion or article that a block of JSON-LD holds; undefined for any other data, and what is no JSON. */
export function textOfLinkedData(json: string): StatedText | undefined {
  for (const node of nodesOf(parsedJson(json))) {
    const kinds = listOf(node["@type"]).map(String);
    const isArticle = kinds.some((kind) => articles.test(kind));
    if (!isArticle && !kinds.some((kind) => discussions.has(kind))) continue;
    const posts = postsOf(node, 0);
    if (posts.length > 0) return { isDiscussion: !isArticle, title: lineIn(node, "headline", "name"), posts };
  }
  return undefined;
}

function nodesOf(data: unknown, depth = 0): Fields[] {
  if (depth >= MAX_DEPTH) return [];
  const found = listOf(data).flatMap((one) => {
    const { data: node } = fields.safeParse(one);
    return node ? [node] : [];
  });
  return found.flatMap((node) => [
    node,
    ...nodesOf(node["@graph"], depth + 1),
    ...nodesOf(node.mainEntity, depth + 1),
  ]);
}

function postsOf(node: Fields, depth: number): StatedText["posts"][number][] {
  if (depth >= MAX_DEPTH || isForSubscribers(node)) return [];
  const text = lineIn(node, "articleBody", "text");
  const day = lineIn(node, "datePublished", "dateCreated")?.slice(0, "2026-01-31".length);
  const own = text === undefined ? [] : [{ text, author: authorOf(node.author), day }];
  const below = replies.flatMap((name) => nodesOf(node[name]));
  return [...own, ...below.flatMap((one) => postsOf(one, depth + 1))];
}

/** What only search engines get in full: https://schema.org/isAccessibleForFree */
const isForSubscribers = ({ isAccessibleForFree }: Fields): boolean =>
  /^false$/i.test(String(isAccessibleForFree));

/** A name, or a person who has one. */
function authorOf(author: unknown): string | undefined {
  if (typeof author === "string") return author;
  const [person] = nodesOf(author);
  return person && lineIn(person, "name");
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
