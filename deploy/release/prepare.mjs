// Before a release is packed: the version must have its section in the changelog, whose text becomes the notes, and
// package.json learns where the repository is. Writes release/notes.md and package.json; `version` is an output.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const url = process.env.RELEASE_URL ?? "";
if (!/^https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(url)) fail(`RELEASE_URL is not a repository: ${url}`);

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { version } = manifest;
const changelog = readFileSync("CHANGELOG.md", "utf8");
const notes = sectionOf(changelog, version);
if (notes === undefined) fail(`CHANGELOG.md has no section "## [${version}]": name the version there first`);
if (notes === "") fail(`The section "## [${version}]" of CHANGELOG.md is empty`);

const filled = {
  ...manifest,
  repository: { type: "git", url: `git+${url}.git` },
  homepage: `${url}#readme`,
  bugs: { url: `${url}/issues` },
};
writeFileSync("package.json", `${JSON.stringify(filled, undefined, 2)}\n`);
mkdirSync("release", { recursive: true });
writeFileSync("release/notes.md", `${notes}\n`);
if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `version=${version}\n`);

/** The text under a version's heading, to the next heading of that level. */
function sectionOf(text, name) {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`## [${name}]`));
  if (start < 0) return undefined;
  const end = lines.findIndex((line, at) => at > start && line.startsWith("## "));
  return lines
    .slice(start + 1, end < 0 ? undefined : end)
    .join("\n")
    .trim();
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
