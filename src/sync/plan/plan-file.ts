import { createReadStream } from "node:fs";
import { z } from "zod";
import { exitCode, FinIngestError, toFailure } from "../../errors.ts";
import { linesOf } from "../../lines.ts";
import type { Change } from "../changes.ts";

/** First line of a plan file: what the plan belongs to. */
export interface PlanHeader {
  readonly kind: "fin-ingest plan";
  readonly format: 1;
  /** The ledger it was made from; it can be applied to that state of that ledger only. */
  readonly lineage: string;
  readonly serial: number;
  readonly createdAt: string;
  readonly sources: readonly { readonly name: string; readonly url: string; readonly revision: string }[];
}

/** Every further line. Uploads carry the whole page: what was reviewed is what is sent. */
export interface PlannedChange {
  readonly source: string;
  readonly change: Change;
}

const text = z.string();
const availability = z.object({ agent: z.boolean(), copilot: z.boolean() });
const page = z.object({
  externalId: text,
  title: text,
  html: text,
  words: z.number(),
  warnings: z.array(z.object({ code: text, message: text })),
  url: text.exactOptional(),
  locale: text,
  availability,
  salesAgent: z.boolean().exactOptional(),
  fingerprint: text,
  bodyHash: text,
  version: text.exactOptional(),
  path: text.exactOptional(),
  parts: z.number().int().exactOptional(),
  lost: z.object({ words: z.number(), of: z.number(), begin: text, hash: text }).exactOptional(),
});
const before = z.enum(["customers", "teammates", "nobody"]).exactOptional();
const target = z.object({
  externalId: text,
  intercomId: text,
  title: text,
  url: text.exactOptional(),
  before,
});
const yes = z.literal(true).exactOptional();
const evidence = z.enum(["explicit", "confirmed", "inferred"]);
const reason = z.enum([
  "content",
  "title",
  "url",
  "availability",
  "locale",
  "source",
  "reappeared",
  "sent again",
  "unresolved",
  "deleted by hand",
  "availability switched by hand",
  "edited by hand",
  "sales agent",
  "backfill",
  "new version of fin-ingest",
]);
const named = { externalId: text, title: text.exactOptional(), url: text.exactOptional() };

const change: z.ZodType<Change> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("create"), page, reasons: z.array(reason).exactOptional(), before }),
  z.object({ kind: z.literal("update"), page, reasons: z.array(reason), before }),
  z.object({
    kind: z.literal("unchanged"),
    externalId: text,
    remember: z
      .object({ version: text, path: text.exactOptional(), parts: z.number().int().exactOptional() })
      .exactOptional(),
  }),
  z.object({ kind: z.literal("hide"), target, evidence, why: text, atOnce: yes }),
  z.object({ kind: z.literal("delete"), target, evidence, why: text }),
  z.object({
    kind: z.literal("hold"),
    hold: z.object({ rule: text, message: text, resolve: text, externalIds: z.array(text) }),
  }),
  z.object({ kind: z.literal("skip"), ...named, why: text, isPresent: yes, before }),
  z.object({
    kind: z.literal("fail"),
    ...named,
    before,
    isPermanent: yes,
    error: z.object({ message: text, hint: text.exactOptional(), requestId: text.exactOptional() }),
  }),
]);

const header: z.ZodType<PlanHeader> = z.object({
  kind: z.literal("fin-ingest plan"),
  format: z.literal(1),
  lineage: text,
  serial: z.number().int(),
  createdAt: text,
  sources: z.array(z.object({ name: text, url: text, revision: text })),
});
const planned: z.ZodType<PlannedChange> = z.object({ source: text, change });

/** One line of a plan file. */
export const planLine = (value: PlanHeader | PlannedChange): string => `${JSON.stringify(value)}\n`;

/**
 * Opens a plan file: its header, and its changes read as they are asked for.
 * @throws FinIngestError (usage) when the file cannot be read or is not a plan; the message names the line.
 */
export async function readPlan(
  file: string,
): Promise<{ header: PlanHeader; changes: AsyncIterable<PlannedChange> }> {
  const lines = numberedLines(file);
  const first = await lines.next();
  if (first.done) throw unusable(file, "it is empty");
  return { header: parse(header, first.value, file), changes: parsed(lines, file) };
}

async function* parsed(lines: AsyncIterable<Line>, file: string): AsyncGenerator<PlannedChange> {
  for await (const line of lines) yield parse(planned, line, file);
}

interface Line {
  readonly number: number;
  readonly text: string;
}

async function* numberedLines(file: string): AsyncGenerator<Line> {
  let number = 0;
  try {
    for await (const text of linesOf(createReadStream(file))) {
      number += 1;
      if (text.trim() !== "") yield { number, text };
    }
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw unusable(file, isMissing ? "there is no such file" : toFailure(error).message);
  }
}

function parse<T>(schema: z.ZodType<T>, line: Line, file: string): T {
  try {
    return schema.parse(JSON.parse(line.text));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const what = issue ? `${issue.path.join(".") || "the line"}: ${issue.message}` : "not JSON";
    throw unusable(file, `line ${line.number}: ${what}`);
  }
}

const unusable = (file: string, what: string): FinIngestError =>
  new FinIngestError(`${file} is not a usable plan: ${what}`, {
    hint: "Make one with `fin-ingest plan --out FILE`.",
    exitCode: exitCode.usage,
  });
