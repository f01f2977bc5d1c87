import { describe, expect, test } from "vitest";
import { call, pageOf, started, stillClock, withSource } from "./support.ts";

const path = "/ai/external_pages";

describe("POST of a page", () => {
  test("is an upsert on source and external id", async () => {
    const clock = stillClock();
    const emulator = await started({ clock });
    const source = await withSource(emulator);
    const made = await call(emulator, "POST", path, pageOf(source, "a"));
    expect(made.json).toEqual({
      type: "external_page",
      id: "1",
      title: "Title of a",
      html: "<p>Text of a</p>",
      url: "https://docs.example.com/a",
      ai_agent_availability: true,
      ai_copilot_availability: true,
      ai_sales_agent_availability: false,
      fin_availability: true,
      locale: "en",
      source_id: source,
      external_id: "a",
      created_at: 1767614401,
      updated_at: 1767614401,
      last_ingested_at: 1767614401,
    });
    clock.time += 60_000;
    const same = await call(emulator, "POST", path, pageOf(source, "a"));
    expect(same.json).toEqual({ ...made.json, last_ingested_at: 1767614461 });
    const changed = await call(emulator, "POST", path, pageOf(source, "a", { title: "New" }));
    expect(changed.json).toMatchObject({ id: "1", title: "New", updated_at: 1767614461 });
    const other = await call(emulator, "POST", path, pageOf(await withSource(emulator), "a"));
    expect(other.json.id).toBe("2");
    expect(emulator.log.where({ path }).map((entry) => entry.effect)).toEqual([
      "created",
      "same",
      "updated",
      "created",
    ]);
  });

  test("leaves availability off unless it is sent, and keeps it when it is omitted later", async () => {
    const emulator = await started();
    const source = await withSource(emulator);
    const quiet = { ai_agent_availability: undefined, ai_copilot_availability: undefined };
    const made = await call(emulator, "POST", path, pageOf(source, "a", quiet));
    expect(made.json).toMatchObject({ ai_agent_availability: false, ai_copilot_availability: false });
    await call(emulator, "POST", path, pageOf(source, "a", { ai_agent_availability: false }));
    const kept = await call(emulator, "POST", path, pageOf(source, "a", quiet));
    expect(kept.json).toMatchObject({ ai_agent_availability: false, ai_copilot_availability: true });
    const notes = emulator.log.where({ path }).map((entry) => entry.notes);
    expect(notes).toEqual([["availability not sent"], [], ["availability not sent"]]);
  });

  const required = ["title", "html", "locale", "source_id", "external_id"];
  test.each(required)("without %s is refused", async (field) => {
    const emulator = await started();
    const body = pageOf(await withSource(emulator), "a", { [field]: undefined });
    const answer = await call(emulator, "POST", path, body);
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toMatchObject([{ code: "parameter_not_found", field }]);
  });

  test.each<[string, unknown, number]>([
    ["title", " ", 400],
    ["title", 4, 400],
    ["html", 4, 400],
    ["html", null, 400],
    ["external_id", "", 400],
    ["external_id", 4, 400],
    ["locale", "de", 400],
    ["source_id", "1", 400],
    ["source_id", 1.5, 400],
    ["source_id", 99, 404],
    ["url", "javascript:alert(1)", 400],
    ["url", "/relative", 400],
    ["ai_agent_availability", "true", 400],
  ])("with %s %j is refused", async (field, value, status) => {
    const emulator = await started();
    const source = await withSource(emulator);
    const answer = await call(emulator, "POST", path, pageOf(source, "a", { [field]: value }));
    expect(answer.status).toBe(status);
    expect(answer.json.errors[0].field).toBe(field);
    expect(emulator.state.pageCount).toBe(0);
  });

  test("to a source that is not the API's is refused", async () => {
    const emulator = await started();
    const id = await withSource(emulator);
    const source = emulator.state.source(id);
    if (source) emulator.state.replaceSource({ ...source, syncBehavior: "automatic" });
    expect((await call(emulator, "POST", path, pageOf(id, "a"))).status).toBe(422);
  });

  test("takes other languages from 2.17 on only", async () => {
    const emulator = await started();
    const body = pageOf(await withSource(emulator), "a", { locale: "pt-BR" });
    expect((await call(emulator, "POST", path, body, { version: "Preview" })).status).toBe(400);
    expect((await call(emulator, "POST", path, body, { version: "2.17" })).json.locale).toBe("pt-BR");
  });

  test.each(["", " \n"])("refuses a page without html: %j", async (html) => {
    const emulator = await started();
    const id = await withSource(emulator);
    const made = await call(emulator, "POST", path, pageOf(id, "a"));
    const bodies = [
      ["POST", path, pageOf(id, "b", { html })],
      ["PUT", `${path}/${made.json.id}`, pageOf(id, "a", { html })],
    ] as const;
    for (const [method, at, body] of bodies) {
      const { status, json } = await call(emulator, method, at, body);
      expect([status, json.errors[0]]).toMatchObject([422, { code: "parameter_invalid", field: "html" }]);
    }
    expect(emulator.state.pageCount).toBe(1);
  });

  test("notes what a careful client would not send", async () => {
    const emulator = await started();
    const body = pageOf(await withSource(emulator), "a", { url: undefined, body: "x" });
    expect((await call(emulator, "POST", path, body)).status).toBe(200);
    expect(emulator.log.all().at(-1)?.notes).toEqual([
      "unknown field: body",
      "no url: Fin will cite nothing",
    ]);
  });
});

