import type { Audience } from "../../src/audience.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { ConfluenceApi } from "./api.ts";
import { Bodies } from "./bodies.ts";
import { type Catalogue, emptyCatalogue } from "./catalogue.ts";
import { type Client, createClient } from "./client.ts";
import { cloud } from "./editions/cloud.ts";
import { dataCenter } from "./editions/data-center.ts";
import { type ConfluenceOptions, editionOf } from "./options.ts";

/** What listing and loading share. */
export interface ListContext {
  readonly options: ConfluenceOptions;
  readonly io: Io;
  readonly client: Client;
  readonly api: ConfluenceApi;
  /** For what is loaded after the listing. */
  readonly bodies: Bodies;
  readonly catalogue: Catalogue;
  /** Ids of contents that are unpublished because they are archived. */
  readonly archived: Set<string>;
  /** Content id → who may be answered from it; complete catalogues only. */
  readonly audiences: Map<string, Audience>;
}

export function createContext(options: ConfluenceOptions, io: Io): ListContext {
  const client = createClient(options, io);
  const api = editionOf(options) === "cloud" ? cloud(options, client, io) : dataCenter(options, client, io);
  const bodies = new Bodies(api, io.signal);
  const found = { catalogue: emptyCatalogue(), archived: new Set<string>(), audiences: new Map() };
  return { options, io, client, api, bodies, ...found };
}

/** The API of the edition that the options state or imply. */
export const createApi = (options: ConfluenceOptions, io: Io): ConfluenceApi =>
  createContext(options, io).api;
