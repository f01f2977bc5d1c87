import { z } from "zod";
import type { Database, Query } from "../engine/database.ts";
import { queues, schemasOf } from "../queue/names.ts";
import { type Conversion, decodeConversion, encodeConversion, type SharedFile } from "./conversion.ts";

/** A file that nobody has converted is kept for so long: whoever waited for it has given up long before. */
const INPUT_HOURS = 1;

/** What is known of a conversion. */
export type Found =
  | { readonly kind: "made"; readonly conversion: Conversion }
  /** In the queue; `active`: somebody converts it now. */
  | {
      readonly kind: "asked";
      readonly job: "waiting" | "active";
      /** Whether the fleet converts anything now. */
      readonly isMoving: boolean;
    }
  | { readonly kind: "absent" };

const Rows = z.array(
  z.object({
    result: z.instanceof(Uint8Array).nullable(),
    state: z.string().nullable(),
    moving: z.boolean(),
  }),
);
const Inputs = z.array(z.object({ input: z.instanceof(Uint8Array) }));
const Counts = z.array(z.object({ waiting: z.int(), running: z.int(), stored: z.int() }));
/** Files in the queue, files that workers convert now, results that are kept. */
export type ConversionCounts = z.infer<typeof Counts>[number];

/** Files to convert, and what became of them, by their keys. An expired row is as good as none. */
export class ConversionStore {
  private readonly database: Pick<Database, "query">;
  private readonly table: string;
  private readonly jobs: string;

  constructor(database: Pick<Database, "query">, schema: string) {
    const { queue, fleet } = schemasOf(schema);
    this.database = database;
    this.table = `${fleet}.conversion`;
    this.jobs = `${queue}.job`;
  }

  async find(key: string): Promise<Found> {
    const rows = await this.database.query(
      `SELECT (SELECT result FROM ${this.table} WHERE key = $1 AND expires_at > now()) AS result,
         (SELECT max(state)::text FROM ${this.jobs} WHERE name = $2 AND state <= 'active' AND singleton_key = $1) AS state,
         EXISTS (SELECT 1 FROM ${this.jobs} WHERE name = $2 AND state = 'active') AS moving`,
      [key, queues.conversions],
    );
    const [row] = Rows.parse(rows);
    if (row?.result) return { kind: "made", conversion: await decodeConversion(row.result) };
    if (!row?.state) return { kind: "absent" };
    return { kind: "asked", job: row.state === "active" ? "active" : "waiting", isMoving: row.moving };
  }

  /** Keeps a file until it is converted. A result that somebody made meanwhile stays. */
  async putInput(key: string, { mediaType, body }: SharedFile, query: Query): Promise<void> {
    await query(
      `INSERT INTO ${this.table} AS c (key, media_type, input, expires_at)
       VALUES ($1, $2, $3, now() + interval '${INPUT_HOURS} hours')
       ON CONFLICT (key) DO UPDATE SET input = excluded.input, result = NULL, expires_at = excluded.expires_at
       WHERE c.result IS NULL OR c.expires_at <= now()`,
      [key, mediaType, Buffer.from(body.buffer, body.byteOffset, body.length)],
    );
  }

  /** Undefined where it is converted, or nobody waits for it any more. */
  async input(key: string): Promise<Uint8Array | undefined> {
    const rows = await this.database.query(
      `SELECT input FROM ${this.table} WHERE key = $1 AND input IS NOT NULL AND expires_at > now()`,
      [key],
    );
    return Inputs.parse(rows)[0]?.input;
  }

  /** Keeps what became of a file in place of the file. */
  async putResult(key: string, conversion: Conversion, expireS: number, query: Query): Promise<void> {
    await query(
      `UPDATE ${this.table} SET input = NULL, result = $2, expires_at = now() + make_interval(secs => $3) WHERE key = $1`,
      [key, await encodeConversion(conversion), expireS],
    );
  }

  /** Deletes what has expired. @returns how many */
  async purge(): Promise<number> {
    const rows = await this.database.query(
      `DELETE FROM ${this.table} WHERE expires_at <= now() RETURNING key`,
    );
    return rows.length;
  }

  /** For people. */
  async counts(): Promise<ConversionCounts> {
    const [counts] = Counts.parse(
      await this.database.query(
        `SELECT (count(*) FILTER (WHERE state < 'active'))::int AS waiting, (count(*) FILTER (WHERE state = 'active'))::int AS running,
           (SELECT count(*) FROM ${this.table} WHERE result IS NOT NULL AND expires_at > now())::int AS stored
         FROM ${this.jobs} WHERE name = $1 AND state <= 'active'`,
        [queues.conversions],
      ),
    );
    return counts ?? { waiting: 0, running: 0, stored: 0 };
  }
}
