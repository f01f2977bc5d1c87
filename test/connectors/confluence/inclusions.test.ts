import { confluence } from "../../../connectors/confluence/index.ts";
import { describeInclusions, type InclusionFixture } from "../../../src/connector-kit/testing/index.ts";
import { everyThird } from "../every-third.ts";
import { contentIn, type Site } from "./site.ts";
import { cloudSystem, dataCenterSystem, type System } from "./systems.ts";

const title = "Zebracanary limits";
const macro = (name: string, inner = "") =>
  `<ac:structured-macro ac:name="${name}">${inner}</ac:structured-macro>`;
const link = (label = "") => `<ac:link><ri:page ri:content-title="${title}"/>${label}</ac:link>`;
const including = (name: string) => macro(name, `<ac:parameter ac:name="">${link()}</ac:parameter>`);
const slug = title.replaceAll(" ", "+");

interface Way {
  readonly storage: string;
  readonly shown: readonly string[];
  readonly visible?: readonly string[];
  /** Where the page that shows something is: above the other one, or elsewhere. */
  readonly above?: boolean;
  readonly view?: string;
  readonly prepare?: (site: Site) => void;
  readonly attachedFile?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
}

const labelled = (words: string) => link(`<ac:link-body><em>${words}</em></ac:link-body>`);
const page = "107";
const other = "120";

const ways: Readonly<Record<string, Way>> = {
  include: { storage: including("include"), shown: ["Quaggacanary"] },
  "include by space and title": {
    storage: macro("include", `<ac:parameter ac:name="">HB:${title}</ac:parameter>`),
    shown: ["Quaggacanary"],
  },
  "excerpt-include": { storage: including("excerpt-include"), shown: ["Okapicanary"] },
  "an include in an include": {
    storage: macro(
      "include",
      '<ac:parameter ac:name=""><ac:link><ri:page ri:content-title="Leave"/></ac:link></ac:parameter>',
    ),
    shown: ["Quaggacanary"],
    visible: ["Parrotcanary"],
    prepare: (site) => {
      contentIn(site, "102").storage = `<p>Parrotcanary</p>${including("include")}`;
    },
  },
  children: { storage: macro("children"), shown: [title], visible: ["Sick pay"], above: true },
  pagetree: { storage: macro("pagetree"), shown: [title], visible: ["Sick pay"], above: true },
  "a link without a label": { storage: `<p>See ${link()}.</p>`, shown: [title] },
  "a link by number": {
    storage: `<p>See <ac:link><ri:content-entity ri:content-id="${other}"/></ac:link>.</p>`,
    shown: ["Zebracanary"],
  },
  "a link that the page's rendering shows": {
    storage: `<p>Words of its own, Parrotcanary. See ${link()}.</p>`,
    view: `<p>Words of its own, Parrotcanary. See <a href="/x">${title}</a>.</p>`,
    shown: [title],
  },
  "a link labelled with the title": { storage: `<p>See ${labelled(title)}.</p>`, shown: [title] },
  "a link with its author's words": {
    storage: `<p>See ${labelled("the Macawcanary rules")}.</p>`,
    shown: ["Zebracanary"],
    visible: ["the Macawcanary rules"],
  },
  "an address": {
    storage: `<p>See <a href="{site}/spaces/HB/pages/${other}/${slug}">{site}/spaces/HB/pages/${other}/${slug}</a>.</p>`,
    shown: ["Zebracanary"],
  },
  "an address by title": {
    storage: `<p>See <a href="{site}/display/HB/${slug}">the Macawcanary rules</a>.</p>`,
    shown: ["Zebracanary"],
    visible: ["the Macawcanary rules"],
  },
  "a relative address": {
    storage: `<p>See <a href="/wiki/spaces/HB/pages/${other}/${slug}">the Macawcanary rules</a>.</p>`,
    shown: ["Zebracanary"],
    visible: ["the Macawcanary rules"],
  },
  "an embedded address": {
    storage: macro("widget", `<ac:parameter ac:name="url">{site}/display/HB/${slug}</ac:parameter>`),
    shown: ["Zebracanary"],
  },
  "the name of another page's file": {
    storage: `<p><ac:link><ri:attachment ri:filename="zebracanary.pdf"><ri:page ri:content-title="${title}"/></ri:attachment></ac:link></p>`,
    shown: ["zebracanary.pdf"],
  },
};

function way(setUp: () => Promise<System>, given: Way) {
  return async (): Promise<InclusionFixture> => {
    const { site, options, server, baseDir, close } = await setUp();
    const base = String(options.base_url);
    // How a list goes on is the contract's: here it would be most of the requests.
    site.perPage = 100;
    Object.assign(contentIn(site, other), {
      title,
      parentId: given.above ? page : "102",
      storage: `<p>Quaggacanary</p>${macro("excerpt", "<ac:rich-text-body><p>Okapicanary</p></ac:rich-text-body>")}`,
      view: null,
    });
    Object.assign(contentIn(site, "202"), { title: "Sick pay", space: "HB", parentId: page });
    Object.assign(contentIn(site, page), {
      storage: `<p>Words of its own, Parrotcanary.</p>${given.storage.replaceAll("{site}", base)}`,
      view: given.view ?? null,
    });
    given.prepare?.(site);
    return {
      options,
      baseDir,
      page,
      path: `HB/Handbook home/${given.above ? "Remote work" : "Leave"}/${title}`,
      name: given.storage.includes("zebracanary.pdf") ? "zebracanary.pdf" : "Zebracanary",
      shown: given.shown,
      narrow: ["Zebracanary", "zebracanary", "Quaggacanary", "Okapicanary"],
      visible: ["Parrotcanary", ...(given.visible ?? [])],
      async label(label) {
        contentIn(site, other).labels.push(label);
      },
      async restrict() {
        contentIn(site, other).groups = ["board"];
      },
      async draft() {
        contentIn(site, other).status = "draft";
      },
      unseen: given.above || given.storage.includes("content-entity") ? ["a draft"] : [],
      close: () => close.call({ server }),
    };
  };
}

const over = (setUp: () => Promise<System>, names: readonly string[] = Object.keys(ways)) =>
  Object.fromEntries(
    Object.entries(ways)
      .filter(([name]) => names.includes(name))
      .map(([name, given]) => [name, way(setUp, given)]),
  );

describeInclusions("confluence, Cloud", confluence, over(cloudSystem), everyThird);
// One of each kind: what differs is how it is asked and what its addresses look like, not what its pages hold.
describeInclusions(
  "confluence, Data Center",
  confluence,
  over(dataCenterSystem, [
    "include",
    "an include in an include",
    "children",
    "a link by number",
    "an address",
    "an address by title",
    "the name of another page's file",
  ]),
  everyThird,
);
