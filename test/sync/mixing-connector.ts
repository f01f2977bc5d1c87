import { createHash } from "node:crypto";
import { z } from "zod";
import type { Connector } from "../../src/connector-kit/connector.ts";
import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { type Paper, pathOf, type Situation, textWord, titleWord } from "./audiences-model.ts";

const MAX_DEPTH = 3;

/** A small connector that shows documents in each other's pages, in the way of docs/writing-a-connector.md. */
export function mixingConnector({ papers }: Situation): Connector {
  const audienceOf = (paper: Paper | undefined, io: Io) =>
    !paper || paper.system === "unpublished" ? "nobody" : io.audienceOf(subjectOf(paper));
  const subjectOf = (paper: Paper) => ({
    path: pathOf(paper),
    labels: paper.labels,
    visibleTo: paper.system === "teammates" ? ("teammates" as const) : undefined,
  });

  /** Paragraphs of what a document shows, for the readers of the outermost page. */
  function shown(paper: Paper, included: IncludedDocuments, io: Io, within: readonly string[]): string[] {
    return paper.shows.flatMap(({ id, how }) => {
      const other = papers.get(id);
      if (within.includes(id)) return [];
      if (!included.mayShow({ name: id, audience: audienceOf(other, io) }) || !other) return [];
      if (how === "title") return [`See ${titleWord(id)}.`];
      const inner = within.length < MAX_DEPTH ? shown(other, included, io, [...within, id]) : [];
      return [textWord(other), ...inner];
    });
  }

  return {
    type: "mixing",
    summary: "documents of a test that show each other",
    options: z.unknown(),
    async *list(_options, io) {
      for (const paper of papers.values()) {
        const { id: externalId, system } = paper;
        if (system === "unpublished") {
          yield { kind: "unpublished", externalId, reason: "not published" };
          continue;
        }
        const included = new IncludedDocuments(audienceOf(paper, io));
        const parts = shown(paper, included, io, [externalId]);
        const hash = createHash("sha256")
          .update(JSON.stringify([parts, included.leftOut]))
          .digest("hex");
        const title = titleWord(externalId);
        const body = [textWord(paper), ...parts].join("\n\n");
        const document = { body, mediaType: "text/markdown", name: externalId, title } as const;
        yield {
          kind: "document",
          externalId,
          title,
          ...subjectOf(paper),
          version: `${paper.edition}.${hash}`,
          load: async () => ({ ...document, warnings: included.warnings }),
        };
      }
    },
    check: async () => [],
    confirm: async (_options, _io, id) => (papers.has(id) ? "present" : "gone"),
  };
}
