import { compareText } from '../../../model/text.ts';
import type { DetailsMap } from './details.ts';
import { strength } from './locks.ts';
import type { Effects, RewriteReason, TableLock } from './observation.ts';
import type { Lock, Relation, State } from './state.ts';

/** Two looks at the database, before and after a statement. */
export interface Looks {
  readonly before: State;
  readonly after: State;
  readonly detailsBefore: DetailsMap;
  readonly detailsAfter: DetailsMap;
  /** oids of what was there before the migration. */
  readonly base: ReadonlySet<string>;
  /** Live rows by oid, as far as known. */
  readonly rows: ReadonlyMap<string, number>;
  readonly notices: readonly string[];
}

/** Marks the notices of the event trigger that tells rewrites. */
export const rewriteMark = 'plumbline-rewrite';

/** What a statement did, from what is different after it. */
export function differences(looks: Looks): Omit<Effects, 'documentedLocks'> {
  const { before, after, notices } = looks;
  // A rewrite makes and drops relations of its own, and their storage for long values.
  const known = ({ oid }: Lock): boolean => before.relations.has(oid) || after.relations.has(oid);
  const held = before.locks.filter(known).map((lock) => tableLock(looks, lock));
  const had = new Set(before.locks.map(({ oid, mode }) => `${oid} ${mode}`));
  const taken = after.locks
    .filter((lock) => known(lock) && !had.has(`${lock.oid} ${lock.mode}`))
    .map((lock) => tableLock(looks, lock));
  return {
    held: inOrder(held),
    taken: inOrder(taken),
    rewrites: rewritesOf(looks),
    ...activityOf(looks),
    ...detailsOf(looks),
    newIndexes: newIndexesOf(looks),
    notices: notices.filter((notice) => !noise.test(notice)),
    lockTimeout: after.lockTimeout,
  };
}

const rewriteNotice = new RegExp(`^${rewriteMark} (\\d+) (\\d+)$`);
const noise = new RegExp(`^${rewriteMark}|^EventTriggerInvoke|^rehashing catalog cache|pg_toast_\\d`);

const nameOf = ({ before, after }: Looks, oid: string): Relation =>
  before.relations.get(oid) ??
  after.relations.get(oid) ?? { oid, name: `relation ${oid}`, kind: 'r', file: '0' };

function tableLock(looks: Looks, { oid, mode }: Lock): TableLock {
  const { name: relation, kind, table } = nameOf(looks, oid);
  return {
    relation,
    mode,
    kind,
    existing: looks.base.has(oid),
    ...(table !== undefined && { table: nameOf(looks, table).name }),
  };
}

const inOrder = (locks: readonly TableLock[]): readonly TableLock[] =>
  locks.toSorted((a, b) => strength(b.mode) - strength(a.mode) || compareText(a.relation, b.relation));

const reasonBits: readonly (readonly [number, RewriteReason])[] = [
  [1, 'persistence'],
  [2, 'default'],
  [4, 'column type'],
  [8, 'access method'],
];

function rewritesOf(looks: Looks): Effects['rewrites'] {
  const { before, after, notices, base } = looks;
  const told = new Map<string, number>();
  for (const notice of notices) {
    const [, oid = '', bits = '0'] = rewriteNotice.exec(notice) ?? [];
    told.set(oid, (told.get(oid) ?? 0) | Number(bits));
  }
  return [...after.relations.values()].flatMap(({ oid, kind, file }) => {
    const was = before.relations.get(oid);
    const isNew = was === undefined || was.file === '0' || was.file === file;
    if (isNew || !/[rimS]/.test(kind)) return [];
    const bits = told.get(oid) ?? 0;
    const reasons = reasonBits.filter(([bit]) => (bits & bit) !== 0).map(([, reason]) => reason);
    return [
      {
        relation: was.name,
        kind,
        existing: base.has(oid),
        reasons: reasons.length > 0 ? reasons : (['other'] as const),
        ...(was.table !== undefined && { table: nameOf(looks, was.table).name }),
      },
    ];
  });
}

function newIndexesOf(looks: Looks): Effects['newIndexes'] {
  const { before, after, base } = looks;
  return [...after.relations.values()]
    .filter(({ oid, kind }) => /[iI]/.test(kind) && !before.relations.has(oid))
    .map(({ name, kind, table = '0' }) => ({
      name,
      kind,
      table: nameOf(looks, table).name,
      existing: base.has(table),
    }))
    .toSorted((a, b) => compareText(a.name, b.name));
}

function activityOf(looks: Looks): Pick<Effects, 'scans' | 'rows'> {
  const { before, after, base, rows } = looks;
  const none = { scans: 0, scanned: 0, inserted: 0, updated: 0, deleted: 0 };
  const changes = [...after.activity].map(([oid, now]) => {
    const then = before.activity.get(oid) ?? none;
    return {
      oid,
      relation: nameOf(looks, oid).name,
      existing: base.has(oid),
      times: now.scans - then.scans,
      rows: now.scanned - then.scanned,
      inserted: now.inserted - then.inserted,
      updated: now.updated - then.updated,
      deleted: now.deleted - then.deleted,
      held: rows.get(oid) ?? 0,
    };
  });
  const sorted = changes.toSorted((a, b) => compareText(a.relation, b.relation));
  return {
    scans: sorted
      .filter(({ times }) => times > 0)
      .map(({ relation, existing, times, rows: read }) => ({ relation, existing, times, rows: read })),
    rows: sorted
      .filter(({ inserted, updated, deleted }) => inserted + updated + deleted > 0)
      .map(({ relation, existing, inserted, updated, deleted, held }) => ({
        relation,
        existing,
        inserted,
        updated,
        deleted,
        held,
      })),
  };
}

function detailsOf(looks: Looks): Pick<Effects, 'columns' | 'newColumns' | 'constraints'> {
  const { before, detailsBefore, detailsAfter, base } = looks;
  const tables = [...detailsAfter].filter(([oid]) => /[rpf]/.test(nameOf(looks, oid).kind));
  const parts = tables.map(([oid, now]) => {
    const then = detailsBefore.get(oid);
    const relation = nameOf(looks, oid).name;
    const existing = base.has(oid);
    const columns = [...now.columns].map(([number, column]) => ({ was: then?.columns.get(number), column }));
    return {
      changed: columns.flatMap(({ was, column }) =>
        was === undefined || (was.type === column.type && was.required === column.required)
          ? []
          : [{ relation, existing, before: was, after: column }],
      ),
      added: columns.flatMap(({ was, column }) =>
        was === undefined ? [{ relation, existing, column }] : [],
      ),
      constraints: [...now.constraints].flatMap(([id, constraint]) => {
        if (then?.constraints.has(id) === true) return [];
        const builtIndex = constraint.index !== '0' && !before.relations.has(constraint.index);
        return [{ ...constraint, relation, existing, builtIndex }];
      }),
    };
  });
  return {
    columns: parts.flatMap(({ changed }) => changed),
    newColumns: parts.flatMap(({ added }) => added),
    constraints: parts.flatMap(({ constraints }) => constraints),
  };
}
