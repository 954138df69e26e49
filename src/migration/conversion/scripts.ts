import type { ConversionPlan } from './plan.ts';
import { expandStatements } from './expand.ts';
import { landingStatements } from './landing.ts';
import { contractStatements, finishStatements, rollBackStatements } from './contract.ts';
import { backFillStatements, verifyStatements } from './back-fill.ts';
import { findStatements, quarantineStatements } from './quarantine.ts';

/** A file of statements. Each may be run again from its beginning after it was interrupted anywhere. */
export interface Script {
  readonly file: string;
  readonly about: string;
  readonly statements: readonly string[];
}

export interface Scripts {
  /** Before rows are loaded. */
  readonly landing: Script;
  /** After that, in this order. */
  readonly forwards: readonly Script[];
  /** Answers rows only. */
  readonly find: Script;
  readonly verify: Script;
  readonly rollBack: Script;
  /** After it nothing leads back. */
  readonly finish: Script;
}

/** Rows that one statement of the back-fill carries. */
export const batchRows = 5000;

export function conversionScripts(plan: ConversionPlan, batch = batchRows): Scripts {
  return {
    landing: {
      file: '01-landing.sql',
      about: 'tables in which the rows of the dump wait, and the functions that read them',
      statements: landingStatements(plan),
    },
    find: {
      file: '03-find-dirty-rows.sql',
      about: 'what cannot be taken over as it is; reads only',
      statements: findStatements(plan),
    },
    forwards: [
      {
        file: '04-quarantine.sql',
        about: 'notes each faulty value with its repair; rows that cannot be repaired are kept out',
        statements: quarantineStatements(plan),
      },
      {
        file: '05-expand.sql',
        about: 'types, tables and keys of the target beside everything that is there',
        statements: expandStatements(plan),
      },
      {
        file: '06-back-fill.sql',
        about: `rows in batches of ${batch}, each committed; what is there already is passed over`,
        statements: backFillStatements(plan, batch),
      },
      {
        file: '08-contract.sql',
        about:
          'references, counters, indexes; run it when 07-verify.sql answers `true` for each table and nobody writes to MySQL any more',
        statements: contractStatements(plan),
      },
    ],
    verify: {
      file: '07-verify.sql',
      about: 'counts and checksums of both sides; reads only',
      statements: verifyStatements(plan),
    },
    rollBack: {
      file: '90-roll-back.sql',
      about: 'takes back 04 to 08; what waits stays, so that the way can be gone again',
      statements: rollBackStatements(plan),
    },
    finish: {
      file: '99-finish.sql',
      about: 'removes what waited; the quarantine stays. After it nothing leads back but the dump',
      statements: finishStatements(plan),
    },
  };
}

export const scriptText = ({ file, about, statements }: Script): string =>
  [`-- ${file}: ${about}.`, ...statements.map((statement) => `${statement};`), ''].join('\n\n');
