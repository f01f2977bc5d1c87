import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { runCli, startCli, tempFolder } from "./cli.ts";
import { runHere } from "./cli-here.ts";

describe("emulator", () => {
  test("says where it is, on the first line, and ends quietly", async () => {
    const emulator = startCli(["emulator", "--port", "0", "--token", "my-token", "--json"]);
    const [, url = ""] = await emulator.until(/^\{"url":\s*"(http:\/\/127\.0\.0\.1:\d+)"\}\n/);
    const refused = await fetch(`${url}/ai/content_import_sources`);
    expect(refused.status).toBe(401);
    const headers = { authorization: "Bearer my-token" };
    expect((await fetch(`${url}/ai/content_import_sources`, { headers })).status).toBe(200);
    const page = await fetch(url);
    expect(page.headers.get("content-type")).toContain("text/html");
    emulator.child.kill("SIGTERM");
    expect(await emulator.done).toMatchObject({ code: 0 });
  });

  test("prints what to copy, also to who has its token already", async () => {
    const emulator = startCli(["emulator"], { env: { INTERCOM_ACCESS_TOKEN: "emulator-token" } });
    await emulator.until(
      /export INTERCOM_ACCESS_TOKEN=emulator-token\n[\s\S]*base_url: http:\/\/127\.0\.0\.1:\d+/,
    );
  });
});

test("the demo: three runs, as Intercom's side counted them", async () => {
  const cwd = await tempFolder();
  const { code, stdout, stderr } = await runCli(["demo", "--json"], { cwd, env: { TMPDIR: cwd } });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const runs = JSON.parse(stdout).runs;
  expect(runs.map(({ writes }: { writes: number }) => writes)).toEqual([25, 2, 0]);
  expect(runs[1].report.sources[0].counts).toMatchObject({ update: 1, hide: 1, unchanged: 22 });
  expect(await readdir(cwd)).toEqual([]);
});

test("the demo as a story, on 80 columns", async () => {
  const { code, stdout } = await runHere(["demo"]);
  expect(code).toBe(0);
  expect(stdout.match(/^\d\. /gm)).toHaveLength(8);
  for (const told of [
    "Plan: 24 to create, 1 skipped.",
    "customers, teammates",
    "Customers will now be answered from",
    "Intercom counted 0 writes.",
    "missing  Is there a discount for charities?",
    "found  Is there a discount for charities?",
    "Plans and prices › Discounts",
  ])
    expect(stdout).toContain(told);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});
