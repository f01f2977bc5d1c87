import picomatch from "picomatch";
import { documentIdOf } from "../../ledger/external-ids.ts";
import type { Hit } from "../rank/search.ts";

interface Named extends Pick<Hit, "externalId"> {
  readonly path?: string | undefined;
  readonly url?: string | undefined;
}

/**
 * Whether a page is one that a question file names: by its id, its document's id, its path in the source (with or
 * without extension, or a glob), or its address. Of a document that is split into pages, each is the document's.
 */
export function namesPage(name: string): (page: Named) => boolean {
  if (/^https?:\/\//i.test(name)) {
    const wanted = comparable(name);
    return ({ url }) => url !== undefined && comparable(url) === wanted;
  }
  const plain = name.replace(/^\.?\//, "");
  const glob = /[*?{[]/.test(plain) ? picomatch(plain, { dot: true }) : undefined;
  return ({ externalId, path }) => {
    const names = [externalId, documentIdOf(externalId), path].filter((one) => one !== undefined);
    return names.some(
      (one) => one === plain || one === name || withoutExtension(one) === plain || glob?.(one),
    );
  };
}

const withoutExtension = (path: string): string => path.replace(/\.[a-z]{2,8}$/i, "");

/** An address without what people vary when they mean the same: scheme, last slash, fragment. */
function comparable(address: string): string {
  try {
    const { host, pathname, search } = new URL(address);
    return `${host}${pathname.replace(/\/+$/, "")}${search}`.toLowerCase();
  } catch {
    return address;
  }
}
