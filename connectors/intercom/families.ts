import type { z } from "zod";
import { type Criteria, classify, classifyInternal, type Verdict } from "./classify.ts";
import { Article, InternalArticle } from "./schema.ts";
import type { Counts } from "./selected.ts";
import { isSelected, type Selection } from "./structure.ts";

/** Articles of one kind: where they are, and how one is read. */
export interface Family<T extends { readonly id: string }> {
  readonly name: string;
  readonly path: string;
  readonly schema: z.ZodType<T>;
  idOf(number: string): string;
  isSelected(item: T, criteria: Criteria, selection: Selection): boolean;
  classify(item: T, criteria: Criteria): Verdict;
  /** Counts it for the patterns of the options. */
  count(item: T, counts: Counts): void;
}

export const articles: Family<Article> = {
  name: "articles",
  path: "/articles",
  schema: Article,
  idOf: (number) => `article/${number}`,
  isSelected: (item, { collections }, selection) => isSelected(item, collections, selection),
  classify,
  count: (item, counts) => counts.add(item),
};

/** They stand in no help center. */
export const internalArticles: Family<InternalArticle> = {
  name: "internal articles",
  path: "/internal_articles",
  schema: InternalArticle,
  idOf: (number) => `internal-article/${number}`,
  isSelected: () => true,
  classify: classifyInternal,
  count: () => {},
};
