import { isDeepStrictEqual } from "node:util";
import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { KeptBodies } from "../../src/connector-kit/kept-bodies.ts";
import { articleAt, type NarrowArticles } from "../../src/connector-kit/linked-articles.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { $, parseHtml } from "../../src/html/parse.ts";
import type { Criteria, Metadata } from "./classify.ts";
import type { Client } from "./client.ts";
import type { Family } from "./families.ts";

export type Loader = Listed["load"];
type Loaded = Omit<Listed, "load" | "kind">;

interface Context {
  readonly client: Client;
  readonly criteria: Criteria;
  readonly narrow: NarrowArticles;
  readonly kept: KeptBodies<unknown>;
  readonly io: Pick<Io, "audienceOf">;
}

/**
 * The `load` of a kind of articles: as it was listed, or again by its number where that was long ago. Then it is
 * classified again too, since it may have been restricted meanwhile.
 */
export function loaderOf<T extends { readonly id: string }>(
  { client, criteria, narrow, kept, io }: Context,
  family: Family<T>,
): Loader {
  return async function load(this: Loaded, signal) {
    signal.throwIfAborted();
    const { externalId, title, url } = this;
    const listed = family.schema.safeParse(kept.read(externalId)).data;
    const path = `${family.path}/${externalId.replace(/^.*\//, "")}`;
    const verdict = family.classify(listed ?? (await client.ask(path, family.schema, signal)), criteria);
    if (verdict.kind !== "content") throw changed(externalId, verdict.reason);
    if (!isDeepStrictEqual(forRules(verdict.metadata), forRules(this)))
      throw changed(externalId, "its path, its labels or its audience differ");
    const included = new IncludedDocuments(io.audienceOf(forRules(verdict.metadata)));
    const withheld = withheldLinks(verdict.html, narrow, included);
    const body = verdict.html.trim() === "" ? "<p></p>" : verdict.html;
    return {
      body,
      mediaType: "text/html",
      name: title || externalId,
      title,
      url,
      withheld,
      warnings: included.warnings,
    };
  };
}

/** What decides who may be answered from it. */
const forRules = ({ path, labels, visibleTo }: Pick<Loaded, "path" | "labels" | "visibleTo"> | Metadata) => ({
  path,
  labels,
  visibleTo,
});

const changed = (id: string, how: string): FinIngestError =>
  new FinIngestError(`${id} changed while it was listed: ${how}`, {
    hint: "The next run lists it as it is then.",
  });

/** The links of a text to articles that may not be named in its page: address as written → title. */
function withheldLinks(
  html: string,
  narrow: NarrowArticles,
  included: IncludedDocuments,
): Record<string, string[]> | undefined {
  if (!html.includes("/articles/")) return undefined;
  const withheld: Record<string, string[]> = {};
  for (const node of $(parseHtml(html).tree).find("a[href]").get()) {
    const address = node.attribs.href?.trim() ?? "";
    const other = narrow.get(articleAt(address) ?? "");
    if (other && !included.mayShow(other)) withheld[address] = [other.name];
  }
  return Object.keys(withheld).length === 0 ? undefined : withheld;
}
