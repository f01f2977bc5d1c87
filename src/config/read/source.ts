import type { z } from "zod";
import type { Connector } from "../../connector-kit/connector.ts";
import type { Place, Problem } from "../errors/problem.ts";
import { didYouMean } from "../errors/suggest.ts";
import type { RecipeReader } from "../recipe/find.ts";
import { withRecipe } from "../recipe/lay.ts";
import { sourceSchema } from "../schema/source.ts";
import type { Rule, SourceConfig, WrittenPattern } from "../types.ts";
import { check } from "./check.ts";
import { masked, secretsIn } from "./mask.ts";
import { locate, type Path, type ScalarTree, type Tree } from "./tree.ts";

type Common = z.output<typeof sourceSchema>;

export type SourceRead =
  | { readonly ok: true; readonly source: SourceConfig; readonly secrets: readonly string[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const commonKeys = Object.keys(sourceSchema.shape);

/**
 * Reads one source: the common keys by their schema, all others on the same level by its connector's; below both what its
 * recipe says.
 */
export function readSource(
  whole: Tree,
  name: string,
  connectors: ReadonlyMap<string, Connector>,
  reader: RecipeReader,
): SourceRead {
  const path: Path = ["sources", name];
  const chosen = chooseConnector(whole, [...path, "connector"], connectors);
  const laid = "connector" in chosen && chosen.connector && withRecipe(whole, name, chosen.connector, reader);
  if (laid && laid.problems.length > 0) return { ok: false, problems: laid.problems };
  const root = laid ? laid.root : whole;
  const written = keysAt(root, path);
  const ownKeys = written.filter((key) => !commonKeys.includes(key));
  const common = check(sourceSchema, { root, path, others: ownKeys });
  if ("problem" in chosen || !chosen.connector) {
    const problems = common.ok ? [] : common.problems;
    return { ok: false, problems: "problem" in chosen ? [...problems, chosen.problem] : problems };
  }
  const { connector } = chosen;
  const own = check(connector.options, { root, path, others: commonKeys });
  if (!common.ok || !own.ok) {
    return { ok: false, problems: [...(common.ok ? [] : common.problems), ...(own.ok ? [] : own.problems)] };
  }
  const patterns = patternsIn(root, path, connector);
  const secrets = secretsIn(connector.options, own.written);
  const publicOptions = masked(connector.options, own.value, secrets);
  return {
    ok: true,
    secrets,
    source: {
      name,
      connector,
      options: own.value,
      publicOptions,
      ...inProgramTerms(common.value),
      ...(patterns.length > 0 ? { patterns } : {}),
      rules: common.value.rules.flatMap((rule, index) =>
        toRule(rule, locate(root, [...path, "rules", index]).at),
      ),
    },
  };
}

type Chosen = { readonly connector?: Connector } | { readonly problem: Problem };

/** Neither a connector nor a problem: the key is missing or invalid, which the common schema reports. */
function chooseConnector(root: Tree, path: Path, connectors: ReadonlyMap<string, Connector>): Chosen {
  const { tree, at } = locate(root, path);
  if (tree.kind !== "scalar" || tree.failed) return {};
  const name = typeof tree.value === "number" ? tree.source : tree.value;
  if (typeof name !== "string" || name === "") return {};
  const connector = connectors.get(name);
  if (connector) return { connector };
  const known = [...connectors.keys()];
  const displayed = tree.from.length > 0 ? tree.from.join("") : name;
  const message = `unknown connector "${displayed}"${didYouMean(name, known)} (known: ${known.join(", ")}; or the path of a module: ./my-connector.js)`;
  return { problem: { at, message } };
}

function inProgramTerms(
  common: Common,
): Omit<SourceConfig, "name" | "connector" | "options" | "publicOptions" | "rules" | "patterns"> {
  return {
    url: common.url,
    visibleTo: common.visible_to,
    removals: {
      mode: common.removals.mode,
      graceMs: common.removals.grace,
      ...(common.max_removals
        ? { max: { percent: common.max_removals.percent, atLeast: common.max_removals.at_least } }
        : {}),
    },
    ...(common.moved_from === undefined ? {} : { movedFrom: common.moved_from }),
    audienceIds: common.audience_ids,
    locale: common.locale,
    ...(common.availability === "keep-ui-changes" ? { keepsUiChanges: true } : {}),
    ...(common.content === "keep-ui-changes" ? { keepsContent: true } : {}),
    ...(common.sales_agent === undefined ? {} : { salesAgent: common.sales_agent }),
    maxDocumentBytes: common.max_document_bytes,
    loadConcurrency: common.load_concurrency,
    normalizing: {
      maxPageBytes: common.max_page_bytes,
      ...(common.content_selector ? { contentSelector: common.content_selector } : {}),
      ...(common.exclude_selectors ? { excludeSelectors: common.exclude_selectors } : {}),
    },
    ...(common.ask ? { indexing: common.ask.index } : {}),
    allowedSecrets: common.secrets?.allow ?? [],
    network: {
      allowHosts: common.allow_hosts,
      privateAddresses: common.allow_private_addresses,
      ...(common.ca_file === undefined ? {} : { caFile: common.ca_file }),
      requestsPerSecond: common.requests_per_second,
      maxWaitMs: common.max_wait,
    },
  };
}

function toRule(
  { path, label, visible_to, exclude, optional }: Common["rules"][number],
  { line, file }: Place,
): Rule[] {
  const match = path !== undefined ? { path } : label !== undefined ? { label } : undefined;
  const effect = visible_to !== undefined ? { visibleTo: visible_to } : exclude ? { exclude } : undefined;
  return match && effect ? [{ line, ...(file !== undefined && { file }), optional, match, effect }] : [];
}

/** The patterns in the options that the connector names: the items of a list, the keys of a mapping. */
function patternsIn(root: Tree, path: Path, { patterns = [] }: Connector): WrittenPattern[] {
  return patterns.flatMap((option) => {
    const { tree, at, found } = locate(root, [...path, option]);
    if (!found) return [];
    if (tree.kind === "map")
      return [...tree.entries].map(([key, { keyAt }]) => ({
        place: `${option}.${key}`,
        text: `${option} ${key}`,
        line: keyAt.line,
      }));
    const items = tree.kind === "list" ? tree.items : [tree];
    return items.map((item, index) => ({
      place: `${option}[${index}]`,
      text: item.kind === "scalar" ? `${option} ${textOf(item)}` : option,
      line: item.kind === "scalar" ? item.at.line : at.line,
    }));
  });
}

/** What came from the environment or a file stays as the file has it. */
const textOf = ({ value, source, from }: ScalarTree): string => (from.length > 0 ? source : String(value));

function keysAt(root: Tree, path: Path): string[] {
  const { tree } = locate(root, path);
  return tree.kind === "map" ? [...tree.entries.keys()] : [];
}
