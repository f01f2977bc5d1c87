import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cachedFolder } from "./folders.ts";

/** Changes whenever the documents made here do, so that no cached older ones are used. */
const generation = 3;

/** A work tree whose last commit changes one document, and how many documents it has. */
export interface DocsRepo {
  readonly folder: string;
  readonly documents: number;
  /** The document that the last commit changed. */
  readonly changed: string;
}

/** A folder has about a thousand documents: git's import takes time by the square of a folder's entries. */
export function pathOf(at: number): string {
  const volume = Math.floor(at / 100_000);
  const guides = volume === 0 ? "guides" : `guides-${volume}`;
  return `${guides}/section-${at % 97}/page-${String(at).padStart(6, "0")}.md`;
}

/** The number of the document with this path. */
export const numberOf = (file: string): number => Number(/(\d+)\.md$/.exec(file)?.[1]);

/** A committed docs repository of Markdown files of about 1.5 kB, made once and kept between runs. */
export async function docsRepo(documents: number): Promise<DocsRepo> {
  const folder = await cachedFolder(`docs-${generation}-${documents}`, async (draft) => {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: draft, stdio: ["ignore", "pipe", "inherit"] });
    git("init", "-q", "-b", "main");
    await imported(draft, documents);
    git("reset", "-q", "--hard", "main");
  });
  return { folder, documents, changed: pathOf(changedIn(documents)) };
}

/** `git fast-import` takes 100,000 files in seconds (https://git-scm.com/docs/git-fast-import). */
async function imported(folder: string, documents: number): Promise<void> {
  // One pack without deltas and compression, which take longer than everything else.
  const args = [
    "-c",
    "core.compression=0",
    "-c",
    "pack.compression=0",
    "fast-import",
    "--quiet",
    "--depth=0",
  ];
  const child = spawn("git", args, { cwd: folder, stdio: ["pipe", "ignore", "inherit"] });
  const closed = once(child, "close");
  let pending = "";
  const send = async (text: string) => {
    pending += text;
    if (pending.length < WRITE_LENGTH) return;
    const full = !child.stdin.write(pending);
    pending = "";
    if (full) await once(child.stdin, "drain");
  };
  const who = "committer Bench <bench@example.com> 1750000000 +0000";
  await send(`commit refs/heads/main\nmark :1\n${who}\ndata 5\nfirst\n`);
  for (let at = 0; at < documents; at += 1) await send(file(pathOf(at), documentText(at, documents)));
  const one = changedIn(documents);
  await send(`\ncommit refs/heads/main\nmark :2\n${who}\ndata 4\nedit\nfrom :1\n`);
  await send(file(pathOf(one), committedText(one, documents)));
  child.stdin.end(`${pending}\ndone\n`);
  await closed;
  if (child.exitCode !== 0) throw new Error(`git fast-import ended with ${child.exitCode}`);
}

/** Characters that are sent to git in one write. */
const WRITE_LENGTH = 1_000_000;

const changedIn = (documents: number): number => Math.floor(documents / 2);

/** A document's text after the last commit. */
export const committedText = (at: number, documents: number): string =>
  at === changedIn(documents)
    ? `${documentText(at, documents)}\nOne more paragraph, about refunds.\n`
    : documentText(at, documents);

const file = (name: string, text: string): string =>
  `M 100644 inline ${name}\ndata ${Buffer.byteLength(text)}\n${text}\n`;

const words =
  "account admin answer before button change connect customer data delete draft email export field filter group history import invoice label limit message network notice number option order owner page payment plan report request result rule search setting shipment source status step store tag team template token update user value webhook workspace".split(
    " ",
  );

/** A sentence that is the same for the same number on every machine. */
function sentence(seed: number): string {
  let state = (seed + 1) * 2_654_435_761;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return words[Math.floor((state / 4_294_967_296) * words.length)] ?? "";
  };
  const text = Array.from({ length: 12 }, next).join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A typical page of documentation: front matter, headings, links to two other pages, a list, code, a table. */
export function documentText(at: number, documents: number): string {
  const s = (n: number) => sentence(at * 40 + n);
  const link = (to: number) => path.posix.relative(path.posix.dirname(pathOf(at)), pathOf(to));
  return `---
title: How to ${sentence(at).slice(0, 40).trim().toLowerCase()} (${at})
---

${s(1)} ${s(2)} See [the step before](${link((at + documents - 1) % documents)}) and [the next](${link((at + 1) % documents)}).

## Before you begin

${s(3)} ${s(4)} **${s(5)}**

- ${s(6)}
- ${s(7)}
- ${s(8)}

## Steps

${s(9)} ${s(10)}

\`\`\`bash
parcel orders export --id ${at} --format csv
\`\`\`

| Field | Meaning |
| --- | --- |
| id | ${s(11)} |
| state | ${s(12)} |

> ${s(13)}
`;
}

/** Writes a configuration for the repository; returns its file. The state folder is beside it. */
export function writeConfig(folder: string, repo: DocsRepo, baseUrl: string, source?: string): string {
  mkdirSync(folder, { recursive: true });
  const name = path.join(folder, "config.yaml");
  writeFileSync(
    name,
    `intercom:
  token: emulator-token
  base_url: ${baseUrl}
audit: weekly
sources:
  docs:
    connector: docs-repo
    url: ${sourceUrl}
    visible_to: customers
    ${source ?? `path: ${repo.folder}`}
    page_url: "https://docs.example.com/{slug}"
`,
  );
  return name;
}

export const sourceUrl = "https://docs.example.com";
