import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedSizes } from "../../src/fleet/conversions/conversion.ts";
import { installFleet } from "../../src/fleet/open.ts";
import { readFleet } from "../../src/fleet/status/read.ts";
import { keptReports, readReport } from "../../src/runs/store.ts";
import { type CompanyFleet, startCompanyFleet } from "../fleet/company-fleet.ts";
import { noPostgres, type Postgres, startPostgres } from "../fleet/postgres.ts";
import { lines, pdf, written } from "../normalize/read/support/pdf.ts";
import { fleetOf, openHere } from "../soak/fleet-kit.ts";

/** As large as files are that are shared: what stands behind the end of a PDF is not read. */
const padded = (file: Buffer): Buffer => Buffer.concat([file, Buffer.alloc(sharedSizes.least, "\n")]);
const manual = padded(
  pdf(
    [
      lines(["Refunds"], { x: 50, y: 780, size: 20 }),
      lines(["Within thirty days, from the page of your orders.", "Later ones need a reason."], {
        x: 50,
        y: 740,
      }),
    ],
    "The manual of refunds",
  ),
);
const locked = padded(
  written(
    [
      "<</Type/Catalog/Pages 2 0 R>>",
      "<</Type/Pages/Count 0/Kids[]>>",
      `<</Filter/Standard/V 1/R 2/P -4/O<${"ab".repeat(32)}>/U<${"cd".repeat(32)}>>>`,
    ],
    `/Encrypt 3 0 R/ID[<${"00".repeat(16)}><${"00".repeat(16)}>]`,
  ),
);

describe.skipIf(noPostgres)(`conversions of a fleet${noPostgres ? `: ${noPostgres}` : ""}`, () => {
  let server: Postgres;
  let fleet: CompanyFleet;

  beforeAll(async () => {
    server = await startPostgres();
    fleet = await startCompanyFleet(server, {
      workspaces: ["acme", "beta", "apart"],
      documents: 1,
      settings: "conversions: {concurrency: 1}\n",
      include: '["*.md", "*.pdf"]',
    });
    for (const workspace of ["acme", "beta", "apart"]) {
      const dir = path.join(fleet.dir, workspace, "docs-1");
      mkdirSync(dir, { recursive: true });
      // Of each workspace by another name: the bytes are what counts.
      writeFileSync(path.join(dir, `manual-of-${workspace}.pdf`), manual);
      writeFileSync(path.join(dir, "locked.pdf"), locked);
    }
  });
  afterAll(async () => {
    await fleet?.close();
    server?.remove();
  });

  /** The page of the manual in a workspace's Intercom. */
  const pageIn = (workspace: string) => {
    const pages = [...(fleet.emulators.get(workspace)?.state.pages() ?? [])];
    const page = pages.find(({ externalId }) => externalId === `manual-of-${workspace}.pdf`);
    return page && { title: page.title, html: page.html };
  };
  /** What the last run of a workspace says of the file that cannot be read. */
  const failureIn = (workspace: string) => {
    const [report] = keptReports(path.join(fleet.dir, ".fin-ingest", workspace)).map(readReport);
    const changes = report?.sources.flatMap(({ changes: some }) => [...some]) ?? [];
    return changes.find(({ externalId }) => externalId === "locked.pdf")?.error;
  };

  it("two workspaces with the same files convert each once, to the pages of a run apart, and are refused alike", async () => {
    const settings = { ...fleetOf(fleet.database), conversions: { expireS: 3600 } };
    await installFleet(settings, { warn() {} });
    const open = await openHere(fleet.database);
    for (const workspace of ["acme", "beta"])
      await open.jobs.enqueue({ workspace, pipeline: "nightly", failed: 0 });
    const worked = await fleet.worker("--once", "--verbose").done;
    const { conversions } = await readFleet(open.database, settings);
    await open.close();
    expect(worked.code, worked.stderr).toBe(0);
    const apart = await fleet.start("nightly", "-c", "fleet.yaml#apart").done;
    expect(apart.code).toBe(3);

    expect(pageIn("apart")).toMatchObject({
      title: "The manual of refunds",
      html: expect.stringContaining("Later ones need a reason."),
    });
    expect(pageIn("acme")).toEqual(pageIn("apart"));
    expect(pageIn("beta")).toEqual(pageIn("apart"));

    expect(failureIn("apart")?.message).toContain("encrypted with a password");
    expect(failureIn("acme")).toEqual(failureIn("apart"));
    expect(failureIn("beta")).toEqual(failureIn("apart"));

    const ends = [...worked.stderr.matchAll(/conversion ([0-9a-f]{12}): (\w+)/g)];
    expect(ends.map(([, , end]) => end).sort()).toEqual(["pages", "refused"]);
    expect(conversions).toEqual({ waiting: 0, running: 0, stored: 2 });
  });
});
