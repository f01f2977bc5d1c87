import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { stringify } from "yaml";
import { startEmulator } from "../../../src/emulator/index.ts";
import { runHere } from "../../e2e/cli-here.ts";
import { accessToken, pem } from "./drive.ts";
import { driveSystem } from "./system.ts";

async function world(drives: readonly string[]) {
  const { drive, key, options, server, close } = await driveSystem({ drives });
  const emulator = await startEmulator({ ratePer10s: Number.POSITIVE_INFINITY });
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-drive-"));
  onTestFinished(async () => {
    await close();
    await emulator.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const source = {
    connector: "google-drive",
    url: "https://handbook.acme.example",
    visible_to: "customers",
    allow_private_addresses: true,
    requests_per_second: 1000,
    ...(options as object),
    auth: { key: "${file:key.json}" },
  };
  writeFileSync(path.join(dir, "key.json"), key);
  const intercom = { token: "${INTERCOM_ACCESS_TOKEN}", base_url: emulator.url };
  writeFileSync(path.join(dir, "config.yaml"), stringify({ intercom, sources: { handbook: source } }));
  const env = { INTERCOM_ACCESS_TOKEN: emulator.token };
  let seen = 0;
  const night = async () => {
    const [loads, from] = [drive.bodyReads, server.requests.length];
    const { code, stdout, stderr } = await runHere(["nightly", "--json"], { cwd: dir, env });
    const writes = emulator.log
      .since(seen)
      .flatMap(({ method, externalId }) => (method !== "GET" && externalId ? [externalId] : []));
    seen = emulator.log.last;
    const requests = server.requests.length - from;
    return { code, writes, loads: drive.bodyReads - loads, requests, said: `${stdout}${stderr}` };
  };
  const live = () => [...emulator.state.pages()].filter(({ agent, copilot }) => agent || copilot).length;
  return { drive, key, dir, env, night, live };
}

it("google-drive: all, nothing, an edit, the trash, limited access, a drive refused, and all of them", async () => {
  const { drive, key, dir, env, night, live } = await world(["0AHandbookDrive01", "0AOperationsDrv02"]);
  const checked = await runHere(["check"], { cwd: dir, env });
  expect(checked.code, checked.stdout).toBe(0);
  const first = await night();
  expect(first, first.said).toMatchObject({ code: 0, loads: 8 });
  expect(live()).toBe(8);

  // A token and the logs of two drives, although something is in the trash and something has limited access.
  expect(await night()).toMatchObject({ code: 0, writes: [], loads: 0, requests: 3 });

  drive.edit("doc-refunds-0001", "Refunds reach your card within three working days.");
  expect(await night()).toMatchObject({ code: 0, writes: ["doc-refunds-0001"], loads: 1 });
  drive.change("fil-hours-000005", { trashed: true });
  expect(await night()).toMatchObject({ code: 0, writes: ["fil-hours-000005"], loads: 0 });
  drive.change("fld-billing-0001", { inheritedPermissionsDisabled: true });
  const withdrawn = await night();
  expect(withdrawn, withdrawn.said).toMatchObject({ code: 0, loads: 0 });
  expect(withdrawn.writes.sort()).toEqual(["doc-invoices-002", "doc-refunds-0001", "sht-plans-000003"]);
  expect(live()).toBe(4);

  drive.closed.add("0AOperationsDrv02");
  drive.edit("fil-export-00006", "<h1>Export as CSV</h1><p>Open Reports, then Export, then CSV.</p>");
  const partly = await night();
  expect(partly, partly.said).toMatchObject({ writes: ["fil-export-00006"] });
  expect([3, 4]).toContain(partly.code);
  drive.closed.add("0AHandbookDrive01");
  const refused = await night();
  expect(refused, refused.said).toMatchObject({ code: 1, writes: [] });
  expect(refused.said).toMatch(/Manage members/);
  expect(live()).toBe(4);
  const rechecked = await runHere(["check"], { cwd: dir, env });
  expect(rechecked.code).not.toBe(0);
  for (const secret of [accessToken, pem.slice(40, 100), key])
    expect(first.said + partly.said + refused.said + rechecked.stdout).not.toContain(secret);
});

it("google-drive: an unchanged drive costs a token and a look into its log", async () => {
  const { drive, night } = await world(["0AOperationsDrv02"]);
  expect(await night()).toMatchObject({ code: 0, loads: 2 });
  expect(await night()).toMatchObject({ code: 0, writes: [], loads: 0 });
  expect(await night()).toMatchObject({ code: 0, writes: [], loads: 0, requests: 2 });
  drive.edit("fil-oncall-00017", "# On call\n\nThe one on call answers within five minutes.");
  expect(await night()).toMatchObject({ code: 0, writes: ["fil-oncall-00017"], loads: 1 });
});
