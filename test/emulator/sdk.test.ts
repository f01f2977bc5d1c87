import { Intercom, IntercomClient } from "intercom-client";
import { expect, test } from "vitest";
import type { Emulator } from "../../src/emulator/index.ts";
import { requestProblems } from "./openapi.ts";
import { started } from "./support.ts";

const clientOf = (emulator: Emulator, token = emulator.token) =>
  new IntercomClient({ token, baseUrl: emulator.url, version: "2.14", maxRetries: 0 });

test("the official SDK is served: create, upsert, list over pages, get, update, delete", async () => {
  const emulator = await started({ perPage: 4 });
  const { aiContent } = clientOf(emulator);
  const source = await aiContent.createContentImportSource({ url: "https://docs.example.com" });
  expect(source).toMatchObject({ type: "content_import_source", id: 1, sync_behavior: "api" });

  const page = (n: number, title = `Page ${n}`) => ({
    title,
    html: `<p>${n}</p>`,
    url: `https://docs.example.com/${n}`,
    ai_agent_availability: true,
    ai_copilot_availability: true,
    source_id: source.id,
    external_id: `p${n}`,
  });
  const made = await aiContent.createExternalPage(page(1));
  const again = await aiContent.createExternalPage(page(1, "Renamed"));
  expect(again).toMatchObject({ id: made.id, title: "Renamed", ai_agent_availability: true });
  for (let n = 2; n <= 10; n++) await aiContent.createExternalPage(page(n));

  const listed: string[] = [];
  for (let number = 1, last = 1; number <= last; number++) {
    const list = await aiContent.listExternalPages({ queryParams: { page: number } });
    listed.push(...(list.data ?? []).map((item) => item.external_id));
    last = list.pages?.total_pages ?? 0;
    expect(list.pages?.next === undefined).toBe(number === last);
  }
  expect(listed).toHaveLength(10);
  expect(new Set(listed).size).toBe(10);

  expect(await aiContent.getExternalPage({ page_id: made.id })).toEqual(again);
  const updated = await aiContent.updateExternalPage({
    page_id: made.id,
    title: "By id",
    html: "<p>1</p>",
    url: "https://docs.example.com/1",
    fin_availability: true,
    source_id: source.id,
    external_id: "p1",
  });
  expect(updated).toMatchObject({ id: made.id, title: "By id" });
  const moved = { source_id: "1", sync_behavior: "api", url: "https://new.example.com" } as const;
  expect((await aiContent.updateContentImportSource(moved)).url).toBe("https://new.example.com");
  expect((await aiContent.listContentImportSources()).data).toHaveLength(1);

  expect((await aiContent.deleteExternalPage({ page_id: made.id })).html).toBe("");
  await expect(aiContent.getExternalPage({ page_id: made.id })).rejects.toMatchObject({ statusCode: 404 });
  await aiContent.deleteContentImportSource({ source_id: "1" });
  expect([emulator.state.pageCount, emulator.state.sources()]).toEqual([0, []]);
  expect(emulator.log.all().flatMap(requestProblems)).toEqual([]);
});

test("the official SDK understands a refusal", async () => {
  const emulator = await started();
  const refused = clientOf(emulator, "other").aiContent.listExternalPages();
  await expect(refused).rejects.toBeInstanceOf(Intercom.UnauthorizedError);
});
