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

/** A file's name as a title: `how-to_reset.md` → "How to reset", `guide/README.md` → "Guide". Other names stay. */
export function titleOfName(name: string): string {
  if (!isFileName(name)) return name;
  const [file = "", folder] = name.split("/").reverse();
  const stem = stemOf(file);
  const words = (ofFolder.test(stem) && folder ? folder : stem)
    .replaceAll(/%20|[-_+\s]+/g, " ")
    .trim()
    .replace(/^_+|^\d{1,4}[ .]+(?=\p{L})/u, "");
  return words.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** Whether a file's name is written as a title, as wikis do: `Getting-Started.md`, `Home.md`, and each file of wikitext. */
export function isTitleName(name: string): boolean {
  if (/\.(?:mediawiki|wiki)$/i.test(name)) return true;
  return isFileName(name) && /^(?:Home|\p{Lu}[\p{L}\p{N}.]*(?:-[\p{L}\p{N}.&]+)+)$/u.test(stemOf(name));
}

function stemOf(file: string): string {
  return file.replace(/(?:\.openapi)?\.[^.]+$/i, "");
}
