import type { RangeVar } from 'libpg-query';
import type { Severity } from '../../../findings/finding.ts';
import type { AlterTable } from '../script/actions.ts';
import type { Script } from '../script/script.ts';
import type { Version } from './version.ts';

/** How a migration is run and judged. */
export interface LintSettings {
  /** Version of the server it is meant for. */
  readonly pgVersion: Version;
  /** The tool that runs it opens a transaction before the first statement. */
  readonly assumeInTransaction: boolean;
  /** Ids of rules that are asked for although they are off by themselves. */
  readonly include: ReadonlySet<string>;
}

/** A migration, and what several rules want to know of it. */
export interface LintInput {
  readonly script: Script;
  readonly settings: LintSettings;
  readonly alterations: readonly AlterTable[];
  /** Names of tables made inside a transaction of this file: nobody else can use them yet. */
  readonly madeInTransaction: ReadonlySet<string>;
}

/** A place in a migration that a rule speaks of. */
export interface Hit {
  readonly statement: number;
  /** Offset of what is wrong. */
  readonly at: number;
  /** The object concerned: a name, never a line. */
  readonly subject: string;
  readonly what: string;
  readonly next: string;
}

/**
 * What kind of trouble a rule is about. `lock`: others wait, which running the statement shows or refutes; `clients`:
 * running applications break; `failure`: the migration itself breaks; `habit`: a choice that is regretted later.
 */
export type Concern = 'lock' | 'clients' | 'failure' | 'habit';

/** A rule on the text of a migration; ids and meaning are those of squawk, so that users can move over. */
export interface LintRule {
  readonly id: string;
  readonly summary: string;
  readonly concern: Concern;
  /** When nothing was run that says otherwise. */
  readonly severity: Severity;
  readonly why: string;
  /** Beside `squawk/<id>`. */
  readonly standards: readonly string[];
  readonly optIn?: boolean;
  readonly check: (input: LintInput) => readonly Hit[];
}

/** The name of a relation as it is written: with its schema when that is written too. */
export const nameOfRelation = ({ schemaname, relname = '' }: RangeVar): string =>
  schemaname === undefined ? relname : `${schemaname}.${relname}`;
