import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, vi } from "vitest";
import { CommitSnapshot } from "../../../connectors/docs-repo/commit.ts";
import { FolderSnapshot } from "../../../connectors/docs-repo/folder.ts";
import { docsRepo } from "../../../connectors/docs-repo/index.ts";
import { WorkTreeSnapshot } from "../../../connectors/docs-repo/work-tree.ts";
import { describeConnector, type Fixture } from "../../../src/connector-kit/testing/index.ts";
import { Place } from "./repo.ts";

const fixtures = path.resolve(import.meta.dirname, "../../fixtures/connectors/docs-repo");
const token = "s3cr3t-deploy-token";
const refused = [
  {},
  { path: "docs", repository: "https://git.example.com/docs.git" },
  { path: "docs", page_url: "/{slug}" },
  { path: "docs", token },
  { repository: `https://someone:${token}@git.example.com/docs.git` },
];

afterEach(() => {
  vi.restoreAllMocks();
});

/** The sample documents in a place; `settle` is told which file changed, "." for all. */
function sample(
  options: (place: Place) => Record<string, unknown>,
  settle: (place: Place, file: string) => void,
) {
  return async (): Promise<Fixture> => {
    const place = new Place();
    const docs = path.join(place.root, "docs");
    cpSync(fixtures, docs, { recursive: true });
    settle(place, ".");
    const reads = [CommitSnapshot, FolderSnapshot, WorkTreeSnapshot].map((kind) =>
      vi.spyOn(kind.prototype, "read"),
    );
    const change = (file: string, from: string, to: string) => {
      const text = readFileSync(path.join(docs, file), "utf8");
      if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
      writeFileSync(path.join(docs, file), text.replace(from, to));
      settle(place, file);
    };
    const given = { page_url: "https://docs.example.com/{slug}", ...options(place) };
    return {
      options: given,
      baseDir: place.root,
      secrets: [token],
      refused,
      broken: [
        { path: "nowhere" },
        { ...given, include: ["**/*.nothing.md"] },
        { repository: "nowhere.git" },
        { repository: "https://localhost:1/docs.git", token },
      ],
      retitle: async () => change("guide/install.md", "title: Install", "title: Set up"),
      edit: async () => {
        change("guide/install.md", "Run the installer.", "Run the new installer.");
        return "guide/install.md";
      },
      remove: async () => {
        rmSync(path.join(docs, "Größen.md"));
        settle(place, ".");
        return "Größen.md";
      },
      bodyReads: () => reads.reduce((sum, { mock }) => sum + mock.calls.length, 0),
      close: async () => place.close(),
    };
  };
}

const inFolder = sample(
  () => ({ path: "docs" }),
  (place, file) => place.settleTimes(path.join("docs", file)),
);
const inWorkTree = sample(
  () => ({ path: "docs" }),
  (place) => void place.commit(),
);
const fromRemote = sample(
  (place) => ({ repository: pathToFileURL(path.join(place.root, "docs")).href }),
  (place) => void place.commit(),
);

describeConnector("docs-repo in a plain folder", docsRepo, inFolder);
describeConnector("docs-repo in a git work tree", docsRepo, inWorkTree);
describeConnector("docs-repo from a git remote", docsRepo, fromRemote);
