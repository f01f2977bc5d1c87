/** Where a ledger is kept beyond this machine: `state: s3://…` or `postgres://…`, taken apart. */
export type StoreAddress = PostgresAddress | S3Address;

interface Common {
  /** For people, without secrets: what tells this workspace from every other. */
  readonly place: string;
  /** Milliseconds after its last sign of life for which a run keeps others out. */
  readonly leaseMs: number;
}

/** How a database is reached. */
export interface PostgresAddress extends Common {
  readonly kind: "postgres";
  /** Without the parameters that are this program's own. */
  readonly url: string;
  readonly schema: string;
  readonly workspace: string;
  readonly tls: "off" | "verified";
  /** Absolute path of certificates to trust; absent: those of Node. */
  readonly rootCertificates?: string;
}

/** How an object store is reached. */
export interface S3Address extends Common {
  readonly kind: "s3";
  /** Address of the bucket, without a trailing slash. */
  readonly bucketUrl: string;
  /** Begins the name of every object; ends in a slash unless it is empty. */
  readonly prefix: string;
  readonly region: string;
  /** Absent: the environment has none. */
  readonly credentials?: S3Credentials;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
