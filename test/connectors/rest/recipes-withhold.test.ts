import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { rest } from "../../../connectors/rest/index.ts";
import { documentsOf, entriesOf } from "../../../src/connector-kit/testing/index.ts";
import { startExamples } from "../../../src/connector-kit/testing/recipe/contract.ts";
import { neverAborted } from "../../setup/time.ts";
import { examplesFolder, newIo } from "./support.ts";

/** Each document of a recipe's examples, in short: for whom, its title as its page has it, and its path. */
async function read(recipe: string) {
  const fixture = await startExamples(recipe, path.join(examplesFolder, `${recipe}.yaml`));
  onTestFinished(() => fixture.close());
  const entries = await entriesOf(rest.list(rest.options.parse(fixture.options), newIo()));
  const documents = await Promise.all(
    entries.flatMap((entry) =>
      entry.kind === "document"
        ? [
            entry
              .load(neverAborted)
              .then(({ title }) => `${entry.visibleTo ?? entry.atMost}: ${title} (${entry.path})`),
          ]
        : [],
    ),
  );
  const others = entries.flatMap((entry) =>
    entry.kind === "document" || entry.kind === "total"
      ? []
      : [`${entry.kind}: ${"title" in entry && entry.title}`],
  );
  return { documents, others };
}

/** The examples hold one of everything that must not go out, or not to everybody. */
describe("a recipe reads", () => {
  test("of Document360 the published version, and nothing that is hidden or below it", async () => {
    expect(await read("document360")).toEqual({
      documents: [
        "customers: Why did we build Document360? (getting-started/why-did-we-build-document360)",
        "customers: Knowledge bases are much easier to design and edit (getting-started/knowledge-bases)",
        "customers: On Windows (getting-started/installation/on-windows)",
        "customers: Refunds (billing/refunds)",
      ],
      others: [
        "unpublished: API Document",
        "unpublished: Hidden article",
        "unpublished: In a hidden category",
        "unpublished: Below a hidden category",
      ],
    });
  });

  test("of Guru neither private cards nor archived ones", async () => {
    expect(await read("guru")).toEqual({
      documents: [
        "teammates: US Company Holidays (handbook/Tbbqo5pc/US-Company-Holidays)",
        "teammates: Travel (handbook/cKx9Pq2L/Travel)",
        "teammates: Refunds (support/eMz7Rs4N/Refunds)",
      ],
      others: ["unpublished: My notes", "unpublished: Old prices"],
    });
  });

  test("of Coda no page that is hidden, by itself or from above, and no embedded one", async () => {
    expect(await read("coda")).toEqual({
      documents: [
        "teammates: Launch Status (Launch Status)",
        "teammates: Refunds (Launch Status/Refunds)",
        "teammates: Shipping (Shipping)",
      ],
      others: ["unpublished: Notes"],
    });
  });

  test("of Discourse private categories for the team, no unlisted topic, and none of a category that was not named", async () => {
    expect(await read("discourse")).toEqual({
      documents: [
        "customers: Install it (guides/install-it)",
        "customers: Refunds (guides/refunds)",
        "customers: Shipping (guides/shipping)",
        "teammates: Goodwill (staff/goodwill)",
      ],
      others: ["unpublished: Not for the list"],
    });
  });

  test("of Zoho Desk the published version, for the team what not everybody may read, and nothing expired", async () => {
    expect(await read("zohodesk")).toEqual({
      documents: [
        "customers: Answering your first ticket. (General/answering-your-first-ticket)",
        "customers: Refunds (General/refunds)",
        "teammates: Goodwill (General/goodwill)",
        "teammates: Shipping (Orders/shipping)",
      ],
      others: ["unpublished: Never published", "unpublished: Last year's prices"],
    });
  });

  test.each([null, undefined])("of Discourse no topic whose category is %s", async (category_id) => {
    const fixture = await startExamples("discourse", path.join(examplesFolder, "discourse.yaml"));
    onTestFinished(() => fixture.close());
    fixture.server.interfere(({ path: asked }) =>
      asked.startsWith("/c/staff/")
        ? (reply) => {
            const json = structuredClone(reply.json);
            for (const topic of Object(json).topic_list.topics) Object.assign(topic, { category_id });
            return { ...reply, json };
          }
        : undefined,
    );
    const entries = await entriesOf(rest.list(rest.options.parse(fixture.options), newIo()));
    expect(entries.find((entry) => "externalId" in entry && entry.externalId === "19")?.kind).toBe(
      "unreadable",
    );
  });

  test("of Document360 no version that became a draft again meanwhile", async () => {
    const fixture = await startExamples("document360", path.join(examplesFolder, "document360.yaml"));
    onTestFinished(() => fixture.close());
    const [first] = documentsOf(await entriesOf(rest.list(rest.options.parse(fixture.options), newIo())));
    fixture.server.interfere(() => (reply) => {
      const json = structuredClone(reply.json);
      Object.assign(Object(json).data, { status: 0 });
      return { ...reply, json };
    });
    await expect(first?.load(neverAborted)).rejects.toThrow(/answered with an error: 0/);
  });
});
