import type { Io } from "../../src/connector-kit/io.ts";
import type { Catalogue } from "./catalogue.ts";
import type { FactReader } from "./metadata.ts";
import type { DocsRepoOptions } from "./options.ts";
import type { Snapshot } from "./snapshot.ts";

/** What listing and loading share. */
export interface ListContext {
  readonly catalogue: Catalogue;
  readonly snapshot: Snapshot;
  readonly facts: FactReader;
  readonly audienceOf: Io["audienceOf"];
  readonly options: Pick<DocsRepoOptions, "page_url" | "components" | "generator">;
}
