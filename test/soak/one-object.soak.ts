import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { confluence } from "../../connectors/confluence/index.ts";
import { rest } from "../../connectors/rest/index.ts";
import type { Connector } from "../../src/connector-kit/connector.ts";
import { type ApiFixture, tryEachFault } from "../../src/connector-kit/testing/index.ts";
import { cloudSystem, dataCenterSystem } from "../connectors/confluence/systems.ts";
import { startDokuWiki } from "../connectors/rest/dokuwiki.ts";
import { startMediaWiki } from "../connectors/rest/mediawiki.ts";
import { startWordPress } from "../connectors/rest/wordpress.ts";

const systems: readonly (readonly [string, Connector, () => Promise<ApiFixture>])[] = [
  ["confluence, Cloud", confluence, cloudSystem],
  ["confluence, Data Center", confluence, dataCenterSystem],
  ["rest: MediaWiki", rest, startMediaWiki],
  ["rest: DokuWiki", rest, startDokuWiki],
  ["rest: WordPress", rest, startWordPress],
];

it.each(systems)(
  "%s: no bad answer ends a listing, nor loses another document",
  async (_, connector, setUp) => {
    const cacheDir = mkdtempSync(path.join(tmpdir(), "fin-ingest-one-object-"));
    const fixture = await setUp();
    try {
      expect(await tryEachFault(fixture, connector, { cacheDir })).toBeGreaterThan(50);
    } finally {
      await fixture.close();
      rmSync(cacheDir, { recursive: true, force: true });
    }
  },
);
