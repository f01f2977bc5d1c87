import { expect, onTestFinished, test } from "vitest";
import { HttpError } from "../../src/http/errors.ts";
import { createHttp } from "../../src/http/http.ts";
import { type Reply, scriptedServer } from "./scripted-server.ts";

async function setUp(...replies: Reply[]) {
  const server = await scriptedServer(replies);
  const http = createHttp({ addresses: "private", backoff: { baseMs: 1, capMs: 2 } });
  onTestFinished(async () => {
    await http.close();
    await server.close();
  });
  return { server, http };
}

const query = { body: '{"q":1}', contentType: "application/json" };

test("a query is posted with its type, and again when the server was out of breath", async () => {
  const { server, http } = await setUp(
    { on: "POST /search", status: 503 },
    { on: "POST /search", body: { ok: 1 } },
  );
  const { status } = await http.post(`${server.url}/search`, query);
  expect(status).toBe(200);
  expect(server.seen.map(({ body }) => body)).toEqual([query.body, query.body]);
  expect(server.seen[1]?.headers["content-type"]).toBe("application/json");
  server.verify();
});

test("what was posted is not sent on: a redirect is refused, in the words of the method", async () => {
  const { server, http } = await setUp({ on: "POST /a", status: 307, headers: { location: "/b" } });
  const failure = await http.post(`${server.url}/a`, query).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HttpError);
  expect(String(failure)).toMatch(/^HttpError: POST .*redirects/);
  server.verify();
});

test("a redirect is returned where that is asked for, with each cookie by itself", async () => {
  const cookies = ["a=1; Expires=Wed, 21 Oct 2099 07:28:00 GMT", "b=2"];
  const { server, http } = await setUp({
    on: "POST /login",
    status: 302,
    headers: { location: "/home" },
    instead: (_, response) => response.writeHead(302, { location: "/home", "set-cookie": cookies }).end(),
  });
  const answer = await http.post(`${server.url}/login`, { ...query, redirects: "return" });
  expect(answer).toMatchObject({ status: 302, setCookies: cookies });
  expect(answer.headers.location).toBe("/home");
  server.verify();
});
