import { cell, claimsOf, code, codeCell, count, link, names, section, table } from '../blocks.ts';
import { product } from '../../model/amounts.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Claim, Outcome } from '../../findings/claim.ts';
import type { Query, Table } from '../../model/data.ts';
import { compareText } from '../../model/text.ts';
import { anchor } from '../blocks.ts';
import { byName, nameOf } from './tables.ts';
import { coveredBy, indexCount } from './row-size.ts';

/** The planner's answer for one statement. */
export interface Plan {
  readonly query: Query;
  readonly claim: Claim;
  readonly outcome: Outcome;
}

/** Outcomes of the `plan` prover, by the query they are about. */
export function plans({ backend, claims, outcomes }: Basis): readonly Plan[] {
  const settled = new Map(outcomes.map((outcome) => [outcome.claim, outcome]));
  return backend.data.queries.flatMap((query) => {
    const claim = claims.find(
      ({ id, subject }) => id.startsWith('plan/') && (subject === query.id || id === `plan/${query.id}`),
    );
    const outcome = claim === undefined ? undefined : settled.get(claim.id);
    return claim === undefined || outcome === undefined ? [] : [{ query, claim, outcome }];
  });
}

const inOrder = (queries: readonly Query[]): readonly Query[] =>
  queries.toSorted((a, b) => (b.rate?.value ?? 0) - (a.rate?.value ?? 0) || compareText(a.id, b.id));

/** Statements that get a section of their own; the others stand in the table alone. */
const shown = 60;

/** The name of a statement, as a link where it has a section. */
export const queryCell = (all: readonly Query[], query: Query): Cell =>
  inOrder(all).indexOf(query) < shown
    ? link(query.id, `2-database/queries.md#${queryAnchor(query)}`)
    : query.id;

const queryAnchor = ({ id }: Query): string => anchor(`query-${id}`);

/** Each statement of the workload with its rate, plan and index, then the indexes and what they cost. */
export function queries(basis: Basis): readonly (Section | undefined)[] {
  const { data } = basis.backend;
  const planned = plans(basis);
  const all = inOrder(data.queries);
  return [
    section(
      {
        id: 'workload',
        title: 'Workload',
        items: planned.length > 0 && planned.length * 2 >= all.length ? ['2.3'] : [],
      },
      table(
        ['statement', 'operation', 'kind', 'at peak', 'tables', 'plan', 'indexes made for it'],
        all.map((query) => workloadRow(basis, query, planned)),
      ),
      claimsOf(basis, 'plan/'),
    ),
    indexes(basis),
    writeCost(basis),
    superfluous(basis),
    ...all.slice(0, shown).map((query) => statement(query, planned)),
  ];
}

function workloadRow({ backend }: Basis, query: Query, planned: readonly Plan[]): readonly Cell[] {
  const plan = planned.find((entry) => entry.query.id === query.id);
  const serving = backend.data.tables.flatMap((entry) =>
    entry.indexes.filter(({ serves }) => serves.includes(query.id)).map(({ name }) => name),
  );
  return [
    queryCell(backend.data.queries, query),
    query.reachedBy?.join(', ') ?? query.operation ?? 'not known',
    `${query.kind}${query.inLoop === true ? ', in a loop' : ''}`,
    cell(query.rate),
    names(query.tables),
    plan === undefined ? 'not planned' : planWords(plan.outcome),
    names(serving),
  ];
}

/** The verdict and the plan in the words of the prover's measurements. */
function planWords({ verdict, measurements }: Outcome): string {
  const shape = ['plan', 'shape', 'node'].flatMap((key) => {
    const value = measurements[key];
    return typeof value === 'string' ? [value] : [];
  })[0];
  const words = verdict.kind === 'proved' ? 'as wanted' : verdict.kind;
  return shape === undefined ? words : `${words}: ${shape}`;
}

