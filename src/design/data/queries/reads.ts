import type { Column, Query } from '../../../model/data.ts';
import type { Operation } from '../../../model/domain.ts';
import type { Quantity } from '../../../model/origin.ts';
import { derived } from '../../../model/origin.ts';
import { orderKey } from '../../domain/fields.ts';
import { columnNamed, columnOf } from '../layout.ts';
import { ownedBy } from './owners.ts';
import { oldId, sampleId } from './samples.ts';
import { baseId, column, parameters, query, readable, valueOf } from './statement.ts';
import type { Parameters, Target } from './statement.ts';
import { sumOf } from './uses.ts';
import type { Use } from './uses.ts';

const pageSize = '50';

/** Conditions that hold on own rows only, added where the keys do not say so already. */
export function ownCondition(
  target: Target,
  own: boolean,
  filters: readonly string[],
  into: Parameters,
): { readonly conditions: readonly string[]; readonly tables: readonly string[] } {
  const { owner } = target.entity;
  if (
    !own ||
    (owner !== undefined && filters.includes(columnNamed(target.entity, owner)) && ownsDirectly(target))
  )
    return { conditions: [], tables: [] };
  const probe = ownedBy(target.layout, target.entity.name, `${target.sql.split('.').at(-1)}.`, '$0');
  if (probe === undefined) return { conditions: [], tables: [] };
  const person = into.add('uuid', sampleId, 'caller');
  return { conditions: [probe.sql.replace('$0', person)], tables: probe.tables };
}

const ownsDirectly = ({ layout, entity }: Target): boolean =>
  !(ownedBy(layout, entity.name, '', '$0')?.sql.startsWith('exists') ?? true);

interface Ordering {
  readonly column: Column;
  readonly descending: boolean;
}

/** Filters and order of a use, the key last so that the order is total. */
export function keysOf(
  target: Target,
  by: readonly string[],
): {
  readonly filters: readonly Column[];
  readonly order: readonly Ordering[];
} {
  const keys = by.flatMap((text) => {
    const { field, order } = orderKey(text);
    const found = target.columns.find(({ name }) => name === columnNamed(target.entity, field));
    return found === undefined ? [] : [{ column: found, order }];
  });
  const order = keys.flatMap(({ column: at, order: way }) =>
    way === undefined ? [] : [{ column: at, descending: way === 'desc' }],
  );
  const id = target.columns.find(({ name }) => name === 'id');
  const last = order.at(-1)?.descending ?? true;
  const total = id === undefined || order.some(({ column: at }) => at === id);
  return {
    filters: keys.flatMap(({ column: at, order: way }) => (way === undefined ? [at] : [])),
    order: total ? order : [...order, { column: id, descending: last }],
  };
}

export const orderText = ({ column: at, descending }: Ordering): string =>
  `${at.name}${descending ? ' desc' : ''}${descending && at.nullable ? ' nulls last' : ''}`;

const orderSql = ({ column: at, descending }: Ordering): string =>
  `${column(at.name)}${descending ? ' desc' : ''}${descending && at.nullable ? ' nulls last' : ''}`;

/** `(a, id) < ($2, $3)`; with mixed directions the comparison is written out. */
function after(order: readonly Ordering[], into: Parameters): string {
  const marks = order.map(({ column: at }) => valueOf(into, at, `after.${at.name}`));
  const [first] = order;
  if (order.every(({ descending }) => descending === first?.descending)) {
    const names = order.map(({ column: at }) => column(at.name)).join(', ');
    return `(${names}) ${first?.descending === true ? '<' : '>'} (${marks.join(', ')})`;
  }
  const cases = order.map(({ column: at, descending }, depth) => {
    const equal = order.slice(0, depth).map((each, index) => `${column(each.column.name)} = ${marks[index]}`);
    return `(${[...equal, `${column(at.name)} ${descending ? '<' : '>'} ${marks[depth]}`].join(' and ')})`;
  });
  return `(${cases.join(' or ')})`;
}

/** Most lists are left after their first page. */
const share = (rate: Quantity | undefined, part: number, words: string): Quantity | undefined =>
  rate &&
  derived(rate.value * part, 'requests/s', words, [`${Number(rate.value.toPrecision(3))} requests/s`]);

/** Uses of a list that differ as statements: filtering by the owner already keeps to own rows. */
export function listUses(target: Target, uses: readonly Use[]): readonly Use[] {
  const { owner } = target.entity;
  const isSame = ({ by, own }: Use): boolean =>
    own && owner !== undefined && by.includes(owner) && ownsDirectly(target);
  return uses.flatMap((use) => {
    const twin = uses.find((each) => each !== use && each.by.join() === use.by.join());
    if (twin === undefined) return [use];
    if (isSame(use)) return [];
    const rates = isSame(twin) ? [use, twin].flatMap(({ rate }) => rate ?? []) : [];
    const rate = sumOf(rates);
    return [rate === undefined ? use : { ...use, rate }];
  });
}

