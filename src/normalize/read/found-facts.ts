import type { DocumentFacts } from "./document-facts.ts";

/** Relative and root-relative targets of documents, without pictures and other media. */
export function isDocumentTarget(target: string): boolean {
  if (target === "" || target.length > 2000 || /^[#{]|^\/\/|\s/.test(target)) return false;
  if (/^[A-Za-z][\w+.-]*:/.test(target)) return false;
  return !/\.(?:png|jpe?g|gif|svg|webp|avif|ico|mp4|webm)(?:[?#]|$)/i.test(target);
}

export function unique(texts: Iterable<string>): string[] {
  return [...new Set(texts)].filter((text) => text !== "");
}

/** "a, b" → its parts. */
export function commaList(text: string): string[] {
  return text.split(",").map((part) => part.trim());
}

export interface FoundFacts {
  readonly title?: string | undefined;
  readonly unpublished?: string | undefined;
  readonly labels: Iterable<string>;
  readonly includes: Iterable<string>;
  readonly links: Iterable<string>;
  readonly shown?: Iterable<string>;
  readonly aliases?: readonly string[];
  readonly attributes?: Iterable<readonly [name: string, value: string]>;
  readonly sections?: Readonly<Record<string, string>>;
}

export function documentFactsOf(found: FoundFacts): DocumentFacts {
  const { title, unpublished, labels, includes, links, sections = {}, aliases = [] } = found;
  const attributes = Object.fromEntries(found.attributes ?? []);
  const shown = unique(found.shown ?? []);
  return {
    title: title === "" ? undefined : title,
    unpublished,
    labels: unique(labels),
    includes: unique(includes),
    links: unique(links),
    ...(shown.length === 0 ? {} : { shown }),
    ...(aliases.length === 0 ? {} : { aliases }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(Object.keys(sections).length === 0 ? {} : { sections }),
  };
}
