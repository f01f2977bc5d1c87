/** The part of https://tediousjs.github.io/node-mssql/ that is used; its types are a package of their own. */
declare module "mssql" {
  interface Request {
    input(name: string, value: string | number): Request;
    query(text: string): Promise<{ readonly recordset: readonly Readonly<Record<string, unknown>>[] }>;
  }
  class ConnectionPool {
    constructor(config: object);
    connect(): Promise<unknown>;
    request(): Request;
    close(): Promise<void>;
  }
  class Transaction {
    constructor(pool: ConnectionPool);
    begin(isolation: number): Promise<unknown>;
    request(): Request;
    rollback(): Promise<void>;
  }
  const mssql: {
    readonly ConnectionPool: typeof ConnectionPool;
    readonly Transaction: typeof Transaction;
    readonly ISOLATION_LEVEL: { readonly READ_COMMITTED: number; readonly SNAPSHOT: number };
  };
  export default mssql;
}
