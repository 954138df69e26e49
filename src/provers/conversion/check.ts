import type { Claim, Outcome, Verdict } from '../../findings/claim.ts';
import type { Finding } from '../../findings/finding.ts';
import type { ConversionPlan } from '../../migration/conversion/plan.ts';
import type { Origin } from '../../model/origin.ts';
import { engine, openSession } from '../postgres/session.ts';
import { proved, refuted, undecided } from '../settle.ts';
import { unbrokenWords } from './break-off.ts';
import { carry } from './carry.ts';
import type { Carried } from './carry.ts';
import { conversionFindings } from './findings.ts';
import { rehearseAll } from './rehearse-all.ts';
import type { Rehearsed } from './rehearse.ts';
import { Refused } from './run-script.ts';

export interface ConversionQuestion {
  readonly file: string;
  readonly plan: ConversionPlan;
  readonly origins: ReadonlyMap<string, Origin>;
  /** Statements that load what waits, each with so many rows. */
  readonly loads: () => Iterable<string>;
  /** Parts of the dump that were not read. */
  readonly unread: readonly { readonly line: number; readonly why: string; readonly count: number }[];
  /** The dump ends before its end. */
  readonly fault?: { readonly line: number; readonly why: string };
  readonly assumptions: readonly string[];
}

export interface CheckedConversion {
  readonly claim: Claim;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  readonly tables: readonly Carried[];
}

/** Statements of rehearsals after which tables that are left are not rehearsed. */
const rehearsalLimit = 20_000;

const limits: readonly string[] = [
  'rows that are written while the conversion runs are not carried: stop the writers, or repeat it',
  'rows that the target wrote itself are not carried back to MySQL',
  'views, triggers, routines and users of the dump are not converted',
];

/** Carries the rows of a dump into PostgreSQL by the scripts that are delivered, and rehearses them on generated rows. */
export async function checkConversion(question: ConversionQuestion): Promise<CheckedConversion> {
  const { file, plan } = question;
  const claim: Claim = {
    id: 'conversion/carried',
    prover: 'conversion',
    subject: file,
    statement: `Every row of the dump is in PostgreSQL with the same values under the stated mapping, or in quarantine with a reason; and broken off between any two statements, taken back or begun again, the scripts come to the same end.`,
    oracle: 'postgresql',
    inputs: [file],
    parameters: { tables: plan.tables.length },
  };
  const session = await openSession({ extensions: [], deadline: 300_000 });
  let rehearsed: Rehearsed = { rows: 0, planted: 0, crashes: 0, statements: 0, unbroken: 0 };
  const incomplete: string[] = [];
  let tables: readonly Carried[] = [];
  let verdict: Verdict = proved;
  try {
    await session.script(`set time zone 'UTC'`);
    const { left, ...seen } = await rehearseAll(session, plan, rehearsalLimit);
    rehearsed = seen;
    if (left > 0)
      incomplete.push(
        `${left} tables were not rehearsed on generated rows, after ${rehearsalLimit} statements`,
      );
    incomplete.push(...unbrokenWords(rehearsed));
    tables = await carry(session, plan, question.loads());
    verdict = verdictOf(question, tables);
  } catch (error) {
    verdict =
      error instanceof Refused
        ? refuted(error.message)
        : undecided(`${engine.name} failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await session.close();
  }
  return {
    claim,
    tables,
    findings: conversionFindings(question, tables, claim.id),
    outcome: {
      claim: claim.id,
      engine,
      verdict,
      measurements: measurementsOf(plan, tables, rehearsed),
      incomplete: [
        ...(question.fault === undefined
          ? []
          : [`${file}:${question.fault.line}: ${question.fault.why}: what follows is not read`]),
        ...question.assumptions,
        ...incomplete,
        ...limits,
      ],
    },
  };
}

function measurementsOf(
  plan: ConversionPlan,
  tables: readonly Carried[],
  rehearsed: Rehearsed,
): Outcome['measurements'] {
  return {
    tables: tables.map((table) => ({
      ...table,
      differences: plan.tables.find(({ name }) => name === table.table)?.differences ?? [],
    })),
    rehearsal: { ...rehearsed },
  };
}

function verdictOf({ file, plan, fault, unread }: ConversionQuestion, tables: readonly Carried[]): Verdict {
  const wrong = tables.find(({ agrees }) => !agrees);
  if (wrong !== undefined)
    return refuted(
      `${wrong.table}: of ${wrong.waiting} rows ${wrong.converted} are converted and ${wrong.quarantined} in quarantine; ${wrong.unnoted} hold a value that changed and was not noted; checksums ${wrong.checksumWaiting} and ${wrong.checksumConverted}`,
    );
  if (fault !== undefined) return undecided(`${file}:${fault.line}: ${fault.why}`);
  if (plan.tables.length === 0) return undecided('the dump creates no table');
  const [gap] = unread;
  return gap === undefined ? proved : undecided(`${file}:${gap.line}: ${gap.why}`);
}
