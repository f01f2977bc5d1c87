import type { IdentitySet, Permission } from "./schema.ts";

/** One user, group or kind of link that may read something. */
interface Reader {
  /** Ids and login names: answers do not always hold the same ones. */
  readonly keys: readonly string[];
  /** For people. */
  readonly name: string;
}

/** Who may read something. */
export interface Readers {
  readonly all: readonly Reader[];
  /** Somebody else may, and SharePoint does not say who. */
  readonly hasUnnamed: boolean;
}

/** Whether all who may read a library may read an item of it. */
export type Access =
  | { readonly kind: "open" }
  | { readonly kind: "restricted"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Who may read an item, from its effective permissions. SharePoint does not say which of them are inherited, so that items
 * are compared with their library by who may read them. Apps are no readers: they answer nobody.
 * https://learn.microsoft.com/graph/api/resources/permission
 */
export function readersOf(permissions: readonly Permission[]): Readers {
  const all: Reader[] = [];
  let hasUnnamed = false;
  for (const { roles, link, invitation, ...permission } of permissions) {
    if (!canRead(roles) || link?.scope === "existingAccess") continue;
    const granted = [permission.grantedToV2 ?? permission.grantedTo];
    const linked = permission.grantedToIdentitiesV2 ?? permission.grantedToIdentities ?? [];
    const identities = [...granted, ...linked].flatMap((set) => (set ? [set] : []));
    for (const identity of identities) {
      const reader = readerOf(identity);
      if (reader) all.push(reader);
      else hasUnnamed ||= !identity.application;
    }
    if (link?.scope === "anonymous" || link?.scope === "organization")
      all.push({ keys: [`link ${link.scope}`], name: `anyone with a link (${link.scope})` });
    // Who was invited and has not come yet reads nothing.
    else if (identities.length === 0 && !invitation && !link) hasUnnamed = true;
  }
  return { all, hasUnnamed };
}

/** `Limited access` leads to something below, and lets nobody read the item itself. */
const canRead = (roles: readonly string[] | null | undefined): boolean =>
  !roles || roles.some((role) => !/limited/i.test(role));

const kinds = ["group", "user", "siteGroup", "siteUser"] as const;

function readerOf(identity: IdentitySet): Reader | undefined {
  const found = kinds.flatMap((kind) => {
    const { id, loginName, email } = identity[kind] ?? {};
    return [id, loginName, email].flatMap((key) => (key ? [`${kind} ${key}`] : []));
  });
  if (found.length === 0) return undefined;
  const name = kinds.map((kind) => identity[kind]?.displayName).find((one) => one) ?? found[0] ?? "";
  return { keys: found, name };
}

/** Whether all who may read the library may read an item. A doubt on either side is no evidence of anything. */
export function compared(item: Readers, library: Readers): Access {
  if (library.hasUnnamed)
    return { kind: "unknown", reason: "SharePoint does not name all who may read its library" };
  const keys = new Set(item.all.flatMap((reader) => reader.keys));
  const missing = library.all.filter((reader) => !reader.keys.some((key) => keys.has(key)));
  const [first] = missing;
  if (!first) return { kind: "open" };
  if (item.hasUnnamed) return { kind: "unknown", reason: "SharePoint does not name all who may read it" };
  const others = missing.length === 1 ? "" : ` and ${missing.length - 1} more`;
  return {
    kind: "restricted",
    reason: `fewer people may read it than its library: not ${first.name}${others}`,
  };
}