function statement(query: Query, planned: readonly Plan[]): Section | undefined {
  const plan = planned.find((entry) => entry.query.id === query.id);
  const measurements = Object.entries(plan?.outcome.measurements ?? {});
  return section(
    { id: queryAnchor(query), title: query.id },
    code('sql', query.sql),
    table(
      ['parameter', 'type', 'sample'],
      query.parameters.map(({ type, sample }, index) => [`$${index + 1}`, codeCell(type), codeCell(sample)]),
    ),
    table(
      ['planner', 'value'],
      measurements.map(([key, value]) => [
        key,
        typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value),
      ]),
    ),
    plan === undefined ? undefined : { kind: 'claims', ids: [plan.claim.id] },
  );
}

function indexes({ backend }: Basis): Section | undefined {
  return section(
    { id: 'indexes', title: 'Indexes' },
    table(
      ['index', 'table', 'columns', 'kind', 'only rows', 'serves'],
      byName(backend.data.tables).flatMap((entry) =>
        entry.indexes.map(({ name, columns, include, unique, method, where, serves }): readonly Cell[] => [
          codeCell(name),
          codeCell(nameOf(entry)),
          codeCell(`${columns.join(', ')}${include.length === 0 ? '' : ` include ${include.join(', ')}`}`),
          unique ? `unique ${method}` : method,
          where === undefined ? 'all' : codeCell(where),
          serves.length > 0 ? names(serves) : servesKey(entry, columns),
        ]),
      ),
    ),
  );
}

function servesKey(entry: Table, columns: readonly string[]): string {
  const key = entry.foreignKeys.find((foreign) => foreign.columns.every((name, at) => columns[at] === name));
  return key === undefined ? 'no statement of the workload' : `deletes on ${key.references.table}`;
}

/** Index entries written per second: the price of the read indexes. */
function writeCost({ backend }: Basis): Section | undefined {
  const writes = backend.data.queries.filter(({ kind, rate }) => kind === 'insert' && rate !== undefined);
  const rows = byName(backend.data.tables).flatMap((entry): readonly (readonly Cell[])[] => {
    const own = writes.filter(({ tables }) => tables[0] === nameOf(entry));
    const rate = own.flatMap((query) => query.rate ?? [])[0];
    const indexesOf = indexCount(entry);
    if (rate === undefined || own.length !== 1) return [];
    const each = count(indexesOf, `indexes of ${nameOf(entry)}`);
    return [
      [
        codeCell(nameOf(entry)),
        rate,
        each,
        product(
          [
            ['inserts', rate],
            ['indexes', each],
          ],
          'requests/s',
          'inserts × indexes',
        ),
      ],
    ];
  });
  return section(
    { id: 'write-amplification', title: 'Write amplification' },
    table(['table', 'inserts at peak', 'indexes a row enters', 'index entries written'], rows),
  );
}

/** Indexes that another one makes superfluous, and those no statement asks for. */
function superfluous({ backend }: Basis): Section | undefined {
  const rows = byName(backend.data.tables).flatMap((entry) =>
    entry.indexes.flatMap((index): readonly (readonly Cell[])[] => {
      const by = coveredBy(entry, index);
      if (by !== undefined) return [[codeCell(index.name), nameOf(entry), `covered by ${by}`]];
      const unused =
        backend.data.queries.length > 0 &&
        index.serves.length === 0 &&
        !index.unique &&
        servesKey(entry, index.columns) === 'no statement of the workload';
      return unused
        ? [[codeCell(index.name), nameOf(entry), 'no statement of the workload asks for it']]
        : [];
    }),
  );
  const total = backend.data.tables.reduce((sum, entry) => sum + entry.indexes.length, 0);
  if (total === 0) return undefined;
  return section(
    { id: 'superfluous-indexes', title: 'Unused and duplicate indexes' },
    table(['index', 'table', 'why'], rows) ??
      table(
        ['checked', 'superfluous'],
        [[count(total, 'indexes compared'), count(0, 'superfluous indexes')]],
      ),
  );
}
