import { onTestFinished } from "vitest";
import { sharepoint } from "../../../connectors/sharepoint/index.ts";
import type { Listed } from "../../../src/connector-kit/listing.ts";
import { documentsOf, entriesOf, type TestIo, testIo } from "../../../src/connector-kit/testing/index.ts";
import { startTenant } from "./tenant.ts";

/** A tenant with a source over it, for one test. @param own options beside the tenant's */
export async function setUp(own: object = {}) {
  const tenant = await startTenant(own);
  onTestFinished(() => tenant.close());
  const stored = new Map<string, string>();
  const newIo = (): TestIo => {
    const io = testIo("/", "/", stored);
    onTestFinished(() => io.http.close());
    return io;
  };
  const options = sharepoint.options.parse(tenant.options);
  /** A night; what is remembered is that of the nights before. */
  const night = async () => {
    const before = tenant.server.requests.length;
    const entries = await entriesOf(sharepoint.list(options, newIo()));
    const requests = tenant.server.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
    const of = (kind: string) => entries.filter((entry) => entry.kind === kind);
    const ids = (kind: string) => of(kind).map((entry) => ("externalId" in entry ? entry.externalId : ""));
    return { entries, requests, of, ids, documents: documentsOf(entries) };
  };
  const check = async () => sharepoint.check(options, newIo());
  const confirm = (id: string) => sharepoint.confirm?.(options, newIo(), id);
  return { tenant, options, newIo, night, check, confirm };
}

export const find = (documents: readonly Listed[], id: string) =>
  documents.find(({ externalId }) => externalId.endsWith(id));
