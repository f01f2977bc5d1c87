import { describe, expect, test } from "vitest";
import { call, pageOf, started, stillClock, withSource } from "./support.ts";

const path = "/ai/content_import_sources";
const valid = { sync_behavior: "api", url: "https://docs.example.com" };

describe("content import sources", () => {
  test("are created with integer ids and read back", async () => {
    const emulator = await started({ clock: stillClock() });
    const made = await call(emulator, "POST", path, { ...valid, audience_ids: 7 });
    expect(made.status).toBe(200);
    expect(made.json).toEqual({
      type: "content_import_source",
      id: 1,
      sync_behavior: "api",
      status: "active",
      url: "https://docs.example.com",
      audience_ids: [7],
      created_at: 1767614401,
      updated_at: 1767614401,
      last_synced_at: 1767614401,
    });
    expect((await call(emulator, "GET", `${path}/1`)).json).toEqual(made.json);
  });

  test("are created by every POST; the log says so", async () => {
    const emulator = await started();
    await withSource(emulator);
    expect(await withSource(emulator)).toBe(2);
    expect(emulator.log.all().map((entry) => entry.notes)).toEqual([
      [],
      ["a source with this url exists already: 1"],
    ]);
  });

  const refused: [string, unknown, number, string, string][] = [
    ["no url", { sync_behavior: "api" }, 400, "parameter_not_found", "url"],
    ["no sync_behavior", { url: valid.url }, 400, "parameter_not_found", "sync_behavior"],
    ["another behavior", { ...valid, sync_behavior: "automatic" }, 400, "parameter_invalid", "sync_behavior"],
    ["an ftp url", { ...valid, url: "ftp://x.example" }, 400, "parameter_invalid", "url"],
    ["no url at all", { ...valid, url: "docs" }, 400, "parameter_invalid", "url"],
    ["a foreign status", { ...valid, status: "paused" }, 400, "parameter_invalid", "status"],
    ["audiences as text", { ...valid, audience_ids: ["7"] }, 400, "parameter_invalid", "audience_ids"],
    ["an unknown audience", { ...valid, audience_ids: [1, 999] }, 404, "parameter_invalid", "audience_ids"],
  ];
  test.each(refused)("%s is refused", async (_name, body, status, code, field) => {
    const emulator = await started({ audiences: new Map([[1, "Everyone in sales"]]) });
    const answer = await call(emulator, "POST", path, body);
    expect(answer.status).toBe(status);
    expect(answer.json.errors).toEqual([{ code, field, message: expect.any(String) }]);
    expect(emulator.state.sources()).toEqual([]);
  });

  test("know no audiences before 2.15", async () => {
    const emulator = await started();
    const answer = await call(emulator, "POST", path, { ...valid, audience_ids: [7] }, { version: "2.14" });
    expect(answer.json).not.toHaveProperty("audience_ids");
    expect(emulator.log.all()[0]?.notes).toEqual(["unknown field: audience_ids"]);
    expect(emulator.state.source(1)?.audienceIds).toEqual([]);
  });

  test("take an update; null and [] clear the audiences, omitting keeps them", async () => {
    const emulator = await started();
    await call(emulator, "POST", path, { ...valid, audience_ids: [7, 8] });
    const put = (rest: object) => call(emulator, "PUT", `${path}/1`, { ...valid, ...rest });
    expect((await put({ url: "https://other.example.com" })).json).toMatchObject({
      url: "https://other.example.com",
      audience_ids: [7, 8],
    });
    expect((await put({ audience_ids: null })).json.audience_ids).toEqual([]);
    expect((await put({ audience_ids: 9 })).json.audience_ids).toEqual([9]);
    expect((await put({ audience_ids: [] })).json.audience_ids).toEqual([]);
    expect((await put({ sync_behavior: "manual" })).json.errors[0].field).toBe("sync_behavior");
  });

  test("pass their audience to new pages, and to existing ones only on request", async () => {
    const emulator = await started();
    await call(emulator, "POST", path, { ...valid, audience_ids: [7] });
    await call(emulator, "POST", "/ai/external_pages", pageOf(1, "a"));
    const audience = () => emulator.state.find(1, "a")?.audienceIds;
    await call(emulator, "PUT", `${path}/1`, { ...valid, audience_ids: [8] });
    await call(emulator, "POST", "/ai/external_pages", pageOf(1, "a", { title: "New" }));
    expect(audience()).toEqual([7]);
    const apply = { ...valid, audience_ids: [8], apply_audience_to_existing_content: true };
    await call(emulator, "PUT", `${path}/1`, apply);
    expect(audience()).toEqual([8]);
  });

  test("take their pages with them, and only theirs", async () => {
    const emulator = await started();
    const [one, two] = [await withSource(emulator), await withSource(emulator, "https://help.example.com")];
    for (const source of [one, two, one]) {
      await call(emulator, "POST", "/ai/external_pages", pageOf(source, `p${emulator.state.pageCount}`));
    }
    const answer = await call(emulator, "DELETE", `${path}/${one}`);
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect(emulator.state.pages().map((page) => page.sourceId)).toEqual([two]);
    const refused = await call(emulator, "POST", "/ai/external_pages", pageOf(one, "late"));
    expect(refused.status).toBe(404);
    for (const method of ["GET", "DELETE"]) {
      expect((await call(emulator, method, `${path}/${one}`)).status).toBe(404);
    }
  });

  test.each([
    ["2.16", "https://intranet", 200],
    ["2.17", "https://intranet", 400],
    ["2.17", "https://10.0.0.1/docs", 400],
    ["2.17", "https://docs.example.com", 200],
  ])("version %s answers %s with %d", async (version, url, status) => {
    const emulator = await started();
    expect((await call(emulator, "POST", path, { ...valid, url }, { version })).status).toBe(status);
  });
});
