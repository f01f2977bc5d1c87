/** Where links lead whose address begins with an attribute that only the site's build defines; no such host can exist (RFC 2606). */
export const unknownSite = "https://attribute.invalid/";

/** What Antora knows of a page and its site: https://docs.antora.org/antora/latest/page/intrinsic-attributes/ */
const ofTheBuild = /^(?:page|site|antora)-/;

/** What stands in the place of attributes that nothing here defines, and what is said of each. */
export interface StandIns {
  readonly attributes: Readonly<Record<string, string>>;
  describe(name: string): string;
}

/**
 * A build's configuration may define attributes that its text lacks (Antora's playbook, Gradle's `asciidoctor` task). Where one
 * begins a link's address (`{api-url}org/Foo.html[Foo]`) the link's text stays; what Antora fills in is left out. Others stay as
 * they are written, because `{id}` may be what the author means.
 *
 * @param missing names, in lower case
 * @param texts the document and what it includes
 */
export function standIns(missing: ReadonlySet<string>, texts: readonly string[]): StandIns {
  const attributes = Object.fromEntries(
    [...missing].flatMap((name) =>
      beginsLink(name, texts) ? [[name, unknownSite]] : ofTheBuild.test(name) ? [[name, ""]] : [],
    ),
  );
  return { attributes, describe: (name) => outcomes(attributes[name]) };
}

const outcomes = (value: string | undefined): string =>
  value === undefined
    ? "it stands on the page as it is written"
    : value === unknownSite
      ? "of links that begin with it the text is kept"
      : "it was left out: the site's build fills it in";

function beginsLink(name: string, texts: readonly string[]): boolean {
  const link = new RegExp(String.raw`(?<!\\)\{${name}\}[^\s[\]{}<>]{0,1000}\[`, "i");
  return texts.some((text) => link.test(text));
}

/** Whether a link's address is one whose beginning is not known. */
export const isUnknownSite = (target: string): boolean => target.startsWith(unknownSite);

/** A text without beginnings of addresses that are not known: no macro may have taken them for its target. */
export const withoutUnknownSite = (text: string): string => text.replaceAll(unknownSite, "");
