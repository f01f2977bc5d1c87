import type { MediaType } from "../../src/model.ts";
import { splitFrontMatter } from "../../src/normalize/front-matter.ts";

export interface DocumentFacts {
  readonly id?: string;
  readonly slug?: string;
  readonly title?: string;
  readonly withheld?: string;
  readonly labels?: readonly string[];
  readonly includes?: readonly string[];
  readonly links?: readonly string[];
}
export function documentFacts(text: string, _mediaType: MediaType): DocumentFacts {
  const { data, body } = splitFrontMatter(text);
  const word = (v: unknown) =>
    typeof v === "string" && v !== "" ? v : typeof v === "number" ? String(v) : undefined;
  const id = word(data["id"]);
  const slug = word(data["slug"]) ?? word(data["permalink"]);
  const title = word(data["title"]);
  return {
    ...(id ? { id } : {}),
    ...(slug ? { slug } : {}),
    ...(title ? { title } : {}),
    ...(data["draft"] === true ? { withheld: "draft: true" } : {}),
    includes: [...body.matchAll(/^import \w+ from '(\.[^']+\.mdx?)'/gm)].map((m) => m[1] ?? ""),
    links: [...body.matchAll(/\]\(([^)\s]+)\)/g)].map((m) => m[1] ?? ""),
  };
}
