// Whether words name a document that may not be named where they stand.

/** As people compare titles: without regard to case, spaces and compatible spellings. */
const plain = (text: string): string => text.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();

/** A shorter title is found in too many other texts. */
const MIN_TITLE_LENGTH = 8;

/** Whether a link's label is the title of the document that it leads to, or contains it. */
export function namesTitle(label: string, title: string): boolean {
  const [words, name] = [plain(label), plain(title)];
  return name !== "" && (words === name || (name.length >= MIN_TITLE_LENGTH && words.includes(name)));
}

const fileWords = (target: string): string => {
  const path = target.replace(/[?#].*$/s, "").replace(/\/+$/, "");
  return plain(
    path
      .slice(path.lastIndexOf("/") + 1)
      .replace(/\.[A-Za-z0-9]{1,8}$/, "")
      .replace(/[-_+]+|%20/g, " "),
  );
};

/** The same, and whether the label is the link's target, or the name of the file or page in it. */
export function namesTarget(label: string, titles: readonly string[], target: string): boolean {
  const words = plain(label).replace(/[-_]+/g, " ");
  if (words === "") return false;
  const isTarget = plain(target).includes(plain(label)) && /[/.]/.test(label);
  if (titles.some((title) => namesTitle(label, title))) return true;
  return words === fileWords(target) || isTarget || label.includes("://");
}
