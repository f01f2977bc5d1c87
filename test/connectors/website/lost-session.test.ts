import { describe, expect, it } from "vitest";
import type { ApiReply, ApiRequest } from "../../../src/connector-kit/testing/index.ts";
import { everyThird } from "../every-third.ts";
import { type Answer, displayed, links, loginForm, page, servedSite, to } from "./served.ts";

const site = servedSite();
const password = "correct-horse-battery";
const names = [..."abcdefghijklmnop"].map((name) => `/${name}`);
/** What is listed besides the closed pages, which are left out by name. */
const all = ["document /", ...names.map((name) => `document ${name}`)];

/** What a visitor without a session is answered, and what it does to the visitor's cookies. */
const refusals: Readonly<Record<string, () => ApiReply>> = {
  "leads to the login": () => to("/in?redirect_to=x&reauth=1"),
  "answers a login page": () => page("Log in", loginForm),
  "answers 403": () => ({ status: 403 }),
  "answers 401 with a new visitor's cookie": () => ({
    status: 401,
    headers: { "set-cookie": "session=visitor; Path=/" },
  }),
};

interface Site {
  readonly refuse: () => ApiReply;
  /** Ends every session before the n-th request of a page. */
  readonly endsBefore: number;
  /** Pages that no account may read. */
  readonly closed?: readonly string[];
  /** Sessions that end before the first page is asked for with them. */
  readonly stillborn?: (login: number) => boolean;
}

/** A site for members: its start leads to half of the pages, and these to the others; four are requested at once. */
async function serve({ refuse, endsBefore, closed = [], stillborn = () => false }: Site) {
  const sessions = new Set<string>();
  let logins = 0;
  let asked = 0;
  const [near, far] = [names.slice(0, 8), names.slice(8)];
  const guarded =
    (reply: ApiReply): Answer =>
    ({ headers, path }: ApiRequest) => {
      asked += 1;
      if (asked === endsBefore) sessions.clear();
      const [, id = ""] = /session=(\w+)/.exec(headers.cookie ?? "") ?? [];
      if (!sessions.has(id)) return refuse();
      return closed.includes(path) ? { status: 403 } : reply;
    };
  const url: string = await site.serve({
    "/in": () => page("Log in", loginForm),
    "/welcome": () => page("Welcome"),
    "/sitemap.xml": () => ({
      headers: { "content-type": "application/xml" },
      body: `<urlset>${["/", ...names, ...closed].map((path) => `<url><loc>${url}${path}</loc></url>`).join("")}</urlset>`,
    }),
    "POST /session": ({ body }) => {
      if (new URLSearchParams(body).get("pass") !== password) return to("/in");
      logins += 1;
      if (!stillborn(logins)) sessions.add(`s${logins}`);
      return { status: 302, headers: { location: "/welcome", "set-cookie": `session=s${logins}; Path=/` } };
    },
    "/": guarded(page("Home", links(...near.slice(0, 3), ...closed, ...near.slice(3)))),
    ...Object.fromEntries(closed.map((path) => [path, guarded(page("Closed"))])),
    ...Object.fromEntries(near.map((name) => [name, guarded(page(name, links(...far)))])),
    ...Object.fromEntries(far.map((name) => [name, guarded(page(name))])),
  });
  const auth = { form: { login_url: `${url}/in`, fields: { user: "reader", pass: password } } };
  return { options: { auth }, logins: () => logins };
}

const places = [1, 2, 4, 6, 9, 13, 17, 20, 22];

describe.each(Object.keys(refusals))("where a site without a session %s", (how) => {
  const refuse = refusals[how] ?? (() => ({ status: 500 }));

  it.each([0, 1, 3].map((count, nth) => [count, nth] as const))(
    "a session lost before any request is renewed, beside %i pages for others",
    async (count, nth) => {
      const closed = [...Array(count).keys()].map((index) => `/closed${index}`);
      for (const endsBefore of everyThird(places, nth)) {
        const { options, logins } = await serve({ refuse, endsBefore, closed });
        const what = `session lost before request ${endsBefore}`;
        const leftOut = closed.map((path) => `left out ${path}`);
        expect.soft(displayed(await site.list(options)).sort(), what).toEqual([...all, ...leftOut]);
        expect.soft(logins(), what).toBeLessThanOrEqual(6);
        await site.close();
      }
    },
  );

  it("a session that ends as soon as it is renewed is renewed again", async () => {
    const { options } = await serve({
      refuse,
      endsBefore: 5,
      closed: ["/closed"],
      stillborn: (login) => login === 2,
    });
    expect(displayed(await site.list(options)).sort()).toEqual([...all, "left out /closed"]);
  });

  it("sessions that never last again end in gaps that say so", async () => {
    const { options, logins } = await serve({ refuse, endsBefore: 6, stillborn: (login) => login > 1 });
    const entries = await site.list(options);
    const missed = all.filter((line) => !displayed(entries).includes(line));
    const reasons = entries.flatMap((entry) => (entry.kind === "gap" ? [entry.reason] : []));
    expect(missed.length).toBeGreaterThan(0);
    expect(reasons.join("\n")).toContain("no session lasts");
    expect(logins()).toBeLessThanOrEqual(8);
  });
});

it("the pages of a sitemap are read with a renewed session as well", async () => {
  const refuse = () => to("/in");
  for (const endsBefore of everyThird(places, 0)) {
    const closed = ["/closed1", "/closed2", "/closed3"];
    const { options } = await serve({ refuse, endsBefore, closed });
    const listed = displayed(await site.list({ ...options, sitemap: true })).sort();
    const leftOut = closed.map((path) => `left out ${path}`);
    expect.soft(listed, `session lost before request ${endsBefore}`).toEqual([...all, ...leftOut]);
    await site.close();
  }
});
