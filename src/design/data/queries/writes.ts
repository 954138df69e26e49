import type { Column, Query } from '../../../model/data.ts';
import type { Entity, Operation } from '../../../model/domain.ts';
import type { Quantity } from '../../../model/origin.ts';
import { derived } from '../../../model/origin.ts';
import { isBatch } from '../../api/conventions.ts';
import { naturalKeys } from '../keys.ts';
import { columnOf } from '../layout.ts';
import { guard, moved, moveOf } from './moves.ts';
import { byReach, ownCondition } from './reads.ts';
import { sampleId, sampleTime } from './samples.ts';
import {
  baseId,
  column,
  has,
  insertManySql,
  insertSql,
  parameters,
  query,
  targetOf,
  touched,
  valueOf,
} from './statement.ts';
import type { Parameters, Target } from './statement.ts';
import type { Use } from './uses.ts';

const rated = (rate: Quantity | undefined): { readonly rate?: Quantity } => (rate ? { rate } : {});

/** The row, and the parts that are made with it and have no operation of their own to be made by. */
export function createQueries(
  target: Target,
  operation: Operation,
  rate: Quantity | undefined,
): readonly Query[] {
  const into = parameters();
  const whole = query(
    { id: baseId(operation), operation, rule: 'one row', inTransaction: true, ...rated(rate) },
    'insert',
    [target.key],
    insertSql(target, into),
    into,
  );
  return [whole, ...partsOf(target).map((part) => partQuery(part, operation, rate))];
}

function partQuery(part: Target, operation: Operation, rate: Quantity | undefined): Query {
  const into = parameters();
  const id = `${baseId(operation)}-${part.key.split('.').at(-1)?.replaceAll('_', '-') ?? 'parts'}`;
  const rule = 'parts of a whole, all in one statement';
  const place = { id, operation, rule, inTransaction: true, ...rated(rate) };
  return query(place, 'insert', [part.key], insertManySql(part, into), into);
}

/** Entities owned by a row of this one, in the same context, that no operation of their own creates. */
export function partsOf({ layout, entity }: Target): readonly Target[] {
  const { operations } = layout.basis.domain;
  const isPart = (other: Entity): boolean =>
    other.context === entity.context &&
    other.name !== entity.name &&
    other.fields.some(
      ({ name, type }) => name === other.owner && type.kind === 'ref' && type.entity === entity.name,
    ) &&
    !operations.some(({ entity: of, verb }) => of === other.name && (verb === 'create' || verb === 'import'));
  return [...layout.entities.values()].filter(isPart).map((part) => targetOf(layout, part));
}

/** Fields a client may change, as columns. */
export const changeable = (target: Target): readonly Column[] =>
  target.entity.fields
    .filter(({ serverSet, immutable }) => serverSet !== true && immutable !== true)
    .flatMap((field) => target.columns.filter(({ name }) => name === columnOf(field)));

function keyed(target: Target, into: Parameters, versioned: boolean): readonly string[] {
  const id = `id = ${into.add('uuid', sampleId, 'id')}`;
  return versioned && has(target, 'version')
    ? [id, `version = ${into.add('integer', '1', 'version')}`]
    : [id];
}

export function updateQueries(target: Target, operation: Operation, uses: readonly Use[]): readonly Query[] {
  return byReach(uses).map(({ own, rate }) => {
    const into = parameters();
    const where = keyed(target, into, true);
    const owned = ownCondition(target, own, [], into);
    const set = changeable(target).map((at) => `${column(at.name)} = ${valueOf(into, at)}`);
    const all = [...set, ...touched(target)];
    const sql = `update ${target.sql} set ${(all.length === 0 ? ['id = id'] : all).join(', ')}\nwhere ${[...where, ...owned.conditions].join(' and ')}\nreturning id${has(target, 'version') ? ', version' : ''}`;
    const rule = 'changed only if it is still what the caller has read';
    const place = { id: `${baseId(operation)}${own ? '-own' : ''}`, operation, rule, inTransaction: true };
    return query({ ...place, ...rated(rate) }, 'update', [target.key, ...owned.tables], sql, into);
  });
}

export function deleteQueries(target: Target, operation: Operation, uses: readonly Use[]): readonly Query[] {
  return byReach(uses).map(({ own, rate }) => {
    const into = parameters();
    const where = keyed(target, into, true);
    const owned = ownCondition(target, own, [], into);
    const sql = `delete from ${target.sql}\nwhere ${[...where, ...owned.conditions].join(' and ')}`;
    const rule = 'deleted only if it is still what the caller has read';
    const place = { id: `${baseId(operation)}${own ? '-own' : ''}`, operation, rule, inTransaction: true };
    return query({ ...place, ...rated(rate) }, 'delete', [target.key, ...owned.tables], sql, into);
  });
}

