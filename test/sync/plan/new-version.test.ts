import { describe, expect, it } from "vitest";
import type { Normalizer } from "../../../src/normalize/index.ts";
import { inProcessNormalizer } from "../../../src/normalize/worker/normalizer.ts";
import { settingsRevision } from "../../../src/sync/list/revision.ts";
import { holdWidened, newVersion, withNewVersion } from "../../../src/sync/plan/new-version.ts";
import { samplePage } from "../samples.ts";
import { startWorld, type World } from "../world.ts";

/** As another version of the program would make the pages. */
function another(): Normalizer {
  const inner = inProcessNormalizer();
  return {
    close: () => inner.close(),
    normalize: async (document, signal) =>
      (await inner.normalize(document, signal)).map((page) => ({
        ...page,
        html: page.html.replace("Text", "Text, made anew,"),
      })),
  };
}

/** The ledger as an older program left it: with this revision, whose settings were these. */
function leftByAnother(world: World, settings: string | undefined = settingsRevision(world.source)): void {
  for (const row of world.ledger.pages("docs")) world.ledger.putPage("docs", { ...row, revision: "older" });
  const { madeWith: _, ...history } = world.ledger.sourceHistory("docs");
  const madeWith = settings === "" ? {} : { madeWith: { revision: "older", settings } };
  world.ledger.putSourceHistory("docs", { ...history, ...madeWith });
}

const documents = { "a.md": "Text a.", "b.md": "Text b.", "c.md": "Other words." };
const reasons = async (world: World) =>
  Object.fromEntries(
    [...((await world.nightly({ normalizer: another() })).report.sources[0]?.changes ?? [])].map(
      ({ externalId, reasons: why }) => [externalId, why],
    ),
  );

describe("the first nightly after an upgrade", () => {
  it("applies what the new version alone changes, and says so", async () => {
    const world = await startWorld({ documents });
    await world.nightly();
    leftByAnother(world);
    expect(await reasons(world)).toEqual({
      "a.md": ["content", newVersion],
      "b.md": ["content", newVersion],
    });
    expect(world.library()).toMatchObject({ "a.md": "Text, made anew, a." });
    expect(await reasons(world)).toEqual({});
  });

  it("does not say it of a document that was edited, nor where a setting changed, too", async () => {
    const world = await startWorld({ documents });
    await world.nightly();
    leftByAnother(world);
    world.documents.set("a.md", "Text a, edited.");
    expect(await reasons(world)).toEqual({ "a.md": ["content"], "b.md": ["content", newVersion] });
    const changed = await startWorld({ documents });
    await changed.nightly();
    leftByAnother(changed, "other settings");
    expect(await reasons(changed)).toEqual({ "a.md": ["content"], "b.md": ["content"] });
  });

  it("says it of a ledger that does not know the settings, while what the source selects is the same", async () => {
    const world = await startWorld({ documents });
    await world.nightly();
    leftByAnother(world, "");
    expect(await reasons(world)).toMatchObject({ "a.md": ["content", newVersion] });
  });
});

describe("a change that the new version alone brings", () => {
  const page = samplePage({ bodyHash: "0123456789abcdef" });
  const update = { kind: "update", page, before: "teammates", reasons: ["availability"] } as const;
  it.each([
    ["more people", withNewVersion(update, true), [], "hold"],
    ["more people, approved", withNewVersion(update, true), ["0123456789ab"], "update"],
    ["more people by a rule", withNewVersion(update, false), [], "update"],
    ["the same people", withNewVersion({ ...update, before: "customers" }, true), [], "update"],
    [
      "fewer people",
      withNewVersion(
        { ...update, before: "customers", page: { ...page, availability: { agent: false, copilot: true } } },
        true,
      ),
      [],
      "update",
    ],
  ])("for %s", (_whom, change, approved, kind) => {
    expect(holdWidened(change, approved).kind).toBe(kind);
  });

  it.each(["reappeared", "edited by hand", "unresolved", "backfill"] as const)(
    "is not one that %s",
    (reason) => {
      const change = withNewVersion({ ...update, reasons: [reason] }, true);
      expect(change).toMatchObject({ reasons: [reason] });
    },
  );
});
