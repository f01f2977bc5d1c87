import { checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import { firstOf } from "../../src/connector-kit/paginate.ts";
import { mediaTypeOfName } from "../../src/normalize/index.ts";
import { openStore } from "./client.ts";
import type { BlobOptions } from "./options.ts";

/** Reads the first page of the listing, and one object of it. */
export async function check(options: BlobOptions, io: Io): Promise<CheckResult[]> {
  const { results, attempt, ok } = checklist(io.signal);
  const store = openStore(options, io);
  const hint = "Compare the permissions with those in the connector's README.";
  const page = await attempt("list", hint, () => firstOf(store.pages(options.prefix, io.signal)));
  if (!page) return results;
  ok("list", `${page.objects.length} objects on the first page under "${options.prefix}"`);
  const sample = page.objects.find(
    ({ name, isDeleted }) => !isDeleted && mediaTypeOfName(name) !== undefined,
  );
  if (!sample)
    return [...results, { what: "read", result: "unknown", detail: "no document is on the first page" }];
  await attempt("read", hint, async () => {
    const { byteLength } = await store.read(sample.name, io.signal, documentLimit(io));
    ok("read", `${byteLength} bytes of ${sample.name}`);
  });
  return results;
}
