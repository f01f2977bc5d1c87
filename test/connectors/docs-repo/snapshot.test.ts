import { appendFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sizeKey } from "../../../connectors/docs-repo/known-listing.ts";
import { Place } from "./repo.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
  place.write({
    "docs/a.md": "# A\n\n!include\n",
    "docs/b.md": "# B\n",
    "docs/_includes/note.txt": "A note.\n",
    "other/c.md": "# C\n",
  });
});
afterEach(() => place.close());

/** What the listing is called, and how many entries follow when it is known and when it is not. */
async function asked(extra: Readonly<Record<string, unknown>> = {}) {
  let mark: string | undefined;
  const ask = (isKnown: boolean) => (said: string) => {
    mark = said;
    return isKnown;
  };
  const known = await place.list(extra, { isUnchanged: ask(true) });
  const unknown = await place.list(extra, { isUnchanged: ask(false) });
  return { mark, known: known.length, unknown: unknown.length };
}

it.each<[string, Readonly<Record<string, unknown>>]>([
  ["a folder in a work tree", { path: "." }],
  ["a repository", { repository: "." }],
])(
  "%s: a listing that is known has no entries; every change of a file, read or included, renames it",
  async (_, where) => {
    place.write({ ".gitignore": ".cache\n" });
    place.commit("first", ".");
    const first = await asked(where);
    expect(first).toEqual({ mark: expect.stringMatching(/^[0-9a-f]{64}$/), known: 0, unknown: 3 });
    expect(await asked(where)).toEqual(first);
    place.commit("nothing", ".");
    expect((await asked(where)).mark).toBe(first.mark);

    const marks = new Set([first.mark]);
    for (const change of [
      () => place.write({ "docs/a.md": "# A\n\nOther.\n" }),
      () => place.write({ "docs/_includes/note.txt": "Another note.\n" }),
      () => place.write({ "docs/new.md": "# New\n" }),
      () => place.remove("docs/b.md"),
    ]) {
      change();
      place.commit("change", ".");
      marks.add((await asked(where)).mark);
    }
    expect(marks.size).toBe(5);
  },
);

it.each<[string, Readonly<Record<string, unknown>>]>([
  ["a folder in a work tree", { path: "." }],
  ["a repository", { repository: "." }],
])(
  "%s: a large listing is recognised by the same mark and says the same of its patterns",
  async (_, where) => {
    place.write({ ".gitignore": ".cache\n", "docs/x.txt": "x\n", "docs/image.png": "" });
    place.commit("first", ".");
    place.write({ "docs/b.md": "# B, edited\n", "docs/A.md": "# Another\n" });
    const options = { ...where, include: ["docs/**", "none/**"], exclude: ["**/*.txt", "**/_*/**"] };
    const listing = async (size: string, isKnown: boolean) => {
      const marks: string[] = [];
      const said = new Map<string, number>();
      const entries = await place.list(options, {
        isUnchanged: (mark) => marks.push(mark) > 0 && isKnown,
        selected: (pattern, documents) => void said.set(pattern, documents),
        cache: { get: (key) => (key === sizeKey ? size : undefined), set: () => {} },
      });
      return { marks: new Set(marks), said, entries: entries.length };
    };
    const usual = await listing("usual", true);
    expect(usual.said.get("include[0]")).toBeGreaterThan(0);
    expect(usual.said.get("exclude[0]")).toBe(2);
    expect(await listing("large", true)).toEqual(usual);
    const read = await listing("large", false);
    expect(read).toEqual(await listing("usual", false));
    expect(read.entries).toBeGreaterThan(0);
  },
);

it("a listing that is no longer large is taken as every other from the next time on", async () => {
  place.commit("first", ".");
  const said: string[] = [];
  const cache = {
    get: (key: string) => (key === sizeKey ? "large" : undefined),
    set: (key: string, value: string) => void (key === sizeKey && said.push(value)),
  };
  await place.list({}, { cache });
  expect(said).toEqual(["usual"]);
});

it("only what stands below the folder counts", async () => {
  place.commit("first", ".");
  const { mark } = await asked();
  place.write({ "other/c.md": "# Other\n" }).commit("elsewhere", ".");
  expect((await asked()).mark).toBe(mark);
});

it.each<[string, () => unknown]>([
  ["an edited document", () => appendFileSync(path.join(place.root, "docs/a.md"), "More.\n")],
  ["an edited include", () => appendFileSync(path.join(place.root, "docs/_includes/note.txt"), "More.\n")],
  ["an untracked file", () => place.write({ "docs/_includes/new.txt": "New.\n" })],
  ["a deleted file", () => place.remove("docs/b.md")],
])("%s: a work tree that is not as it was committed is not called anything", async (_, change) => {
  place.commit();
  place.settleTimes("docs");
  place.git(["status"]);
  expect((await asked()).mark).toBeDefined();
  change();
  const edited = await asked();
  expect(edited.mark).toBeUndefined();
  expect(edited.known).toBe(edited.unknown);
});

it("a plain folder is not called anything", async () => {
  expect(await asked()).toEqual({ mark: undefined, known: 2, unknown: 2 });
});
