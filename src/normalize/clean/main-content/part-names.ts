import { lru } from "../../../html/lru.ts";
import { boilerplateWords, doubtfulWords, invitingWords } from "./boilerplate.ts";

const named = (some: readonly string[]) => new RegExp(`(?:^|[\\s_-])(?:${some.join("|")})(?=$|[\\s_-])`);
/** Names in kebab case that hint at boilerplate, of every kind. */
export const words = named([...boilerplateWords, ...doubtfulWords, ...invitingWords]);
/** Those that builders of pages give to nothing else. */
export const sureWords = named(boilerplateWords);
export const inviting = named(invitingWords);

/** CSS tools append a hash to class names, which may contain any short word. */
const hash = /_(?=[\w+-]*[A-Z0-9])[\w+-]{4,5}(?=\s|$)/g;

/** `has-sidebar`, `anchorTargetStickyNavbar`, `group/menu`, `lg:sidebar`: how a part stands to another one, or to the screen. */
const relation =
  /(?<=^|\s)(?:\S{0,80}[:/[]\S{0,200}|(?:[\w-]{0,80}-)?(?:has|with(?:out)?|no(?!-print)|hides?|shows?|beside|below|under|target|offset)-[\w-]{0,80})(?=\s|$)/g;

/** Class names and ids in kebab case, without what says nothing of the part itself. */
export function kebab(names: string): string {
  return names
    .replace(hash, "")
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(relation, "");
}

export const isBoilerplateClass = lru((names) => words.test(kebab(names)));
