import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { zendesk } from "../../../connectors/zendesk/index.ts";
import { documentsOf, entriesOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import {
  accessToken,
  apiToken,
  clientSecret,
  email,
  type HelpCenterFixture,
  startHelpCenter,
} from "./help-center.ts";

let fixture: HelpCenterFixture;
beforeEach(async () => {
  fixture = await startHelpCenter();
});
afterEach(() => fixture.server.close());

const io = () => testIo(import.meta.dirname, import.meta.dirname);
const options = (auth: object) => zendesk.options.parse({ base_url: fixture.server.url, auth });
const oauth = { client_id: "fin", client_secret: clientSecret };
const hints = async (auth: object) =>
  (await zendesk.check(options(auth), io())).map(({ hint }) => hint ?? "").join("\n");

it("an OAuth client needs its id and secret alone: the address and the scope are Zendesk's", async () => {
  const entries = await entriesOf(zendesk.list(options({ oauth }), io()));
  expect(documentsOf(entries).length).toBeGreaterThan(0);
  expect(fixture.server.requests.filter(({ path }) => path === "/oauth/tokens")).toHaveLength(1);
});

describe("check", () => {
  it.each([
    ["an API token", { api_token: { email, token: apiToken } }, 1],
    ["an OAuth client", { oauth }, 0],
    ["an access token", { bearer: accessToken }, 0],
  ])("of %s", async (_name, auth, warnings) => {
    const results = await zendesk.check(options(auth), io());
    expect(results.filter(({ result }) => result === "failed")).toEqual([]);
    const dated = results.filter(({ detail }) => detail.includes("30 April 2027"));
    expect(dated.map(({ what, result }) => [what, result])).toEqual(
      Array.from({ length: warnings }, () => ["auth.api_token", "unknown"]),
    );
  });

  it.each([
    ["an API token", { api_token: { email, token: `${apiToken}x` } }, /30 April 2027.*OAuth client/s],
    ["an OAuth client", { oauth: { ...oauth, client_secret: "not-it" } }, /auth\.oauth.*identifier/s],
    ["an access token", { bearer: "ended" }, /auth\.bearer.*expired.*OAuth client/s],
  ])("says what to do where Zendesk refuses %s", async (_name, auth, expected) => {
    expect(await hints(auth)).toMatch(expected);
  });
});
