import { checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { createClient } from "./client.ts";
import { confirm } from "./confirm.ts";
import { listsOf } from "./list.ts";
import { createToEntry } from "./load.ts";
import type { RestOptions } from "./options.ts";
import { firstRecords } from "./records.ts";

/** Reads the first page of every list, one document's text, and asks `confirm` about a document that is there. */
export async function check(options: RestOptions, io: Io): Promise<CheckResult[]> {
  const client = createClient(options, io);
  const { ask } = client;
  const toEntry = await createToEntry(options, io, client);
  const { results, attempt, ok } = checklist(io.signal);
  const step = (what: string, act: () => Promise<string>) =>
    attempt(what, "Compare the option named here with what the system answers.", async () =>
      ok(what, await act()),
    );
  let sample: Listed | undefined;

  for (const { request, option } of listsOf(options)) {
    await step(request.name ?? option, async () => {
      const records = await firstRecords(request, option, { ask, signal: io.signal });
      const made = records.flatMap(({ record, name }) => toEntry(record, name) ?? []);
      const unreadable = made.find((entry) => entry.kind === "unreadable");
      if (unreadable) throw new FinIngestError(unreadable.reason);
      const first = made.find((entry) => entry.kind === "document");
      sample ??= first;
      const example = first ? `; the first document is ${first.externalId}${about(first)}` : "";
      return `${records.length} records on the first page${example}`;
    });
  }
  const document = sample;
  if (!document) return results;
  await step("text", async () => {
    const { body } = await document.load(io.signal);
    return `${body.length} characters of ${document.externalId}`;
  });
  if (options.confirm === undefined) return results;
  await step("confirm", async () => {
    const presence = await confirm(options, io, document.externalId);
    if (presence === "present") return `${document.externalId} is present`;
    throw new FinIngestError(`confirm says that ${document.externalId} is ${presence}, though it is listed`);
  });
  return results;
}

function about({ title, url }: Listed): string {
  return [title === undefined ? "" : ` "${title}"`, url === undefined ? "" : ` at ${url}`].join("");
}
