import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { authOptions, withAuth } from "../../src/connector-kit/auth.ts";
import { askJson } from "../../src/connector-kit/json.ts";
import { LoginRefusedError } from "../../src/connector-kit/oauth.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { type ApiRoutes, startApiServer } from "../../src/connector-kit/testing/index.ts";
import { createHttp } from "../../src/http/http.ts";
import { neverAborted } from "../setup/time.ts";

async function setUp(routes: ApiRoutes) {
  const server = await startApiServer(routes);
  const http = createHttp({ addresses: "private", backoff: { baseMs: 1, capMs: 2 } });
  onTestFinished(async () => {
    await http.close();
    await server.close();
  });
  return { server, http };
}

const signal = neverAborted;
const hello = { "GET /hello": () => ({ json: { ok: true } }) };

describe("an identity", () => {
  test.each([
    [{ bearer: "t-1" }, { authorization: "Bearer t-1" }],
    [{ basic: { username: "me", password: "pw" } }, { authorization: "Basic bWU6cHc=" }],
    [{ basic_key: "key" }, { authorization: "Basic a2V5Olg=" }],
    [{ header: { name: "X-Api-Key", value: "k" } }, { "x-api-key": "k" }],
    [{ cookie: "session=1" }, { cookie: "session=1" }],
  ])("%j is sent as its header", async (given, expected) => {
    const { server, http } = await setUp(hello);
    await withAuth(http, authOptions.parse(given), [server.url]).get(`${server.url}/hello`, { signal });
    expect(server.requests[0]?.headers).toMatchObject(expected);
  });

  test("goes to its own origins only", async () => {
    const { server, http } = await setUp(hello);
    const asking = withAuth(http, authOptions.parse({ bearer: "t-1" }), ["https://other.example.com"]);
    await asking.get(`${server.url}/hello`, { signal });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  test.each([[{}], [{ bearer: "a", cookie: "b" }], [{ header: { name: "a b", value: "c" } }]])(
    "%j is refused",
    (given) => expect(authOptions.safeParse(given).success).toBe(false),
  );
});

describe("OAuth client credentials", () => {
  function tokens(life: number) {
    let given = 0;
    const routes: ApiRoutes = {
      "POST /token": ({ body }) => {
        const form = new URLSearchParams(body);
        if (form.get("client_secret") !== "s3cr3t") return { status: 401, json: {} };
        given += 1;
        return { json: { access_token: `t-${given}`, token_type: "bearer", expires_in: life } };
      },
      "GET /hello": ({ headers }) =>
        headers.authorization === `Bearer t-${given}` ? { json: { ok: true } } : { status: 401, json: {} },
    };
    return { routes, expire: () => (given += 1), given: () => given };
  }
  const oauth = (url: string) =>
    authOptions.parse({
      oauth: { token_url: `${url}/token`, client_id: "me", client_secret: "s3cr3t", scope: "read" },
    });

  test("one token serves many requests, also those that come at once", async () => {
    const { routes, given } = tokens(3600);
    const { server, http } = await setUp(routes);
    const asking = withAuth(http, oauth(server.url), [server.url]);
    await Promise.all([1, 2, 3].map(() => asking.get(`${server.url}/hello`, { signal })));
    await asking.get(`${server.url}/hello`, { signal });
    expect(given()).toBe(1);
  });

  test("a token that was withdrawn is replaced once", async () => {
    const { routes, expire, given } = tokens(3600);
    const { server, http } = await setUp(routes);
    const asking = withAuth(http, oauth(server.url), [server.url]);
    await asking.get(`${server.url}/hello`, { signal });
    expire();
    await asking.get(`${server.url}/hello`, { signal });
    expect(given()).toBe(3);
  });

  test("wrong credentials are an error without the secret", async () => {
    const { server, http } = await setUp(tokens(60).routes);
    const auth = authOptions.parse({
      oauth: { token_url: `${server.url}/token`, client_id: "me", client_secret: "wr0ng-one" },
    });
    const failure = await withAuth(http, auth, [server.url]).get(`${server.url}/hello`).catch(String);
    expect(failure).toMatch(/POST .*\/token: answered 401/);
    expect(failure).not.toContain("wr0ng-one");
  });

  test.each([400, 401, 403, 404, 405, 422])("an answer %i is about every document", async (status) => {
    const { server, http } = await setUp({ "POST /token": () => ({ status, json: {} }) });
    const asking = withAuth(http, oauth(server.url), [server.url]);
    const failure = await asking.get(`${server.url}/hello`).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LoginRefusedError);
    expect(isAboutOneObject(failure)).toBe(false);
  });

  test.each([408, 429, 503])("an answer %i is no refusal", async (status) => {
    const { server, http } = await setUp({ "POST /token": () => ({ status, json: {} }) });
    const asking = withAuth(http, oauth(server.url), [server.url]);
    await expect(asking.get(`${server.url}/hello`)).rejects.not.toBeInstanceOf(LoginRefusedError);
  });
});

describe("an OAuth refresh token", () => {
  const auth = (url: string, more: object = {}) =>
    authOptions.parse({
      oauth: {
        token_url: `${url}/token`,
        client_id: "me",
        client_secret: "s3cr3t",
        refresh_token: "r-0",
        ...more,
      },
    });
  /** A server that gives a token for the last refresh token it gave, and a new one of these with it if it `rotates`. */
  function system({ rotates }: { rotates: boolean }) {
    const forms: Record<string, string>[] = [];
    let valid = "r-0";
    const routes: ApiRoutes = {
      "POST /token": ({ body }) => {
        const form = Object.fromEntries(new URLSearchParams(body));
        forms.push(form);
        if (form.refresh_token !== valid) return { status: 400, json: { error: "invalid_grant" } };
        if (rotates) valid = `r-${forms.length}`;
        return { json: { access_token: `t-${forms.length}`, ...(rotates && { refresh_token: valid }) } };
      },
      "GET /hello": ({ headers }) =>
        headers.authorization?.endsWith(` t-${forms.length}`) && forms.length > 1
          ? { json: { ok: true } }
          : { status: 401, json: {} },
    };
    return { routes, forms };
  }

  test.each([[false], [true]])(
    "is sent for each token, and the newest one if it rotates: %s",
    async (rotates) => {
      const { routes, forms } = system({ rotates });
      const { server, http } = await setUp(routes);
      await withAuth(http, auth(server.url, { scope: "read" }), [server.url]).get(`${server.url}/hello`);
      const form = { grant_type: "refresh_token", client_id: "me", client_secret: "s3cr3t", scope: "read" };
      expect(forms).toEqual([
        { ...form, refresh_token: "r-0" },
        { ...form, refresh_token: rotates ? "r-1" : "r-0" },
      ]);
    },
  );

  test("that was used up says what to do, and nothing secret", async () => {
    const { server, http } = await setUp(system({ rotates: false }).routes);
    const asking = withAuth(http, auth(server.url, { refresh_token: "used-up-1" }), [server.url]);
    const failure = await asking.get(`${server.url}/hello`).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LoginRefusedError);
    expect(failure).toMatchObject({ hint: expect.stringMatching(/gives a new one each time/) });
    expect(JSON.stringify([failure, String(failure)])).not.toMatch(/used-up-1|s3cr3t/);
  });

  test("gives tokens that go out with the system's own word", async () => {
    const { routes } = system({ rotates: false });
    const { server, http } = await setUp(routes);
    await withAuth(http, auth(server.url, { scheme: "Zoho-oauthtoken" }), [server.url]).get(
      `${server.url}/hello`,
    );
    const sent = server.requests.filter(({ path }) => path === "/hello");
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      "Zoho-oauthtoken t-1",
      "Zoho-oauthtoken t-2",
    ]);
  });
});

describe("an API's answer", () => {
  const Shape = z.object({ items: z.array(z.object({ id: z.string() })) });
  test.each([
    ["another shape", { json: { items: [{ id: 1 }] } }, /items\.0\.id/],
    [
      "something else than JSON",
      { body: "<html>", headers: { "content-type": "text/html" } },
      /did not answer with JSON \(text\/html, 6 bytes\)/,
    ],
  ])("of %s is an error that says so", async (_, reply, message) => {
    const { server, http } = await setUp({ "GET /x": () => reply });
    await expect(askJson(http, { url: `${server.url}/x?token=abc`, signal }, Shape)).rejects.toThrow(message);
    await expect(askJson(http, { url: `${server.url}/x?token=abc`, signal }, Shape)).rejects.not.toThrow(
      "abc",
    );
  });
});
