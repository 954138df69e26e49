import type { Technology } from './architecture.ts';
import type { Origin } from './origin.ts';

/** What a migration has to know of code that is to be left, beside what every backend tells; read only when asked for. */
export interface LegacyCode {
  /** The system's own code, by path. */
  readonly files: readonly LegacyFile[];
  /** Includes whose file is known only when the code runs, or is not in the repository. */
  readonly openIncludes: readonly OpenInclude[];
  readonly globals: readonly SharedGlobal[];
  readonly dead: readonly DeadCode[];
  /** Libraries and frameworks that were copied into the repository instead of being asked for in a manifest. */
  readonly copied: readonly Technology[];
  /** Folders that hold such copies: they count neither as own code nor as dead code. */
  readonly foreignFolders: readonly ForeignFolder[];
  readonly bounds: readonly LanguageBound[];
  readonly tests: TestSigns;
  /** When ends of support were last written down, `2025-11`. */
  readonly supportRecorded: string;
  readonly searched: Searched;
}

export interface LegacyFile {
  readonly path: string;
  readonly language: string;
  readonly lines: number;
  /** It holds only a list that it gives back: texts, settings. */
  readonly data?: true;
  /** Files of the system it includes, imports, or calls by name; as far as names that are written out tell. */
  readonly uses: readonly string[];
}

export interface OpenInclude {
  /** As it is written, shortened. */
  readonly written: string;
  /** `computed`: known only when the code runs. `outside`: the path is known and not in the repository. */
  readonly kind: 'computed' | 'outside';
  readonly origin: Origin;
}

/** A variable that functions share without being given it: `global $x`, `$GLOBALS['x']`. */
export interface SharedGlobal {
  readonly name: string;
  /** Places of functions that take it, whatever they do with it. */
  readonly takenBy: readonly Origin[];
  /** Those that change it; beside them every file that sets it outside of functions. */
  readonly changedBy: readonly Origin[];
}

/** Code that nothing in the repository leads to. */
export interface DeadCode {
  readonly kind: 'function' | 'method' | 'file' | 'page' | 'leftover';
  readonly name: string;
  readonly lines: number;
  /** `certain`: no way to it can be made from what was read. `likely`: code that makes names when it runs may lead to it. */
  readonly confidence: 'certain' | 'likely';
  readonly because: string;
  readonly origin: Origin;
}

export interface ForeignFolder {
  readonly folder: string;
  readonly files: number;
  readonly lines: number;
  /** The file that says it has a licence or a manifest of its own. */
  readonly origin: Origin;
}

/** A version that the code itself needs, or that it cannot run on. */
export interface LanguageBound {
  readonly technology: string;
  readonly kind: 'at-least' | 'below';
  readonly version: string;
  readonly because: string;
  /** Places that say so, the first of them. */
  readonly origin: Origin;
  readonly places: number;
  /** Of `below`: when the last version under it got its last fixes. */
  readonly supportEnd?: string;
}

export interface TestSigns {
  readonly files: readonly { readonly path: string; readonly lines: number; readonly cases: number }[];
  readonly frameworks: readonly { readonly name: string; readonly origin: Origin }[];
  /** Settings by which coverage is measured. */
  readonly coverage: readonly Origin[];
}

/** How much was looked at, so that "nothing found" can be told from "nothing read". */
export interface Searched {
  /** Files of the language that is read deeply (PHP): includes, globals and dead code are told of it alone. */
  readonly deep: number;
  /** Files in which names were looked for, pages and scripts among them. */
  readonly names: number;
  /** Calls and objects whose names are made when the code runs. */
  readonly dynamic: readonly Origin[];
}