/** Rows of a file, a hundred at a time; one that is known by its natural key is brought up to date. */
export function importQueries(
  target: Target,
  operation: Operation,
  rate: Quantity | undefined,
): readonly Query[] {
  const into = parameters();
  const natural = naturalKeys(target.layout, target.entity)[0]?.columns ?? ['id'];
  const fixed = new Set(target.entity.fields.filter(({ immutable }) => immutable).map(columnOf));
  const table = target.sql.split('.').at(-1);
  const set = target.entity.fields
    .map(columnOf)
    .filter((name) => !natural.includes(name) && !fixed.has(name))
    .map((name) => `${column(name)} = excluded.${column(name)}`);
  const more = touched(target).map((text) => text.replace('= version', `= ${table}.version`));
  const action = set.length === 0 ? 'do nothing' : `do update set ${[...set, ...more].join(', ')}`;
  const sql = `${insertManySql(target, into)}\non conflict (${natural.map(column).join(', ')}) ${action}`;
  const batches =
    rate &&
    derived(rate.value / 100, 'requests/s', 'rows / 100 rows a statement', [
      `${Number(rate.value.toPrecision(3))} rows/s`,
    ]);
  const place = {
    id: baseId(operation),
    operation,
    rule: 'rows in batches, by natural key',
    inTransaction: true,
  };
  return [query({ ...place, ...rated(batches) }, 'insert', [target.key], sql, into)];
}

export function processQueries(target: Target, operation: Operation, uses: readonly Use[]): readonly Query[] {
  const parts = partsOf(target).filter(
    ({ entity }) => entity.appendOnly === true && entity.lifecycle === undefined,
  );
  const history = parts.filter(({ entity }) => target.entity.lifecycle !== undefined && isHistory(entity));
  const steps = isBatch(target.layout.basis.domain, operation)
    ? batchQueries(target, operation, uses)
    : byReach(uses).map((use) => singleQuery(target, operation, use));
  return [...steps, ...history.map((part) => partQuery(part, operation, steps[0]?.rate))];
}

/** A part that records a change of state: it names the state before and after. */
const isHistory = ({ fields }: Entity): boolean =>
  fields.some(({ name }) => name.startsWith('from_')) && fields.some(({ name }) => name.startsWith('to_'));

/** A caller nobody knows shows a token: the row is found by its hash. */
function foundBy(target: Target, operation: Operation, into: Parameters): readonly string[] {
  const hash = target.entity.fields.find(({ unique, dataClass }) => unique && dataClass === 'secret');
  const token = operation.anonymous && hash !== undefined ? columnOf(hash) : undefined;
  return token === undefined
    ? keyed(target, into, false)
    : [`${column(token)} = ${into.add('text', '0'.repeat(64), token)}`];
}

function singleQuery(target: Target, operation: Operation, { own, rate }: Use): Query {
  const into = parameters();
  const where = foundBy(target, operation, into);
  const owned = ownCondition(target, own, [], into);
  const move = moveOf(target, operation);
  const set = moved(target, operation, move, into);
  const all = [...where, ...guard(target, move, into), ...owned.conditions].join(' and ');
  const sql = `update ${target.sql} set ${(set.length === 0 ? ['id = id'] : set).join(', ')}\nwhere ${all}\nreturning id`;
  const rule = 'the state it may start from is part of the statement; no row means it may not';
  const place = { id: `${baseId(operation)}${own ? '-own' : ''}`, operation, rule, inTransaction: true };
  return query({ ...place, ...rated(rate) }, 'update', [target.key, ...owned.tables], sql, into);
}

/** A worker takes rows that wait, passing by those another worker holds, and marks what it has done. */
function batchQueries(target: Target, operation: Operation, uses: readonly Use[]): readonly Query[] {
  const move = moveOf(target, operation);
  const rate = uses.flatMap((use) => use.rate ?? [])[0];
  const runs =
    rate &&
    derived(rate.value / 100, 'requests/s', 'rows / 100 rows a run', [
      `${Number(rate.value.toPrecision(3))} rows/s`,
    ]);
  const taking = parameters();
  const waits = guard(target, move, taking);
  const due = dueColumn(target);
  const when =
    due === undefined
      ? []
      : [`${column(due)} <= ${taking.add('timestamp with time zone', sampleTime, 'now')}`];
  const where = [...waits, ...when].join(' and ') || 'true';
  const take = `select id from ${target.sql}\nwhere ${where}\norder by ${column(due ?? 'id')} limit ${taking.add('integer', '100', 'limit')}\nfor update skip locked`;
  const marking = parameters();
  const set = moved(target, operation, move, marking);
  const ids = marking.add('uuid[]', `{${sampleId}}`, 'ids');
  const mark = `update ${target.sql} set ${(set.length === 0 ? ['id = id'] : set).join(', ')}\nwhere id = any(${ids})`;
  const place = { operation, inTransaction: true, ...rated(runs) };
  const rule = 'a worker takes a batch that no other one holds';
  return [
    query({ ...place, id: `${baseId(operation)}-take`, rule }, 'select', [target.key], take, taking),
    query({ ...place, id: `${baseId(operation)}-mark`, rule }, 'update', [target.key], mark, marking),
  ];
}

/** When a waiting row is due: the moment it says itself. */
export const dueColumn = (target: Target): string | undefined =>
  ['send_after', 'run_after', 'due_at', 'expires_at'].find((name) => has(target, name));
