import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Audience } from "../../audience.ts";
import { loadPipeline } from "../../normalize/index.ts";
import type { Connector } from "../connector.ts";
import type { Io } from "../io.ts";
import type { Listed } from "../listing.ts";
import { documentsOf, entriesOf, type Fixture, testIo } from "./connector-contract.ts";

/** A system in which one page shows something of another document, for the tests. Everybody may read both. */
export interface InclusionFixture extends Pick<Fixture, "options" | "baseDir" | "close"> {
  /** External id of the page that shows something. */
  readonly page: string;
  /** The other document's path, which rules match. */
  readonly path: string;
  /** What a warning calls the other document. */
  readonly name: string;
  /** Words that the page shows of the other document. */
  readonly shown: readonly string[];
  /** Words that only the other document has: none may stand in the page once it is for fewer people. */
  readonly narrow: readonly string[];
  /** Words of the page itself and of what it shows of further documents: they always stand in it. */
  readonly visible: readonly string[];
  /** Gives the other document a label, without an edit of the page. Absent: its kind has no labels. */
  label?(label: string): Promise<void>;
  /** Restricts the other document in its own system. Absent: it restricts none. */
  restrict?(): Promise<void>;
  /** Makes a draft of the other document. Absent: the system has none. */
  draft?(): Promise<void>;
  /** False: what is shown depends on nothing but rules, and a changed rule has every page read again. */
  readonly versionCovers?: boolean;
  /** In which cases the system no longer says that something is there, so that nobody can name it. */
  readonly unseen?: readonly ("restricted" | "a draft")[];
}

type AudienceOf = Io["audienceOf"];
const everybody: AudienceOf = () => "customers";
const label = "for-few-people";

interface Narrowing {
  readonly audienceOf?: (fixture: InclusionFixture) => AudienceOf;
  readonly change?: (fixture: InclusionFixture) => (() => Promise<void>) | undefined;
}

const byPath =
  (to: Audience) =>
  ({ path: restricted }: InclusionFixture): AudienceOf =>
  ({ path: asked }) =>
    asked === restricted ? to : "customers";
const byLabel =
  (to: Audience) =>
  (): AudienceOf =>
  ({ labels }) =>
    labels?.includes(label) ? to : "customers";
const addLabel = (fixture: InclusionFixture) =>
  fixture.label && (() => fixture.label?.(label) as Promise<void>);

/** How a document comes to be for fewer people than a page that shows something of it. */
const narrowings: Readonly<Record<string, Narrowing>> = {
  "excluded by path": { audienceOf: byPath("nobody") },
  "excluded by label": { audienceOf: byLabel("nobody"), change: addLabel },
  "for teammates by path": { audienceOf: byPath("teammates") },
  "for teammates by label": { audienceOf: byLabel("teammates"), change: addLabel },
  restricted: { change: (fixture) => fixture.restrict?.bind(fixture) },
  "a draft": { change: (fixture) => fixture.draft?.bind(fixture) },
};

/**
 * What every connector must keep that shows something of one document in the page of another: a text, a title, a link's
 * label or address, the name of a file.
 * @param ways each way to show something, by its name
 * @param choose with which narrowings a way is tried, by the number of the way; all by default
 */
export function describeInclusions(
  name: string,
  connector: Connector,
  ways: Readonly<Record<string, () => Promise<InclusionFixture>>>,
  choose: (narrowings: readonly string[], nth: number) => readonly string[] = (all) => all,
): void {
  const numbered = Object.entries(ways).map(([way, setUp], nth) => [way, setUp, nth] as const);
  describe.each(numbered)(`inclusion contract: ${name}: %s`, (_way, setUp, nth) => {
    const chosen = choose(Object.keys(narrowings), nth);
    let fixture: InclusionFixture;
    let cacheDir: string;
    let stored: Map<string, string>;
    beforeEach(async () => {
      cacheDir = await mkdtemp(path.join(os.tmpdir(), "fin-ingest-cache-"));
      stored = new Map();
      fixture = await setUp();
    });
    afterEach(async () => {
      await fixture.close();
      await rm(cacheDir, { recursive: true, force: true });
    });

    const signal = () => AbortSignal.timeout(60_000);
    const listed = async (audienceOf: AudienceOf) => {
      const io: Io = { ...testIo(fixture.baseDir, cacheDir, stored), audienceOf };
      const entries = await entriesOf(connector.list(connector.options.parse(fixture.options), io));
      const found = documentsOf(entries).find(({ externalId }) => externalId === fixture.page);
      if (!found) throw new Error(`${fixture.page} is not listed`);
      return found;
    };
    const read = async (found: Listed) => {
      const document = await found.load(signal());
      const { normalizeDocument, toMarkdown } = await loadPipeline();
      const pages = await normalizeDocument(document);
      const text = pages.map(({ title, html }) => [title, html, toMarkdown(html)].join("\n")).join("\n");
      const warnings = pages.flatMap((page) => page.warnings.map(({ message }) => message));
      return { text, warnings };
    };
    /** Listed once it has been read, which may tell its version what it shows. */
    const listedAfter = async (found: Listed, audienceOf: AudienceOf) => {
      await found.load(signal());
      return listed(audienceOf);
    };

    it("shows it to everybody while everybody may read it", async () => {
      const { text } = await read(await listed(everybody));
      for (const words of [...fixture.shown, ...fixture.visible]) expect(text).toContain(words);
      const { version } = await listed(everybody);
      expect((await listed(everybody)).version).toBe(version);
    });

    it("shows it in a page for teammates while it is for teammates", async () => {
      const { text, warnings } = await read(await listed(() => "teammates"));
      for (const words of [...fixture.shown, ...fixture.visible]) expect(text).toContain(words);
      expect(warnings.filter((message) => message.includes("left out: it is for teammates"))).toEqual([]);
    });

    it.each(Object.entries(narrowings).filter(([kind]) => chosen.includes(kind)))(
      "leaves it out and names it where it is %s, and gives the page another version",
      async (kind, { audienceOf, change }) => {
        const apply = change?.(fixture);
        if (change && !apply) return;
        const before = await listedAfter(await listed(everybody), everybody);
        await apply?.();
        const rules = audienceOf?.(fixture) ?? everybody;
        const isCovered = fixture.versionCovers ?? true;
        const first = await listed(rules);
        if (isCovered) expect(first.version).not.toBe(before.version);
        const { text, warnings } = await read(first);
        for (const words of fixture.narrow) expect(text).not.toContain(words);
        for (const words of fixture.visible) expect(text).toContain(words);
        if (!fixture.unseen?.some((unseen) => unseen === kind))
          expect(warnings.some((message) => message.includes(fixture.name))).toBe(true);
        const second = await listed(rules);
        if (isCovered) expect(second.version).not.toBe(before.version);
        expect((await listedAfter(second, rules)).version).toBe(second.version);
      },
    );
  });
}
