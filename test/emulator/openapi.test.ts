import { describe, expect, test } from "vitest";
import type { LogEntry } from "../../src/emulator/index.ts";
import { answerProblems, describedVersions, requestProblems, validateExchange } from "./openapi.ts";
import { call, pageOf, started } from "./support.ts";

const sources = "/ai/content_import_sources";
const pages = "/ai/external_pages";
const none = describedVersions.length === 0;
const why = none ? " (skipped: the OpenAPI descriptions are not beside the project)" : "";

describe.skipIf(none)(`against Intercom's OpenAPI descriptions${why}`, () => {
  test.each(describedVersions)("%s describes every exchange of a usual life", async (version) => {
    const emulator = await started({ perPage: 2 });
    const send = (method: string, path: string, body?: unknown) =>
      call(emulator, method, path, body, { version });
    const put = { sync_behavior: "api", url: "https://docs.example.com" };
    const audience = version === "2.14" ? {} : { audience_ids: [7] };
    await send("POST", sources, { ...put, ...audience });
    await send("PUT", `${sources}/1`, { ...put, status: "deactivated" });
    await send("GET", `${sources}/1`);
    await send("GET", sources);
    for (const id of ["a", "b", "c"]) await send("POST", pages, pageOf(1, id));
    await send("POST", pages, pageOf(1, "d", { url: undefined, ai_agent_availability: undefined }));
    await send("GET", pages);
    await send("GET", `${pages}?page=2`);
    await send("GET", `${pages}/1`);
    if (!["2.14", "2.15"].includes(version))
      await send("GET", "/content/search?query=title&content_types=external_content&per_page=2");
    if (version === "Preview")
      await send("POST", "/fin/ask", {
        conversation_id: "c-1",
        message: { author: "user", body: "How?", timestamp: "2026-01-24T10:01:20.000Z" },
        user: { id: "u-1" },
      });
    const { ai_agent_availability: _agent, ai_copilot_availability: _copilot, ...page } = pageOf(1, "a");
    await send("PUT", `${pages}/1`, { ...page, fin_availability: true });
    await send("DELETE", `${pages}/1`);
    await send("DELETE", `${sources}/1`);
    expect(emulator.log.all().every((entry) => (entry.status ?? 0) < 300)).toBe(true);
    expect(emulator.log.all().flatMap(validateExchange)).toEqual([]);
  });

  test.each(describedVersions)("%s describes every refusal", async (version) => {
    const emulator = await started({ audiences: new Map() });
    const send = (method: string, path: string, body?: unknown, sent = {}) =>
      call(emulator, method, path, body, { version, ...sent });
    await send("GET", sources, undefined, { token: "other" });
    await send("GET", sources, undefined, { headers: { Accept: "text/html" } });
    await send("GET", `${sources}/9`);
    await send("GET", `${pages}?page=0`);
    await send("POST", sources, {});
    await send("POST", sources, { sync_behavior: "api", url: "https://x.example", audience_ids: [999] });
    await send("POST", pages, pageOf(9, "a"));
    await send("POST", pages, undefined, { raw: "{" });
    emulator.rate.per10s = 1;
    await send("GET", pages);
    const statuses = emulator.log.all().map((entry) => entry.status);
    expect(new Set(statuses).size).toBeGreaterThan(4);
    expect(emulator.log.all().flatMap(answerProblems)).toEqual([]);
  });

  test("finds what is wrong", async () => {
    const version = describedVersions[0] ?? "";
    const entry: LogEntry = {
      seq: 1,
      at: 0,
      method: "POST",
      path: pages,
      query: {},
      version,
      status: 200,
      bytes: 1,
      notes: [],
      body: { ...pageOf(1, "a"), title: undefined, source_id: "1", body: "x" },
      answer: { type: "external_page", id: 7, url: null },
    };
    expect(requestProblems(entry).join("\n")).toMatch(/additionalProperty.*body/);
    expect(requestProblems(entry).join("\n")).toMatch(/\/source_id must be integer/);
    expect(answerProblems(entry).join("\n")).toMatch(/\/id must be string/);
    expect(answerProblems(entry).join("\n")).toMatch(/\/url must be string/);
    expect(answerProblems({ ...entry, status: 201 })).toHaveLength(1);
    expect(answerProblems({ ...entry, status: 400, answer: { type: "error.list" } })).toHaveLength(1);
    expect(requestProblems({ ...entry, path: "/ai/nothing" })).toHaveLength(1);
    expect(validateExchange({ ...entry, version: "1.0" })).toEqual([]);
  });
});
