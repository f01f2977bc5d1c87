import os from "node:os";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { createClient } from "../../../connectors/confluence/client.ts";
import { confluenceOptions } from "../../../connectors/confluence/options.ts";
import { type ApiServer, startApiServer, testIo } from "../../../src/connector-kit/testing/index.ts";

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function clientOver(answers: (cursor: string) => unknown) {
  server = await startApiServer({
    "GET /ex/confluence/1f-2/wiki/api/v2/spaces": ({ query, headers }) =>
      headers.authorization === "Bearer scoped-token"
        ? { json: answers(query.get("cursor") ?? "") }
        : { status: 401, json: {} },
  });
  const options = confluenceOptions.parse({
    base_url: `${server.url}/ex/confluence/1f-2/wiki/`,
    edition: "cloud",
    auth: { bearer: "scoped-token" },
    spaces: ["HB"],
  });
  const io = testIo(os.tmpdir(), os.tmpdir());
  const read = async () => {
    const all: string[] = [];
    const client = createClient(options, io);
    for await (const { results, base } of client.pages("/api/v2/spaces", { limit: 2 }, z.string(), io.signal))
      all.push(...results, base ?? "");
    return all;
  };
  return read;
}

it("follows cursors behind the gateway, whose path the next address lacks", async () => {
  const read = await clientOver((cursor) =>
    cursor === ""
      ? {
          results: ["a", "b"],
          _links: { next: "/wiki/api/v2/spaces?limit=2&cursor=two%3D", base: "https://acme.example/wiki" },
        }
      : { results: [cursor], _links: {} },
  );
  expect(await read()).toEqual(["a", "b", "https://acme.example/wiki", "two=", ""]);
});

it.each([
  ["that has no cursor", "/wiki/api/v2/spaces?limit=2", /without a cursor/],
  ["that was read before", "/wiki/api/v2/spaces?cursor=same", /leads back/],
])("throws for a next page %s", async (_, next, message) => {
  const read = await clientOver(() => ({ results: ["a"], _links: { next } }));
  await expect(read()).rejects.toThrow(message);
});