/** A list: the first page, and the page after a cursor (keyset: no page costs more than the first). */
export function listQueries(target: Target, operation: Operation, uses: readonly Use[]): readonly Query[] {
  const taken = new Set<string>();
  return listUses(target, uses).flatMap((use) => {
    const base = useId(operation, use, taken);
    const page = (next: boolean): Query => {
      const into = parameters();
      const { filters, order } = keysOf(target, use.by);
      const equal = filters.map((at) => `${column(at.name)} = ${valueOf(into, at)}`);
      const names = filters.map(({ name }) => name);
      const own = ownCondition(target, use.own, names, into);
      const where = [...equal, ...own.conditions, ...(next ? [after(order, into)] : [])];
      const limit = into.add('integer', pageSize, 'limit');
      const sql = [
        `select ${readable(target)} from ${target.sql}`,
        ...(where.length === 0 ? [] : [`where ${where.join(' and ')}`]),
        `order by ${order.map(orderSql).join(', ')} limit ${limit}`,
      ].join('\n');
      const rate = next
        ? share(use.rate, 0.2, 'one list request in five asks for a further page')
        : share(use.rate, 0.8, 'four of five list requests ask for the first page');
      const rule = 'keyset pagination over filters and order of the operation';
      return query(
        { id: next ? `${base}-next` : base, operation, rule, ...(rate && { rate }) },
        'select',
        [target.key, ...own.tables],
        sql,
        into,
      );
    };
    return [page(false), page(true)];
  });
}

/** `list-order`, `list-order-own`; a further set of keys is named after its filters. */
function useId(operation: Operation, { by, own }: Use, taken: Set<string>): string {
  const plain = `${baseId(operation)}${own ? '-own' : ''}`;
  const keyed = `${plain}-by-${by.map((key) => orderKey(key).field.replaceAll('_', '-')).join('-') || 'id'}`;
  const id = taken.has(plain) ? keyed : plain;
  taken.add(id);
  return id;
}

export function readQueries(target: Target, operation: Operation, uses: readonly Use[]): readonly Query[] {
  return byReach(uses).map(({ own, rate }) => {
    const into = parameters();
    const conditions = [`id = ${into.add('uuid', sampleId, 'id')}`];
    const owned = ownCondition(target, own, [], into);
    const sql = `select ${readable(target)} from ${target.sql}\nwhere ${[...conditions, ...owned.conditions].join(' and ')}`;
    const place = { id: `${baseId(operation)}${own ? '-own' : ''}`, operation, rule: 'found by its key' };
    return query({ ...place, ...(rate && { rate }) }, 'select', [target.key, ...owned.tables], sql, into);
  });
}

/** Uses that differ by reach only. */
export function byReach(uses: readonly Use[]): readonly Use[] {
  return [false, true].flatMap((own) => {
    const same = uses.filter((use) => use.own === own);
    const rates = same.flatMap(({ rate }) => rate ?? []);
    const [first] = same;
    return first === undefined
      ? []
      : [{ ...first, ...(rates[0] !== undefined && { rate: { ...rates[0], value: sum(rates) } }) }];
  });
}

const sum = (rates: readonly Quantity[]): number => rates.reduce((all, { value }) => all + value, 0);

/** The document a search looks into, as an index over an expression can hold it. */
export function searchDocument(target: Target, operation: Operation): string | undefined {
  const named = operation.by.map((key) => orderKey(key).field);
  const texts = target.entity.fields.filter(({ type }) => type.kind === 'string' || type.kind === 'text');
  const chosen = texts.filter(({ name }) => named.includes(name));
  const fields = chosen.length > 0 ? chosen : texts.slice(0, 3);
  if (fields.length === 0) return undefined;
  const parts = fields.map((field) => `coalesce(${column(columnOf(field))}, '')`);
  return `to_tsvector('simple'::regconfig, ${parts.join(" || ' ' || ")})`;
}

export function searchQueries(target: Target, operation: Operation, uses: readonly Use[]): readonly Query[] {
  const document = searchDocument(target, operation);
  if (document === undefined) return listQueries(target, operation, uses);
  return byReach(uses).map(({ own, rate }) => {
    const into = parameters();
    const wanted = `websearch_to_tsquery('simple'::regconfig, ${into.add('text', 'lantern', 'q')})`;
    const owned = ownCondition(target, own, [], into);
    const where = [`${document} @@ ${wanted}`, ...owned.conditions].join(' and ');
    const sql = `select ${readable(target)} from ${target.sql}\nwhere ${where}\norder by ts_rank(${document}, ${wanted}) desc, id limit ${into.add('integer', pageSize, 'limit')}`;
    const place = { id: `${baseId(operation)}${own ? '-own' : ''}`, operation, rule: 'full-text search' };
    return query({ ...place, ...(rate && { rate }) }, 'select', [target.key, ...owned.tables], sql, into);
  });
}

/** An export reads a period in slices along the key, whose versions are in order of time. */
export function exportQueries(
  target: Target,
  operation: Operation,
  rate: Quantity | undefined,
): readonly Query[] {
  const into = parameters();
  const [from, until] = [into.add('uuid', oldId, 'from'), into.add('uuid', sampleId, 'until')];
  const sql = `select ${readable(target)} from ${target.sql}\nwhere id > ${from} and id <= ${until}\norder by id limit ${into.add('integer', '1000', 'limit')}`;
  const slices =
    rate &&
    derived(rate.value / 1000, 'requests/s', 'rows / 1,000 rows a slice', [
      `${Number(rate.value.toPrecision(3))} rows/s`,
    ]);
  const place = { id: baseId(operation), operation, rule: 'an export reads in slices along the key' };
  return [query({ ...place, ...(slices && { rate: slices }) }, 'select', [target.key], sql, into)];
}
