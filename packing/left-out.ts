import path from "node:path";
import type { Plugin } from "esbuild";

/** Modules of a package that nothing here needs, and the only module that may name them. */
interface Unneeded {
  readonly within: RegExp;
  readonly modules: RegExp;
}

const unneeded: readonly Unneeded[] = [
  {
    // Its index has all that it can do; we send requests, through a proxy or not, and fetch.
    within: /[\\/]undici[\\/]index\.js$/,
    modules:
      /^\.\/lib\/(?:mock\/.*|interceptor\/.*|cache\/.*|web\/(?:websocket|eventsource|cookies).*|dispatcher\/(?:balanced-pool|round-robin-pool|retry-agent|h2c-client))$/,
  },
  {
    within: /[\\/]@asciidoctor[\\/]core[\\/]src[\\/](?:index|converter)\.js$/,
    modules: /^\.\/converter\/(?:semantic_html5|docbook5|manpage)\.js$/,
  },
  {
    // Styles of a whole page: we convert what is between its head and its foot.
    within: /[\\/]@asciidoctor[\\/]core[\\/]src[\\/]stylesheets\.js$/,
    modules: /^\.\/data\/(?:semantic-)?stylesheet-data\.js$/,
  },
  {
    // Its messages in fifty languages; English it imports for itself.
    within: /[\\/]zod[\\/]v4[\\/](?:classic|core)[\\/]\w+\.js$/,
    modules: /^\.\.\/locales\/index\.js$/,
  },
  {
    // Parses a text; it is given a tree.
    within: /[\\/]turndown[\\/]lib[\\/]turndown\.\w+\.js$/,
    modules: /^@mixmark-io\/domino$/,
  },
];

const namespace = "left-out";

/**
 * Leaves out what packages bring for others: in place of each such module stands an empty one. What the package itself
 * uses elsewhere is not touched, so that a new version of it that needs one of them has it again.
 */
export function withoutUnneeded(): Plugin {
  return {
    name: "without what is not needed",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.|^@mixmark-io\/domino$/ }, ({ path: name, importer }) =>
        unneeded.some(({ within, modules }) => within.test(importer) && modules.test(name))
          ? { path: `${path.basename(importer)}:${name}`, namespace }
          : undefined,
      );
      onLoad({ filter: /.*/, namespace }, () => ({ contents: "module.exports = class LeftOut {};" }));
    },
  };
}

/** acorn-jsx asks for acorn as a CommonJS module: it gets the one that all others import. */
export function oneAcorn(project: string): Plugin {
  const file = path.join(project, "node_modules/acorn/dist/acorn.mjs");
  return {
    name: "one acorn",
    setup({ onResolve }) {
      onResolve({ filter: /^acorn$/ }, () => ({ path: file }));
    },
  };
}
