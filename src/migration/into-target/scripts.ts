import { tableKey } from '../../artifacts/sql-names.ts';
import type { Table } from '../../model/data.ts';
import type { Script } from '../conversion/scripts.ts';
import { counterStatements, deferredStatements, fillStatements } from './fill.ts';
import { keyStatements } from './keys.ts';
import type { Pair, TargetMapping } from './mapping.ts';
import { quarantineStatements, viewStatements } from './quarantine.ts';
import { keysGone, rollBackStatements, viewsGone } from './roll-back.ts';
import { circleOf } from './order.ts';
import { reconcileLegacy, reconcileTarget } from './reconcile.ts';
import { setupStatements } from './setup.ts';
import { verifyStatements } from './verify.ts';

export interface TargetScripts {
  /** What a person decides; it stays when everything else is taken back. */
  readonly setup: Script;
  /** In this order. */
  readonly forwards: readonly Script[];
  readonly verify: Script;
  /** One row for each row of the target; reads only. */
  readonly reconcile: Script;
  /** Runs on the server that is left. */
  readonly reconcileLegacy: Script;
  /** In this order. */
  readonly rollBack: readonly Script[];
  /** After it nothing leads back. */
  readonly finish: Script;
}

/** Scripts from the converted tables into the designed ones; each may be run again from its beginning. */
export function targetScripts(
  mapping: TargetMapping,
  tables: readonly Table[],
  batch: number,
): TargetScripts {
  const { pairs } = mapping;
  return {
    setup: {
      file: '10-mapping.sql',
      about:
        'functions, and two tables for a person: which legacy value is which label, and what is taken where nothing is carried',
      statements: setupStatements(mapping),
    },
    forwards: forwardScripts(pairs, batch),
    verify: {
      file: '61-verify-target.sql',
      about: 'counts, checksums, values computed back and references of both sides; reads only',
      statements: verifyStatements(pairs),
    },
    reconcile: {
      file: '62-reconcile.sql',
      about:
        'legacy key and digest of each row of the target while both systems run; compare the lines with those of 62-reconcile.mysql.sql',
      statements: reconcileTarget(pairs),
    },
    reconcileLegacy: {
      file: '62-reconcile.mysql.sql',
      about: 'legacy key and digest of each row as MySQL or MariaDB holds it',
      statements: reconcileLegacy(pairs),
    },
    rollBack: rollBackScripts(pairs, tables, batch),
    finish: {
      file: '98-finish-target.sql',
      about:
        'removes the views before 99-finish.sql; the tables of keys stay for synchronisation and old addresses',
      statements: viewsGone(pairs),
    },
  };
}

const forwardScripts = (pairs: readonly Pair[], batch: number): readonly Script[] => [
  {
    file: '11-keys.sql',
    about: 'what each row is called in the target',
    statements: keyStatements(pairs, batch),
  },
  {
    file: '12-views.sql',
    about:
      'what each row becomes, what the target would refuse or change of it, and what is left to be written',
    statements: viewStatements(pairs),
  },
  {
    file: '13-quarantine-target.sql',
    about: 'notes of rows that the target would refuse or change, each with its repair',
    statements: quarantineStatements(pairs),
  },
  ...intoScripts(pairs, batch),
  {
    file: '60-references-and-counters.sql',
    about: 'columns whose rows come later than those that name them, and where the target counts on',
    statements: [...deferredStatements(pairs, batch), ...counterStatements(pairs)],
  },
];

const rollBackScripts = (
  pairs: readonly Pair[],
  tables: readonly Table[],
  batch: number,
): readonly Script[] => [
  {
    file: '80-roll-back-target.sql',
    about: 'takes the rows away that were carried to the target; what a person stated stays',
    statements: rollBackStatements(pairs, tables, batch),
  },
  {
    file: '81-roll-back-mapping.sql',
    about: 'and what they were called',
    statements: keysGone(pairs),
  },
];

/** One script a schema; a table that has to wait for one of a later schema comes in a script of its own. */
function intoScripts(pairs: readonly Pair[], batch: number): readonly Script[] {
  const schemas = [...new Set(pairs.map(({ target }) => target.schema ?? 'public'))];
  const place = new Map<Pair, number>();
  const later: Pair[] = [];
  for (const pair of pairs) {
    if (later.includes(pair)) continue;
    const own = schemas.indexOf(pair.target.schema ?? 'public');
    const parents = pair.columns.flatMap(({ reference, name }) =>
      reference === undefined || pair.deferred.includes(name)
        ? []
        : pairs.filter(({ target }) => tableKey(target) === reference.table),
    );
    const circle = circleOf(pair, pairs);
    const isEarly =
      parents.some((parent) => later.includes(parent) || (place.get(parent) ?? -1) > own) ||
      circle.some(({ target }) => (target.schema ?? 'public') !== schemas[own]);
    if (!isEarly) place.set(pair, own);
    else
      for (const one of circle.length === 0 ? [pair] : circle) {
        place.delete(one);
        if (!later.includes(one)) later.push(one);
      }
  }
  const script = (number: number, name: string, own: readonly Pair[]): Script => ({
    file: `${number}-into-${name.replaceAll(/[^\w-]+/g, '_')}.sql`,
    about: `rows of ${own.map(({ source }) => source.name).join(', ')}`,
    statements: fillStatements(own, batch),
  });
  return [
    ...schemas.flatMap((schema, at) => {
      const own = pairs.filter((pair) => place.get(pair) === at);
      return own.length === 0 ? [] : [script(Math.min(14 + at, 58), schema, own)];
    }),
    ...(later.length === 0 ? [] : [script(59, 'what-comes-later', later)]),
  ];
}
