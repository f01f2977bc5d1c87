/** A real server that can be installed on a Debian machine. */
export interface RealServer {
  readonly name: string;
  /** What is not installed; empty: it can run. */
  missing(): string[];
  /** @param dir an empty folder for its files @param url its address as browsers see it */
  start(dir: string, url: string): Promise<RunningServer>;
}

/** A running server, filled with pages, as a source sees it. */
export interface RunningServer {
  readonly port: number;
  /** The source's own keys in YAML, as the documentation writes them. */
  readonly source: string;
  readonly env: Readonly<Record<string, string>>;
  /** Documents that an account of it can read. */
  readonly pages: number;
  edit(): void | Promise<void>;
  rename(): void | Promise<void>;
  remove(): void | Promise<void>;
  /** Takes the account's right to read one document. */
  makePrivate(): void | Promise<void>;
  /** What is private answers 404 there: it is gone, as far as the account can know. */
  readonly privateIsGone?: boolean;
  /** Ends every login; absent: there are none. */
  endSessions?(): void | Promise<void>;
  stop(): Promise<void>;
}
