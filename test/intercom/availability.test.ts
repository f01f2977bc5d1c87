import { describe, expect, test } from "vitest";
import { salesAgentRequests, unknownFlagsOf } from "../../src/intercom/availability.ts";
import { findOrCreateSource } from "../../src/intercom/sources.ts";
import { started } from "../emulator/support.ts";
import { failure, libraryAt, pageBody, serve } from "./setup.ts";

test.each([
  ["2.12", "none"],
  ["2.15", "none"],
  ["2.16", "none"],
  ["2.17", "update"],
  ["2.18", "update"],
  ["3.0", "update"],
  ["Preview", "upsert"],
  ["preview", "upsert"],
  ["Unstable", "upsert"],
])("version %s takes the sales agent's flag with: %s", (version, how) => {
  expect(salesAgentRequests(version)).toBe(how);
});

test.each([
  [
    { ai_agent_availability: true, ai_sales_agent_availability: true, ai_copilot_availability: true },
    undefined,
  ],
  [{ fin_availability: true, availability: true, ai_availability: true }, undefined],
  [{ ai_voice_agent_availability: true }, { ai_voice_agent_availability: true }],
  [
    { ai_a_availability: false, ai_b_availability: null },
    { ai_a_availability: false, ai_b_availability: false },
  ],
  [{ ai_state_availability: "limited" }, { ai_state_availability: true }],
])("unknown flags of %j: %j", (answer, flags) => {
  expect(unknownFlagsOf(answer)).toEqual(flags);
});

describe.each(["2.14", "2.15", "2.16", "2.17", "Preview"])(
  "the sales agent's flag in version %s",
  (version) => {
    const how = salesAgentRequests(version);
    const url = "https://docs.example.com";
    const page = { externalId: "a", title: "A", html: "<p>A</p>", locale: "en", agent: false, copilot: true };

    async function used() {
      const emulator = await started();
      const library = libraryAt(emulator.url, { token: emulator.token, version });
      const { id: sourceId } = await findOrCreateSource(library, { url });
      const sent = await library.upsertPage({ ...page, sourceId, url: `${url}/a` });
      const stored = () => emulator.state.page(sent.id);
      const before = stored();
      if (!before) throw new Error("the page is not there");
      emulator.state.replacePage({ ...before, salesAgent: true });
      emulator.log.clear();
      const writes = () => emulator.log.writes().map(({ method, body, notes }) => ({ method, body, notes }));
      return { library, sourceId, id: sent.id, stored, writes, url: `${url}/a` };
    }

    test("is in every answer, and keeps its value where it is not sent", async () => {
      const { library, sourceId, id, url, writes } = await used();
      expect(await library.upsertPage({ ...page, sourceId, url })).toMatchObject({ salesAgent: true });
      expect(await library.getPage(id)).toMatchObject({ salesAgent: true });
      for await (const one of library.listPages()) expect(one.salesAgent).toBe(true);
      expect(writes()).toHaveLength(1);
    });

    test("is switched off as the version takes it, and the answer tells where it does not", async () => {
      const { library, sourceId, url, stored, writes } = await used();
      const answer = await library.upsertPage({ ...page, sourceId, url, salesAgent: false });
      const isOff = how !== "none";
      expect(answer.salesAgent).toBe(!isOff);
      expect(stored()).toMatchObject({ salesAgent: !isOff, agent: false, copilot: true, url });
      expect(writes().flatMap(({ notes }) => notes)).toEqual([]);
      expect(
        writes().map(({ method, body }) => [
          method,
          Object.hasOwn(Object(body), "ai_sales_agent_availability"),
        ]),
      ).toEqual(
        {
          none: [["POST", false]],
          upsert: [["POST", true]],
          update: [
            ["POST", false],
            ["PUT", true],
          ],
        }[how],
      );
      if (how === "update") expect(writes()[1]?.body).toMatchObject({ url, ai_copilot_availability: true });
    });

    test("costs no second request where it is as wanted", async () => {
      const { library, sourceId, url, writes } = await used();
      await library.upsertPage({ ...page, sourceId, url, salesAgent: true });
      expect(writes().map(({ method }) => method)).toEqual(["POST"]);
    });
  },
);

describe("an update that sets the flag", () => {
  const upsert = { sourceId: 44, externalId: "a.md", title: "Title", html: "<p>Text</p>", locale: "en" };
  const wanted = { ...upsert, agent: true, copilot: false, salesAgent: true };
  const post = { on: "POST /ai/external_pages", body: pageBody() };

  test("that is refused leaves open what became of the page, for it was sent before", async () => {
    const refused = {
      on: "PUT /ai/external_pages/21",
      status: 400,
      body: { type: "error.list", errors: [{ code: "bad" }] },
    };
    const server = await serve(post, refused);
    const error = await failure(libraryAt(server.url, { version: "2.17" }).upsertPage(wanted));
    expect(error).toMatchObject({ status: 400, ambiguous: true });
  });

  test("is not believed where its answer has other flags", async () => {
    const body = pageBody({ ai_sales_agent_availability: true, ai_copilot_availability: true });
    const answer = { on: "PUT /ai/external_pages/21", body };
    const server = await serve(post, answer, answer);
    const library = libraryAt(server.url, {
      version: "2.17",
      retries: { attempts: 2, backoff: { baseMs: 1, capMs: 2 } },
    });
    expect((await failure(library.upsertPage(wanted))).message).toContain("copilot");
  });
});

test("a flag that is not known is warned of once", async () => {
  const flagged = pageBody({ ai_voice_agent_availability: true });
  const on = "GET /ai/external_pages/21";
  const further = { ...flagged, ai_x_availability: false };
  const server = await serve({ on, body: flagged }, { on, body: flagged }, { on, body: further });
  const warned: string[] = [];
  const log = { debug: () => {}, info: () => {}, warn: (message: string) => warned.push(message) };
  const library = libraryAt(server.url, { log });
  for (let n = 0; n < 3; n++) await library.getPage("21");
  expect(warned.map((message) => /ai_\w+/.exec(message)?.[0])).toEqual([
    "ai_voice_agent_availability",
    "ai_x_availability",
  ]);
});
