import type { Io } from "../../src/connector-kit/io.ts";
import { type Client, createClient } from "./client.ts";
import { cloud } from "./cloud.ts";
import { dataCenter } from "./data-center.ts";
import { type ConfluenceOptions, editionOf } from "./options.ts";
import type { ConfluenceApi } from "./types.ts";

/** The API of the edition that the options state or imply. */
export function createApi(options: ConfluenceOptions, io: Io): { client: Client; system: ConfluenceApi } {
  const client = createClient(options, io);
  const system =
    editionOf(options) === "cloud" ? cloud(options, client, io) : dataCenter(options, client, io);
  return { client, system };
}
