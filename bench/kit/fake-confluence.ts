import { type Fake, partOf, textOf } from "./source-fakes.ts";

const version = { number: 1, createdAt: "2026-05-04T10:00:00.000Z", when: "2026-05-04T10:00:00.000Z" };
const anyone = { restrictions: { user: { results: [], size: 0 }, group: { results: [], size: 0 } } };
const details = { metadata: { labels: { results: [] } }, restrictions: { read: anyone } };

/** A space of plain pages. v2 gives storage format alone for several ids; searches give 25 with renderings (50 on Data Center). */
export function fakeConfluence(documents: number, edition: "cloud" | "data-center"): Fake {
  const isCloud = edition === "cloud";
  const ids = Array.from({ length: documents }, (_, at) => String(at + 100));
  const known = new Set(ids);
  const item = (id: string) => ({
    id,
    type: "page",
    status: "current",
    title: `Guide ${id}`,
    spaceId: "1",
    space: { key: "HELP" },
    version,
    ancestors: [],
    _links: { webui: `/spaces/HELP/pages/${id}` },
  });
  const bodies = (id: string, wanted: string) => ({
    ...(/storage/.test(wanted) ? { storage: { value: textOf(Number(id)) } } : {}),
    ...(/export_view/.test(wanted) ? { export_view: { value: textOf(Number(id)) } } : {}),
  });
  const part = <T>(all: readonly T[], query: URLSearchParams, most: number, path: string) => {
    const size = Math.min(Number(query.get("limit") ?? 25), most);
    const start = Number(query.get("cursor") ?? query.get("start") ?? 0);
    const { items, next } = partOf(all, start, size);
    const place = isCloud ? "cursor" : "start";
    const links = next === undefined ? {} : { next: `${path}?${place}=${next}&limit=${size}` };
    return { results: items, ...(isCloud ? {} : { start, limit: size }), _links: links };
  };

  return {
    config: (url) => [
      "connector: confluence",
      `base_url: ${url}${isCloud ? "/wiki" : ""}`,
      `edition: ${edition}`,
      "auth: {bearer: bench}",
      "spaces: [HELP]",
    ],
    answer({ path, query }) {
      const place = path.replace(/^\/wiki/, "");
      if (place === "/rest/api/user/current") return { type: "known", displayName: "Bench" };
      if (place === "/api/v2/spaces")
        return part([{ id: "1", key: "HELP", status: "current" }], query, 250, path);
      if (place === "/rest/api/space/HELP") return { key: "HELP", status: "CURRENT" };
      const isCurrent = (query.get("status") ?? "current") === "current";
      if (place === "/api/v2/spaces/1/pages") return part(isCurrent ? ids.map(item) : [], query, 250, path);
      if (place === "/rest/api/content")
        return part(isCurrent ? ids.map((id) => ({ ...item(id), ...details })) : [], query, 100, path);
      if (place === "/rest/api/content/search") {
        const wanted = /^id in \(([\d,]+)\)$/.exec(query.get("cql") ?? "")?.[1]?.split(",") ?? [];
        const expand = query.get("expand") ?? "";
        const hasBodies = expand.includes("body.");
        const found = wanted
          .filter((id) => known.has(id))
          .map((id) => ({ ...item(id), ...details, ...(hasBodies ? { body: bodies(id, expand) } : {}) }));
        return part(found, query, hasBodies ? (isCloud ? 25 : 50) : 200, path);
      }
      const format = query.get("body-format") ?? query.get("expand") ?? "";
      if (place === "/api/v2/pages") {
        const wanted = (query.get("id") ?? "").split(",").filter((id) => known.has(id));
        if (format !== "storage") return undefined;
        return part(
          wanted.map((id) => ({ ...item(id), body: bodies(id, format) })),
          query,
          250,
          path,
        );
      }
      const id = /^\/(?:api\/v2\/pages|rest\/api\/content)\/(\d+)$/.exec(place)?.[1];
      return id !== undefined && known.has(id) ? { ...item(id), body: bodies(id, format) } : undefined;
    },
  };
}
