import { type Audience, narrowest } from "../../src/audience.ts";
import type { IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { articleAt, type NarrowArticles } from "../../src/connector-kit/linked-articles.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { $, parseHtml } from "../../src/html/parse.ts";

/** The links of a body that lead to what may not be named in its page: address as written → title or file name. */
export function withheldLinks(
  body: string,
  article: Pick<Listed, "path" | "labels" | "visibleTo">,
  narrow: NarrowArticles,
  included: IncludedDocuments,
  io: Pick<Io, "audienceOf">,
): Record<string, string[]> | undefined {
  if (!/\/(?:articles|article_attachments)\//.test(body)) return undefined;
  const withheld: Record<string, string[]> = {};
  for (const node of $(parseHtml(body).tree).find("a[href]").get()) {
    const address = node.attribs.href?.trim() ?? "";
    const other = narrow.get(articleAt(address) ?? "");
    const file = fileAt(address, $(node).text());
    if (other && !included.mayShow(other)) withheld[address] = [other.name];
    else if (file && !included.mayShow({ name: file, audience: audienceOfFile(file, article, included, io) }))
      withheld[address] = [file];
  }
  return Object.keys(withheld).length === 0 ? undefined : withheld;
}

/** The name of an attached file: in its address, else the link's text. */
function fileAt(address: string, text: string): string | undefined {
  const found = /\/article_attachments\/(?:token\/\w+\/)?(?:\d+\/?)?([^/?#]*)/.exec(address);
  if (!found) return undefined;
  try {
    return decodeURIComponent(found[1] || text.trim()) || undefined;
  } catch {
    return found[1];
  }
}

function audienceOfFile(
  name: string,
  { path, ...article }: Pick<Listed, "path" | "labels" | "visibleTo">,
  { audience }: IncludedDocuments,
  io: Pick<Io, "audienceOf">,
): Audience {
  if (path === undefined) return audience;
  return narrowest(audience, io.audienceOf({ ...article, path: filePath(path, name) }));
}

/** The path of an attached file, below its article's. */
export const filePath = (path: string, name: string): string => `${path}/${name.replaceAll(/[/\\]/g, "-")}`;
