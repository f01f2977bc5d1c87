/** The benches' vocabulary: what a bench measures, what it found, and what is wanted. */

export interface Bench {
  readonly name: string;
  /** A heading. */
  readonly title: string;
  /** How it measures, in a few sentences: what is compared with what, on which input, in how many rounds. */
  readonly method: string;
  run(): Promise<Findings>;
}

export interface Findings {
  /** Sizes and settings of this run, in a sentence: they depend on `BENCH`. */
  readonly setting: string;
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
  /** What a reader should know beside the figures, a paragraph each. */
  readonly notes?: readonly string[];
}

export interface Table {
  readonly title?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A promise of the program, and whether it is kept. */
export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  /** Undefined: it could not be measured here; `limit` says why. */
  readonly met: boolean | undefined;
  /** Where it is not met: why. */
  readonly limit?: string | undefined;
}

/** The findings of one bench on one machine: a section of the results file. */
export interface Section {
  readonly bench: Pick<Bench, "name" | "title" | "method">;
  readonly findings: Findings;
  readonly machine: Machine;
  readonly seconds: number;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Versions of the packages that are measured. */
  readonly packages: Readonly<Record<string, string>>;
  /** Commit, with a `+` where the work tree differs from it. */
  readonly commit: string;
  readonly date: string;
  /** Runnable processes per core when the bench began: above 0.5 the machine was busy. */
  readonly loadPerCore: number;
}
