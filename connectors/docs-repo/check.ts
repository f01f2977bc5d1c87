import { checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { pageUrl } from "../../src/connector-kit/page-url.ts";
import { FinIngestError } from "../../src/errors.ts";
import { git, gitText } from "../../src/git/git.ts";
import type { Catalogue } from "./catalogue.ts";
import { readCatalogue } from "./list-files.ts";
import { FactReader } from "./metadata.ts";
import { openSnapshot } from "./open.ts";
import type { DocsRepoOptions } from "./options.ts";
import { remoteOf } from "./remote-address.ts";
import { countingSelector } from "./select.ts";

/** Checks what a listing needs, in the order in which it needs it; stops where the next step cannot work. */
export async function check(options: DocsRepoOptions, io: Io): Promise<CheckResult[]> {
  const { results, attempt, ok } = checklist(io.signal);
  const step = async <T>(what: string, act: () => Promise<T>, detail: (found: T) => string) => {
    const found = await attempt(what, undefined, act);
    if (found !== undefined) ok(what, detail(found));
    return found;
  };
  const { repository } = options;
  if (repository !== undefined) {
    const version = () => gitText(["version"], { cwd: io.baseDir, signal: io.signal });
    if (!(await step("git", version, (text) => text))) return results;
    const reached = await step(
      "repository",
      () => lsRemote(options, repository, io),
      (detail) => detail,
    );
    if (reached === undefined) return results;
  }
  const snapshot = await step(
    repository === undefined ? "folder" : "fetch",
    () => openSnapshot(options, io),
    ({ name }) => name,
  );
  if (snapshot === undefined) return results;
  const { selects, wikiParts } = countingSelector(options);
  const read = () => readCatalogue(snapshot, new FactReader(snapshot, io), options, io, selects);
  const catalogue = await step("files", read, ({ documents }) => `${documents.size} selected`);
  if (wikiParts.size > 0)
    results.push({
      what: "wiki",
      result: "ok",
      detail: `${[...wikiParts].join(", ")}: a part of every page, not a document`,
    });
  if (catalogue !== undefined) results.push(...catalogueResults(catalogue, options));
  return results;
}

async function lsRemote(options: DocsRepoOptions, repository: string, io: Io): Promise<string> {
  const { address, displayed, config, isPlainHttp } = await remoteOf(options, repository, io);
  const run = { cwd: io.baseDir, signal: io.signal, timeoutMs: 60_000, config, isPlainHttp };
  const refs = (await git(["ls-remote", "--quiet", "--", address], run)).toString("utf8").split("\n");
  const ref = options.ref ?? "HEAD";
  const names = refs.map((line) => line.split("\t")[1] ?? "");
  const isThere = [ref, `refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`].some((name) =>
    names.includes(name),
  );
  if (isThere || /^[0-9a-f]{40,64}$/.test(ref))
    return `${displayed} answers; ${ref === "HEAD" ? "default branch" : ref} found`;
  throw new FinIngestError(`${displayed} has no branch or tag ${ref}`, {
    hint: `Check \`ref\`. Branches: ${branches(names).join(", ") || "none"}.`,
  });
}

function branches(names: readonly string[]): string[] {
  const found = names.flatMap((name) => /^refs\/heads\/(.*)$/.exec(name)?.[1] ?? []);
  return found.length > 10 ? [...found.slice(0, 10), `${found.length - 10} more`] : found;
}

/** What the selected documents are. */
function catalogueResults(
  { documents, overrides, duplicateIds, gaps }: Catalogue,
  options: DocsRepoOptions,
): CheckResult[] {
  const { include, exclude, page_url } = options;
  const results: CheckResult[] = [];
  if (documents.size === 0) {
    results.push({
      what: "documents",
      result: "failed",
      detail: `include ${include.join(", ")} and exclude ${exclude.join(", ")} select no document`,
      hint: "Globs are relative to the folder; folders whose names start with a dot must be named.",
    });
    return results;
  }
  const unpublished = [...overrides.values()].filter((override) => override.unpublished).length;
  results.push({
    what: "documents",
    result: duplicateIds.size + gaps.length === 0 ? "ok" : "failed",
    detail: `${documents.size} documents, ${unpublished} of them unpublished (drafts), ${gaps.length} unreadable, ${duplicateIds.size} ids used twice`,
    hint:
      duplicateIds.size === 0
        ? undefined
        : `Give each document its own id: ${[...duplicateIds.values()][0]?.join(", ")}`,
  });
  const first = documents.keys().next().value ?? "";
  results.push({
    what: "page_url",
    result: "ok",
    detail:
      page_url === undefined
        ? "not given: Fin answers without citing a page"
        : `${first} → ${pageUrl(page_url, first, overrides.get(first)?.slug)}`,
  });
  return results;
}
