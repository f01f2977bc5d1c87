import { onTestFinished } from "vitest";
import { rest } from "../../../connectors/rest/index.ts";
import {
  type ApiRoutes,
  type ApiServer,
  entriesOf,
  startApiServer,
  type TestIo,
  testIo,
} from "../../../src/connector-kit/testing/index.ts";

/** A server for one test. */
export async function serve(routes: ApiRoutes): Promise<ApiServer> {
  const server = await startApiServer(routes);
  onTestFinished(() => server.close());
  return server;
}

/** Something to run a connector with, for one test. */
export function newIo(): TestIo {
  const io = testIo("/", "/");
  onTestFinished(() => io.http.close());
  return io;
}

/** What a listing with these options yields. */
export function entriesWith(options: unknown) {
  return entriesOf(rest.list(rest.options.parse(options), newIo()));
}

/** The ids of the documents that a listing with these options yields. */
export async function idsWith(options: unknown): Promise<string[]> {
  return (await entriesWith(options)).flatMap((entry) =>
    entry.kind === "document" ? [entry.externalId] : [],
  );
}

/** Records with these ids; each is its own text. */
export const records = (...ids: readonly string[]) => ids.map((id) => ({ id, text: `<p>${id}</p>` }));

export const fields = { id: "$.id", body: "$.text" };
