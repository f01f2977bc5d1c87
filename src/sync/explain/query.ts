import { editDistance } from "../../config/errors/suggest.ts";
import { parseUrl } from "../../http/url.ts";

/** What a document is called, by its source and by the ledger. */
export interface DocumentNames {
  readonly externalId: string;
  readonly path?: string | undefined;
  readonly url?: string | undefined;
  readonly title?: string | undefined;
}

/** What people call a document: its external id, its path, its address or its title. */
export interface DocumentQuery {
  /** How surely a document is meant: the least is the surest, equal ones are as sure; undefined: it is not meant. */
  rankOf(names: DocumentNames): number | undefined;
  /** How near a name is that is not it: the least is the nearest; undefined: not near. */
  distanceTo(names: DocumentNames): number | undefined;
}

const ranks = { id: 0, path: 1, url: 2, address: 3, title: 4, below: 5 } as const;

export function documentQuery(text: string): DocumentQuery {
  const wanted = text.trim().normalize("NFC");
  const path = wanted.replace(/^(?:\.?\/)+/, "");
  const address = addressKey(wanted);
  const title = folded(wanted);
  return {
    rankOf({ externalId, ...names }) {
      if (externalId === text || externalId.normalize("NFC") === wanted) return ranks.id;
      const own = names.path?.normalize("NFC");
      if (own !== undefined && own === path) return ranks.path;
      if (names.url !== undefined && names.url === wanted) return ranks.url;
      if (address !== undefined && names.url !== undefined && addressKey(names.url) === address)
        return ranks.address;
      if (names.title !== undefined && folded(names.title) === title) return ranks.title;
      // A path from the working folder, as shells complete it: of several, the longest is meant.
      if (own !== undefined && own !== "" && path.endsWith(`/${own}`))
        return ranks.below + 1 - own.length / path.length;
      return undefined;
    },
    distanceTo({ externalId, path: own, url, title: named }) {
      const candidates = [externalId, own, own && lastOf(own), url && lastOf(url), named];
      const distances = candidates.flatMap((name) =>
        name ? (distanceBetween(title, folded(name)) ?? []) : [],
      );
      return distances.length === 0 ? undefined : Math.min(...distances);
    },
  };
}

/** The same for two spellings of one address: a part's anchor and a final slash do not count. */
function addressKey(text: string): string | undefined {
  const url = parseUrl(text);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return `${url.host}${url.pathname.replace(/\/+$/, "")}${url.search}`;
}

/** Longer names are cut: a typing mistake shows at the beginning, too, and the comparison grows with the square. */
const MAX_LENGTH = 64;
/** Shorter words are contained in too many names. */
const MIN_CONTAINED = 3;
/** Letters that a contained name leaves out weigh less than letters that are wrong. */
const LETTERS_PER_MISTAKE = 4;

const folded = (name: string): string => name.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
const lastOf = (path: string): string => path.replace(/\/+$/, "").replace(/^.*\//s, "");

function distanceBetween(wanted: string, name: string): number | undefined {
  if (wanted === name) return 0;
  const [short, long] = wanted.length < name.length ? [wanted, name] : [name, wanted];
  if (short.length >= MIN_CONTAINED && long.includes(short))
    return 1 + (long.length - short.length) / LETTERS_PER_MISTAKE;
  const [a, b] = [wanted.slice(0, MAX_LENGTH), name.slice(0, MAX_LENGTH)];
  const allowed = Math.max(1, Math.floor(a.length / 3));
  if (Math.abs(a.length - b.length) > allowed) return undefined;
  const distance = editDistance(a, b);
  return distance <= allowed ? 1 + distance : undefined;
}
