import fc from "fast-check";
import { expect, it } from "vitest";
import type { Ledger, PageRow } from "../../src/ledger/ledger.ts";
import { runs } from "../setup/properties.ts";
import { ledgerKinds, type OpenLedger } from "./stores/kinds.ts";
import { pageRow } from "./support.ts";

/** What a ledger should know, as maps. */
class Model {
  readonly pages = new Map<string, PageRow>();
  readonly intents = new Map<string, { what: "upsert" | "hide" | "delete"; at: number }>();
  readonly facts = new Map<string, string>();
  readonly seen = new Set<string>();
  serial = 0;
}
interface Real {
  open: OpenLedger;
  close: () => Promise<void>;
  ledger: Ledger;
  seen: ReturnType<Ledger["seenSet"]>;
}

const sources = ["handbook", "wiki"];
// Few keys, so that operations meet; some that sort oddly or need quoting.
const ids = ["a", "A", "a/b.md", "ab", "é", "e\u0301", "😀", "￿", "it's", "%"];
const key = (source: string, id: string) => `${source}\n${id}`;
const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function expectedPages(model: Model, source: string, keep: (row: PageRow) => boolean): PageRow[] {
  return [...model.pages]
    .filter(([name, row]) => name === key(source, row.externalId) && keep(row))
    .map(([name, { fingerprint, ...row }]) =>
      model.intents.has(name) || fingerprint === undefined ? row : { ...row, fingerprint },
    )
    .sort((a, b) => bytewise(a.externalId, b.externalId));
}

function compare(model: Model, { ledger, seen }: Real) {
  for (const source of sources) {
    const live = expectedPages(model, source, (row) => row.state !== "deleted");
    const all = expectedPages(model, source, () => true);
    expect([...ledger.pages(source)]).toStrictEqual(live);
    expect([...ledger.pages(source, { deleted: true })]).toStrictEqual(all);
    expect([...seen.absent(source)]).toStrictEqual(live.filter((row) => !model.seen.has(row.externalId)));
    expect(ledger.countPages(source)).toEqual({
      live: live.filter((row) => row.state === "live").length,
      hidden: live.filter((row) => row.state === "hidden").length,
    });
    for (const id of ids) {
      expect(ledger.page(source, id)).toStrictEqual(all.find((row) => row.externalId === id));
      expect(ledger.connectorCache(source).get(id)).toBe(model.facts.get(key(source, id)));
    }
    const intents = ids.flatMap((externalId) => {
      const intent = model.intents.get(key(source, externalId));
      return intent ? [{ externalId, ...intent }] : [];
    });
    expect([...ledger.unresolved(source)]).toStrictEqual(
      intents.sort((a, b) => bytewise(a.externalId, b.externalId)),
    );
  }
  expect(seen.size).toBe(model.seen.size);
  expect(ledger.serial()).toBe(model.serial);
}

type Step = (model: Model, real: Real) => void | Promise<void>;
const onPage = fc.record({ source: fc.constantFrom(...sources), id: fc.constantFrom(...ids) });
const row = fc
  .record({
    fingerprint: fc.string({ minLength: 1 }),
    state: fc.constantFrom("live", "hidden", "deleted"),
    words: fc.nat(),
    sentAt: fc.nat({ max: 2 ** 45 }),
    title: fc.string({ unit: "grapheme" }),
  })
  .map(({ title, ...rest }) => ({ ...rest, title: title.replaceAll("\0", "") }));

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(onPage, row).map(
    ([{ source, id }, more]): Step =>
      (model, { ledger }) => {
        model.pages.set(key(source, id), pageRow(id, more));
        ledger.putPage(source, pageRow(id, more));
      },
  ),
  fc.tuple(onPage, fc.constantFrom("upsert" as const, "hide" as const, "delete" as const), fc.nat()).map(
    ([{ source, id }, what, at]): Step =>
      async (model, { ledger }) => {
        model.intents.set(key(source, id), { what, at });
        await ledger.intend(source, id, what, at);
      },
  ),
  fc.tuple(onPage, row).map(
    ([{ source, id }, more]): Step =>
      (model, { ledger }) => {
        model.pages.set(key(source, id), pageRow(id, more));
        model.intents.delete(key(source, id));
        ledger.settle(source, pageRow(id, more));
      },
  ),
  onPage.map(
    ({ source, id }): Step =>
      (model, { ledger }) => {
        model.intents.delete(key(source, id));
        ledger.abandon(source, id);
      },
  ),
  fc.tuple(onPage, fc.string({ unit: "grapheme-ascii" })).map(
    ([{ source, id }, value]): Step =>
      (model, { ledger }) => {
        model.facts.set(key(source, id), value);
        ledger.connectorCache(source).set(id, value);
      },
  ),
  fc.constantFrom(...ids).map(
    (id): Step =>
      (model, { seen }) => {
        expect(seen.add(id)).toBe(!model.seen.has(id));
        model.seen.add(id);
      },
  ),
  fc.constant<Step>((model, { seen }) => {
    model.seen.clear();
    seen.clear();
  }),
  fc.constant<Step>((model, { ledger }) => {
    model.serial += 1;
    expect(ledger.advance()).toBe(model.serial);
  }),
  fc.constantFrom(...sources).map(
    (source): Step =>
      (model, { ledger }) => {
        for (const map of [model.pages, model.intents]) {
          for (const name of map.keys()) if (name.startsWith(`${source}\n`)) map.delete(name);
        }
        ledger.forgetPages(source);
      },
  ),
  fc.constant<Step>(async (model, real) => {
    await real.close();
    Object.assign(real, await real.open());
    real.seen = real.ledger.seenSet();
    model.seen.clear();
  }),
);

it.each(ledgerKinds)(
  "any sequence of operations leaves what a map would hold, $name",
  async ({ name, isSkipped, newLedger }) => {
    if (isSkipped) return;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const model = new Model();
        const open = await newLedger();
        const { ledger, close } = await open();
        const real = { open, close, ledger, seen: ledger.seenSet() };
        try {
          for (const act of steps) await act(model, real);
          compare(model, real);
        } finally {
          await real.close();
        }
      }),
      { numRuns: runs(name === "in a folder" ? 150 : 30) },
    );
  },
);
