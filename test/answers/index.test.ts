import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { AnswerIndex } from "../../src/answers/index/answer-index.ts";
import { indexFile, openIndex } from "../../src/answers/index/database.ts";
import { refresh } from "../../src/answers/index/refresh.ts";
import { searcher } from "../../src/answers/rank/search.ts";
import type { Page } from "../../src/sync/changes.ts";
import { indexOf, page } from "./support.ts";

function folder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-answers-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return path.join(dir, "state");
}

const found = (index: AnswerIndex, question: string) =>
  searcher(index.db)(question, { as: "teammates" }).map(({ externalId }) => externalId);

describe("the index", () => {
  test("is the user's own, and what leaves it is overwritten", () => {
    const dir = folder();
    const index = new AnswerIndex(openIndex(dir));
    for (let at = 0; at < 50; at += 1) index.put("docs", page(`p${at}`, `Title ${at}`, `<p>Body ${at}</p>`));
    index.put("docs", page("secret.md", "Zanzibarproject", "<p>Quetzalcoatl pays the bill.</p>"));
    index.flush();
    const file = indexFile(dir);
    const bytes = () => readFileSync(file).toString("latin1").toLowerCase();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(bytes()).toContain("quetzalcoatl");
    const packed = index.db.get("SELECT passages FROM texts WHERE id = 51")?.passages;
    const text = Buffer.from(packed instanceof Uint8Array ? packed : []).toString("latin1");
    expect(readFileSync(file).toString("latin1")).toContain(text);
    expect(text.length).toBeGreaterThan(20);
    index.remove("docs", "secret.md");
    for (const gone of ["quetzalcoatl", "zanzibar", "secret.md"]) expect(bytes()).not.toContain(gone);
    expect(readFileSync(file).toString("latin1")).not.toContain(text);
    expect(found(index, "quetzalcoatl")).toEqual([]);
    expect(found(index, "body 7")).toContain("p7");
    index.close();
  });

  test("an update leaves nothing of the text before", () => {
    const dir = folder();
    const index = new AnswerIndex(openIndex(dir));
    index.put("docs", page("a", "A", "<p>Quetzalcoatl</p>"));
    index.flush();
    index.put("docs", page("a", "A", "<p>Something else</p>"));
    index.flush();
    expect(readFileSync(indexFile(dir)).toString("latin1").toLowerCase()).not.toContain("quetzalcoatl");
    expect(found(index, "something")).toEqual(["a"]);
    index.close();
  });

  test.each([
    ["damaged", Buffer.from("no database at all, and long enough to be taken for one".repeat(40))],
    ["empty", Buffer.alloc(0)],
  ])("one that is %s is made anew", (_, content) => {
    const dir = folder();
    new AnswerIndex(openIndex(dir)).close();
    writeFileSync(indexFile(dir), content);
    const index = new AnswerIndex(openIndex(dir));
    index.put("docs", page("a", "A", "<p>Text</p>"));
    expect(found(index, "text")).toEqual(["a"]);
    index.close();
  });

  test("one of another format is made anew, one that is in use is left alone", () => {
    const dir = folder();
    const index = new AnswerIndex(openIndex(dir));
    index.put("docs", page("a", "A", "<p>Text</p>"));
    index.flush();
    index.db.exec("BEGIN EXCLUSIVE");
    const inode = statSync(indexFile(dir)).ino;
    expect(() => openIndex(dir)).toThrow(/in use/);
    expect(statSync(indexFile(dir)).ino).toBe(inode);
    index.db.exec("COMMIT; PRAGMA user_version = 99");
    index.close();
    const anew = new AnswerIndex(openIndex(dir));
    expect(anew.count()).toBe(0);
    anew.close();
  });

  test("any order of writes leaves what the last ones say", () => {
    const ids = fc.constantFrom("a", "b", "c");
    const words = fc.array(fc.constantFrom("red", "green", "blue", "cancelling", "取消", "café"), {
      maxLength: 5,
    });
    const step = fc.oneof(
      fc.record({ do: fc.constant("put" as const), id: ids, words }),
      fc.record({ do: fc.constant("remove" as const), id: ids }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const index = indexOf();
        const model = new Map<string, readonly string[]>();
        for (const one of steps) {
          if (one.do === "put") {
            index.put("docs", page(one.id, one.id, `<p>${one.words.join(" ")}</p>`));
            model.set(one.id, one.words);
          } else {
            index.remove("docs", one.id);
            model.delete(one.id);
          }
        }
        index.flush();
        for (const word of ["red", "green", "blue", "cancel", "取消", "cafe"]) {
          const has = (words: readonly string[]) =>
            words.some((own) => own.replace("é", "e").startsWith(word));
          const wanted = [...model].filter(([, words]) => has(words)).map(([id]) => id);
          expect(found(index, word).sort()).toEqual(wanted.sort());
        }
        index.db.exec("INSERT INTO words (words) VALUES ('integrity-check')");
      }),
    );
  });
});

describe("refresh", () => {
  const row = (externalId: string, fingerprint: string) => ({
    externalId,
    fingerprint,
    title: externalId,
    locale: "en",
    availability: { agent: true, copilot: true },
    state: "live" as const,
    sourceId: 1,
    words: 1,
  });
  const sent = (externalId: string, fingerprint: string): Page => ({
    ...row(externalId, fingerprint),
    html: `<p>fresh ${externalId}</p>`,
    bodyHash: "",
    warnings: [],
  });
  const source = { name: "docs" } as Parameters<typeof refresh>[2][number];

  test("reads only what is missing or other than was sent, and forgets what is not live", async () => {
    const index = indexOf(
      page("same", "same", "<p>same</p>", { fingerprint: "1" }),
      page("old", "old", "<p>old</p>", { fingerprint: "1" }),
      page("gone", "gone", "<p>gone</p>", { fingerprint: "1" }),
    );
    const rows = [row("same", "1"), row("old", "2"), row("new", "1"), row("lost", "1")];
    const ledger = { lineage: "l", serial: () => 7, pages: () => rows } as unknown as Parameters<
      typeof refresh
    >[1];
    const asked: string[] = [];
    const result = await refresh(index, ledger, [source], async function* (_, isWanted) {
      for (const id of ["same", "old", "new", "other"]) {
        if (!isWanted(id)) continue;
        asked.push(id);
        yield { pages: [sent(id, id === "old" ? "3" : "1")] };
      }
    });
    expect(asked).toEqual(["old", "new"]);
    expect(result).toEqual({ read: 2, changed: 1, unread: 1 });
    expect(found(index, "fresh").sort()).toEqual(["new", "old"]);
    expect(found(index, "gone")).toEqual([]);
    expect(index.serial()).toEqual({ lineage: "l", serial: 7 });
  });
});
