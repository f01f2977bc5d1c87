import { renameSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { confirm } from "../../../connectors/docs-repo/confirm.ts";
import { Place } from "./repo.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  place.close();
});
const ask = (externalId: string, extra: Readonly<Record<string, unknown>> = {}) =>
  confirm(place.options(extra), place.again(), externalId);

it.each(["folder", "git"])("distinguishes what exists from what is gone (%s)", async (kind) => {
  place.write({
    "docs/a.md": "a",
    "docs/b.md": "---\nid: b\n---\n",
    "docs/draft.md": "---\ndraft: true\n---\n",
  });
  if (kind === "git") place.commit();
  expect(await ask("a.md")).toBe("present");
  expect(await ask("b")).toBe("present");
  expect(await ask("draft.md")).toBe("present");
  expect(await ask("c.md")).toBe("gone");
  expect(await ask("old-id")).toBe("gone");
  expect(await ask("b.md")).toBe("gone"); // the file has another id now
  place.remove("docs/a.md");
  expect(await ask("a.md")).toBe("gone");
});

it("is unknown for files that exist but are not listed", async () => {
  place
    .write({ "docs/a.md": "a", "docs/.gitignore": "ignored.md\n", "docs/ignored.md": "i", "docs/_x.md": "x" })
    .commit();
  expect(await ask("ignored.md")).toBe("unknown");
  expect(await ask("_x.md")).toBe("unknown");
  place.write({ "outside.md": "not ours" });
  expect(await ask("../outside.md")).toBe("gone");
});

it("is unknown when the folder, or everything in it, is missing", async () => {
  place.write({ "docs/a.md": "a" });
  place.remove("docs/a.md");
  expect(await ask("a.md")).toBe("unknown");
  renameSync(path.join(place.root, "docs"), path.join(place.root, "unmounted"));
  expect(await ask("a.md")).toBe("unknown");
});

it("is unknown while a part cannot be read", async () => {
  place.write({ "docs/a.md": "a", "docs/b.md": "b\n" }).commit();
  place.git(["checkout", "-q", "-b", "side"]);
  place.write({ "docs/b.md": "side\n" }).commit();
  place.git(["checkout", "-q", "main"]);
  place.write({ "docs/b.md": "main\n" }).commit();
  expect(() => place.git(["merge", "side"])).toThrow();
  expect(await ask("c.md")).toBe("unknown");
});

it("lists once for all questions of a run", async () => {
  place.write({ "docs/a.md": "a", "docs/b.md": "b" });
  const io = place.again();
  expect(await confirm(place.options(), io, "c.md")).toBe("gone");
  place.remove("docs/b.md");
  expect(await confirm(place.options(), io, "b.md")).toBe("present");
  expect(await confirm(place.options(), place.again(), "b.md")).toBe("gone");
});
