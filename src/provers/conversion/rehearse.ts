import { loadStatement } from '../../migration/conversion/landing.ts';
import type { ConversionPlan } from '../../migration/conversion/plan.ts';
import { conversionScripts } from '../../migration/conversion/scripts.ts';
import type { Script } from '../../migration/conversion/scripts.ts';
import { defaultSchema, landingSchema, quarantineTable } from '../../migration/conversion/names.ts';
import { quoteName } from '../../artifacts/sql-names.ts';
import { firstOf } from '../settle.ts';
import type { Session } from '../postgres/session.ts';
import { breakOff, same } from './break-off.ts';
import { digest } from './digest.ts';
import { generatedRows } from './generated-rows.ts';
import { Refused, runScript } from './run-script.ts';

export interface Rehearsed {
  readonly rows: number;
  readonly planted: number;
  /** Places between two statements at which it was broken off. */
  readonly crashes: number;
  readonly statements: number;
  /** Places at which it was not broken off. */
  readonly unbroken: number;
}

/** Small batches, so that there are places between them. */
const batch = 7;

/**
 * Carries generated rows, dirty ones too, forwards, backwards and forwards again. Between any two statements it is broken
 * off and its file run from its beginning: what that leaves has to be what was there, so that the way goes on to the same end.
 * The database is empty before and after it. @throws Refused
 */
export async function rehearse(session: Session, plan: ConversionPlan, isFirst: boolean): Promise<Rehearsed> {
  const generated = generatedRows(plan);
  const own: ConversionPlan = { ...plan, tables: generated.map(({ table }) => table) };
  const scripts = conversionScripts(own, batch);
  const load: Script = {
    file: '02-load.sql',
    about: '',
    statements: generated.map(({ table, rows }) => loadStatement(table, rows)),
  };
  const schemas = schemasOf(plan);
  const total = { crashes: 0, statements: 0, unbroken: 0 };
  const broken = async (script: Script): Promise<void> => {
    const seen = await breakOff(session, script, () => digest(session, schemas));
    total.crashes += seen.crashes;
    total.statements += seen.statements;
    total.unbroken += seen.unbroken;
  };
  try {
    await (isFirst ? broken(scripts.landing) : runScript(session, scripts.landing));
    await broken(load);
    const before = await digest(session, schemas);
    for (const script of scripts.forwards) {
      if (script.file === contractFile) await agreed(session, scripts.verify);
      await broken(script);
      if (script.file === quarantineFile) await found(session, generated);
    }
    await agreed(session, scripts.verify);
    const after = await digest(session, schemas);
    await broken(scripts.rollBack);
    same(
      before,
      await digest(session, schemas),
      'after the roll-back, the database is not what it was before',
    );
    for (const script of scripts.forwards) await runScript(session, script);
    same(after, await digest(session, schemas), 'gone a second time, the way ends elsewhere');
    await broken(scripts.finish);
  } finally {
    await session.script(emptied(plan.schema));
  }
  return {
    ...total,
    rows: generated.reduce((sum, { rows }) => sum + rows.length, 0),
    planted: generated.reduce((sum, { planted }) => sum + planted.length, 0),
  };
}

export const contractFile = '08-contract.sql';
const quarantineFile = '04-quarantine.sql';

/** Everything a conversion makes lies in them. */
export const schemasOf = ({ schema }: Pick<ConversionPlan, 'schema'>): readonly string[] => [
  schema,
  landingSchema,
  'quarantine',
];

/** Takes away what a rehearsal made: it is the only one who makes anything. */
const emptied = (schema: string): string =>
  schemasOf({ schema })
    .map((name) => `drop schema if exists ${quoteName(name)} cascade;`)
    .concat(schema === defaultSchema ? [`create schema ${defaultSchema};`] : [])
    .join(' ');

/** Both sides hold the same, for every table. */
async function agreed(session: Session, verify: Script): Promise<void> {
  const rows = await runScript(session, verify);
  const wrong = rows.filter(({ agrees }) => agrees !== 't');
  if (wrong.length > 0)
    throw new Refused(`generated rows differ: ${firstOf(wrong.map((row) => JSON.stringify(row)))}`);
}

/** Each fault that was planted is in the quarantine, under its name where nothing worse befell its row. */
async function found(session: Session, generated: ReturnType<typeof generatedRows>): Promise<void> {
  const noted = await session.rows(
    `select table_name, legacy_row, column_name, fault, action from ${quarantineTable}`,
  );
  const names = new Set(
    noted.map((row) => [row['table_name'], row['legacy_row'], row['column_name'], row['fault']].join('\0')),
  );
  const gone = new Set(
    noted.flatMap((row) =>
      row['action'] === 'quarantined' ? [[row['table_name'], row['legacy_row']].join('\0')] : [],
    ),
  );
  const missed = generated
    .flatMap(({ planted }) => planted)
    .filter(({ table, row, column, fault }) => {
      if (names.has([table, row, column, fault].join('\0'))) return false;
      return !((fault === 'duplicate' || fault === 'orphan') && gone.has([table, row].join('\0')));
    });
  if (missed.length > 0)
    throw new Refused(
      `faults that were planted are not found: ${firstOf(missed.map(({ table, row, column, fault }) => `${fault} in ${table}.${column}, row ${row}`))}`,
    );
}
