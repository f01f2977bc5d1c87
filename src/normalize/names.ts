import { percentDecoded } from "../http/url.ts";
import { mediaTypeOfName } from "./media-types.ts";

/** File names that stand for their folder. */
const ofFolder = /^(?:index|_index|readme)$/i;

/** A document's name by its path: the file's, with its folder's where the file stands for the folder (`guide/index.md`). */
export function documentName(path: string): string {
  const [file = "", folder] = path.split(/[/\\]/).reverse();
  const isNamed = folder !== undefined && folder !== "" && folder !== "." && folder !== "..";
  return isNamed && ofFolder.test(stemOf(file)) ? `${folder}/${file}` : file;
}

/** Whether a name is a file's in a format that is read, and not what a system calls a page. */
export function isFileName(name: string): boolean {
  return mediaTypeOfName(name) !== undefined;
}

/** Before the name of a post or a numbered file. https://jekyllrb.com/docs/posts/ */
const prefix = /^_+|^\d{4} \d\d? \d\d? (?=\p{L})|^\d{1,4}[ .]+(?=\p{L})/u;

/**
 * A file's name as a title: `how-to_reset.md` → "How to reset", `GettingStarted.md` → "Getting Started",
 * `guide/README.md` → "Guide". Other names stay.
 */
export function titleOfName(name: string): string {
  if (!isFileName(name)) return name;
  const [file = "", folder] = name.split("/").reverse();
  const stem = stemOf(file);
  const words = percentDecoded(ofFolder.test(stem) && folder ? folder : stem)
    .replaceAll(/[-_+\s]+/g, " ")
    .trim()
    .replace(prefix, "");
  return withoutHumps(words).replace(/^(?!v\d)\p{Ll}(?!\p{Lu})/u, (letter) => letter.toUpperCase());
}

/** Names with a capital inside, as they are after the capitals parted them. */
const names = new Map(
  (
    "GitHub GitLab JavaScript TypeScript CoffeeScript OAuth OpenAPI OpenID GraphQL PostgreSQL MySQL NoSQL MongoDB " +
    "YouTube LinkedIn PayPal WordPress DevOps WebSocket WebSockets WebHook PowerShell PowerPoint OneDrive SharePoint " +
    "HubSpot DocuSign QuickBooks MailChimp macOS McAfee"
  )
    .split(" ")
    .map((name) => [parted(name), name]),
);

function parted(word: string): string {
  return word.replaceAll(/(?<=\p{Ll}{2}|\d)(?=\p{Lu}\p{L})|(?<=\p{Lu})(?=\p{Lu}\p{Ll}{2})/gu, " ");
}

/** `APIKeysAndOAuth` → "API Keys And OAuth"; a name of several words is written as it is meant. */
function withoutHumps(words: string): string {
  if (words.includes(" ")) return words;
  let line = parted(words);
  for (const [apart, name] of names) line = line.replaceAll(apart, name);
  return line;
}

/** Whether a file's name is written as a title, as wikis do: `Getting-Started.md`, `Home.md`, and each file of wikitext. */
export function isTitleName(name: string): boolean {
  if (/\.(?:mediawiki|wiki)$/i.test(name)) return true;
  return isFileName(name) && /^(?:Home|\p{Lu}[\p{L}\p{N}.]*(?:-[\p{L}\p{N}.&]+)+)$/u.test(stemOf(name));
}

function stemOf(file: string): string {
  return file.replace(/(?:\.openapi)?\.[^.]+$/i, "");
}