describe("one page", () => {
  test("is read, and gone after DELETE, which answers it with empty html", async () => {
    const emulator = await started();
    const source = await withSource(emulator);
    const made = await call(emulator, "POST", path, pageOf(source, "a"));
    expect((await call(emulator, "GET", `${path}/1`)).json).toEqual(made.json);
    const deleted = await call(emulator, "DELETE", `${path}/1`);
    expect([deleted.status, deleted.json]).toEqual([200, { ...made.json, html: "" }]);
    for (const method of ["GET", "DELETE"]) {
      expect((await call(emulator, method, `${path}/1`)).json.errors[0].code).toBe("not_found");
    }
    expect((await call(emulator, "POST", path, pageOf(source, "a"))).json.id).toBe("2");
    expect(emulator.log.where({ method: "DELETE" })[0]).toMatchObject({
      pageId: "1",
      externalId: "a",
      sourceId: source,
      effect: "deleted",
    });
  });

  test("PUT knows fin_availability alone up to 2.16, and defaults it to true", async () => {
    const emulator = await started();
    const source = await withSource(emulator);
    const hidden = { ai_agent_availability: false, ai_copilot_availability: false };
    await call(emulator, "POST", path, pageOf(source, "a", hidden));
    const put = await call(emulator, "PUT", `${path}/1`, pageOf(source, "a", hidden), { version: "2.16" });
    expect(put.json).toMatchObject({ ai_agent_availability: true, ai_copilot_availability: true });
    expect(emulator.log.all().at(-1)?.notes).toContain("unknown field: ai_agent_availability");
    const off = pageOf(source, "a", { fin_availability: false });
    expect((await call(emulator, "PUT", `${path}/1`, off)).json.ai_agent_availability).toBe(false);
  });

  test("PUT knows each availability in the preview", async () => {
    const emulator = await started();
    const source = await withSource(emulator);
    await call(emulator, "POST", path, pageOf(source, "a"));
    const body = pageOf(source, "a", { ai_agent_availability: false, ai_copilot_availability: undefined });
    const put = await call(emulator, "PUT", `${path}/1`, body, { version: "Preview" });
    expect(put.json).toMatchObject({ ai_agent_availability: false, ai_copilot_availability: true });
  });

  test("PUT without url is refused, and from 2.17 on takes the url away", async () => {
    const emulator = await started();
    const source = await withSource(emulator);
    await call(emulator, "POST", path, pageOf(source, "a"));
    const body = pageOf(source, "a", { url: undefined });
    expect((await call(emulator, "PUT", `${path}/1`, body)).json.errors[0].field).toBe("url");
    const put = await call(emulator, "PUT", `${path}/1`, body, { version: "2.17" });
    expect([put.status, put.json.url]).toEqual([200, undefined]);
  });

  test("PUT cannot take another page's external id", async () => {
    const emulator = await started();
    const source = await withSource(emulator);
    for (const id of ["a", "b"]) await call(emulator, "POST", path, pageOf(source, id));
    expect((await call(emulator, "PUT", `${path}/1`, pageOf(source, "b"))).status).toBe(409);
    expect((await call(emulator, "PUT", `${path}/1`, pageOf(source, "c"))).status).toBe(200);
    expect(emulator.state.find(source, "a")).toBeUndefined();
    expect(emulator.state.find(source, "c")?.id).toBe("1");
  });
});

describe("the listing", () => {
  test("continues until there is no next page", async () => {
    const emulator = await started({ perPage: 3 });
    const source = await withSource(emulator);
    for (let n = 1; n <= 7; n++) await call(emulator, "POST", path, pageOf(source, `p${n}`));
    const ids: string[] = [];
    let next: string | undefined = path;
    const sizes: number[] = [];
    while (next) {
      const { json } = await call(emulator, "GET", next.replace(emulator.url, ""));
      ids.push(...json.data.map((page: { external_id: string }) => page.external_id));
      sizes.push(json.data.length);
      expect(json.pages).toMatchObject({ type: "pages", page: sizes.length, per_page: 3, total_pages: 3 });
      expect(json.total_count).toBe(7);
      next = json.pages.next;
    }
    expect(sizes).toEqual([3, 3, 1]);
    expect(ids).toEqual(["p7", "p6", "p5", "p4", "p3", "p2", "p1"]);
  });

  test("lowers a large per_page, refuses nonsense, is empty beyond its end", async () => {
    const emulator = await started({ maxPerPage: 10 });
    const get = (query: string) => call(emulator, "GET", `${path}?${query}`);
    expect((await get("per_page=1000")).json.pages.per_page).toBe(10);
    expect((await get("page=9")).json).toMatchObject({ data: [], pages: { page: 9, total_pages: 1 } });
    for (const query of ["page=0", "page=x", "per_page=-1", "per_page=0"]) {
      expect((await get(query)).status).toBe(400);
    }
    await get("source_id=1");
    expect(emulator.log.all().at(-1)?.notes).toEqual(["unknown query parameter: source_id"]);
  });

  test("counts deleted pages in total_count from 2.17 on", async () => {
    const emulator = await started();
    const source = await withSource(emulator);
    for (const id of ["a", "b"]) await call(emulator, "POST", path, pageOf(source, id));
    await call(emulator, "DELETE", `${path}/1`);
    const total = async (version: string) =>
      (await call(emulator, "GET", path, undefined, { version })).json.total_count;
    expect([await total("2.16"), await total("2.17")]).toEqual([1, 2]);
  });

  test("states next under the name the client used", async () => {
    const emulator = await started({ perPage: 1 });
    const source = await withSource(emulator);
    for (const id of ["a", "b"]) await call(emulator, "POST", path, pageOf(source, id));
    const port = new URL(emulator.url).port;
    const response = await fetch(`http://localhost:${port}${path}`, {
      headers: { Authorization: `Bearer ${emulator.token}` },
    });
    expect(JSON.parse(await response.text()).pages.next).toMatch(`http://localhost:${port}/`);
  });
});
