import pLimit from "p-limit";
import type { Io } from "../../../src/connector-kit/io.ts";
import { isAboutOneObject } from "../../../src/connector-kit/one-object.ts";
import { toFailure } from "../../../src/errors.ts";
import type { Client } from "../client.ts";
import { readersOf } from "../permissions.ts";
import { CloudFound, Label, Restriction } from "../schema.ts";
import type { Details, Node } from "../types.ts";
import { detailsFrom, labelNames } from "./shared.ts";

const expand = "metadata.labels,restrictions.read.restrictions.user,restrictions.read.restrictions.group";
/** Ids in one request: its address stays well under 2,000 characters. */
const BATCH_SIZE = 100;
/** An expansion with this many labels may be cut off: then all labels are asked for. */
const MAX_EXPANDED_LABELS = 20;
const CONCURRENCY = 4;

/**
 * Labels and restrictions of many contents at once, by a v1 search for their ids; what the search index does not have
 * yet is asked for one by one. Both change without a new version, so they are read on every run.
 */
export async function cloudDetails(
  client: Client,
  io: Io,
  nodes: readonly Node[],
  signal: AbortSignal,
): Promise<Map<string, Details>> {
  const all = new Map<string, Details>();
  const limit = pLimit(CONCURRENCY);
  const batches = Array.from({ length: Math.ceil(nodes.length / BATCH_SIZE) }, (_, index) =>
    nodes.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
  await Promise.all(batches.map((batch) => limit(() => addFound(client, io, batch, all, signal))));
  const left = nodes.filter(({ id }) => !all.has(id));
  if (left.length > 0) io.log.debug("restrictions are read one by one", { contents: left.length });
  await Promise.all(
    left.map((node) => limit(async () => all.set(node.id, await oneByOne(client, node, signal)))),
  );
  return all;
}

async function addFound(
  client: Client,
  io: Io,
  nodes: readonly Node[],
  all: Map<string, Details>,
  signal: AbortSignal,
): Promise<void> {
  const asked = new Set(nodes.map(({ id }) => id));
  const query = { cql: `id in (${[...asked].join(",")})`, expand, limit: BATCH_SIZE };
  try {
    for await (const { results } of client.pages("/rest/api/content/search", query, CloudFound, signal)) {
      for (const { id, restrictions, metadata } of results) {
        if (!asked.has(id) || !restrictions || !metadata) continue;
        if (metadata.labels.results.length >= MAX_EXPANDED_LABELS) continue;
        all.set(id, {
          labels: metadata.labels.results.map(({ name }) => name),
          readers: readersOf(restrictions.read),
        });
      }
    }
  } catch (error) {
    if (!isAboutOneObject(error)) throw error;
    io.log.debug("the search for restrictions is refused", { why: toFailure(error).message });
  }
}

async function oneByOne(client: Client, { id, type }: Node, signal: AbortSignal): Promise<Details> {
  const path = `/rest/api/content/${id}/restriction/byOperation/read`;
  return detailsFrom(
    async () => readersOf(await client.ask(path, {}, Restriction, signal)),
    () => labelsOf(client, id, type, signal),
  );
}

async function labelsOf(client: Client, id: string, type: string, signal: AbortSignal): Promise<string[]> {
  if (type !== "page" && type !== "blogpost") return [];
  const labels: string[] = [];
  const path = `/api/v2/${type}s/${id}/labels`;
  for await (const slice of client.pages(path, { limit: 250 }, Label, signal))
    labels.push(...labelNames(slice));
  return labels;
}
