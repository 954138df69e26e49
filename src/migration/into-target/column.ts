import { quoteName, quoteText } from '../../artifacts/sql-names.ts';
import { snakeCase } from '../../artifacts/words.ts';
import type { ConvertedColumn } from '../conversion/column.ts';
import type { Column, Table } from '../../model/data.ts';
import type { DraftPair } from './draft.ts';
import { familyOf, labelsOf } from './family.ts';
import type { MappingGround } from './ground.ts';
import type { MappedColumn, MappedFault, MappedReference } from './mapping.ts';
import { fillsTable, keysTable, targetId } from './names.ts';
import { columnPath, referenceMapping, referenceOf, siblingValue } from './references.ts';
import { valueMapping } from './value.ts';

/** What a column of the target is given from the rows of one legacy table. */
export function mappedColumn(
  pair: DraftPair,
  column: Column,
  pairs: readonly DraftPair[],
  ground: MappingGround,
): MappedColumn {
  const { target } = pair;
  const sources = pair.columns.get(column.name) ?? [];
  const { name, type, nullable } = column;
  const base = { name, type, nullable, sources };
  if (pair.keyed && target.primaryKey?.columns[0] === name)
    return {
      ...base,
      carried: true,
      value: `(select k.${targetId} from ${keysTable(pair)} as k where k.legacy_row = s.legacy_row)`,
      asksPerson: false,
      faults: [],
      words: [keyWords(pair, type)],
    };
  const reference = referenceOf(target, column, ground);
  const [first] = sources
    .map((source) => pair.source.columns.find((one) => one.name === source))
    .filter((source) => source !== undefined);
  if (first === undefined) return unsourced(pair, column, reference, pairs);
  const found = conversionOf(pair, column, first, reference, pairs, ground);
  if (found === undefined) {
    const { words, ...rest } = unsourced(pair, column, reference, pairs);
    return {
      ...rest,
      sources: [],
      words: [`${first.name} is ${first.type}, which is no ${type}: not carried`, ...words],
    };
  }
  return sourced(pair, column, first, found, {
    ...base,
    ...(reference !== undefined && { reference }),
  });
}

const keyWords = ({ legacyKey, source }: DraftPair, type: string): string =>
  type === 'uuid'
    ? `made from the legacy key ${legacyKey.length === 0 ? '(the number of the row: the table has none)' : legacyKey.join(', ')} of ${source.name}: the same one each time, and in its order`
    : `the legacy key ${legacyKey.join(', ')}`;

interface Conversion {
  readonly value: string;
  readonly back?: string;
  readonly changed?: string;
  readonly names?: { readonly table: string; readonly column: string };
  readonly labels?: readonly string[];
  readonly isReference: boolean;
  readonly words: readonly string[];
}

function conversionOf(
  pair: DraftPair,
  column: Column,
  source: ConvertedColumn,
  reference: MappedReference | undefined,
  pairs: readonly DraftPair[],
  ground: MappingGround,
): Conversion | undefined {
  const [given, held] = [`s.${quoteName(source.name)}`, `t.${quoteName(column.name)}`];
  const named = reference === undefined ? undefined : referenceMapping(pair, reference, source, pairs);
  if (named !== undefined)
    return {
      value: named.value,
      back: named.back(held),
      names: named.names,
      isReference: true,
      words: named.words,
    };
  const labels = labelsOf(pair.target, column.name, column.type, ground.target.enums);
  const found = valueMapping(source, {
    family: familyOf(column.type, ground.target.enums),
    column: columnPath(pair.target, column.name),
    type: column.type,
    ...(labels !== undefined && { labels }),
    money: isMoney(pair.target, column, source, ground),
    localZone: ground.localZone,
  });
  if (found === undefined) return undefined;
  return {
    value: found.value(given),
    ...(found.back !== undefined && { back: found.back(held) }),
    ...(found.rounded !== undefined && { changed: found.rounded(given) }),
    ...(labels !== undefined && { labels }),
    isReference: false,
    words: found.words,
  };
}

/** As the design says; where no entity tells, two digits behind the point that become a whole number. */
function isMoney(
  target: Table,
  { name }: Column,
  source: ConvertedColumn,
  { entities }: MappingGround,
): boolean {
  const entity = entities.find((one) => one.name === target.entity);
  const field = entity?.fields.find((one) => snakeCase(one.name) === name);
  return field === undefined
    ? source.kind === 'decimal' && /,2\)$/.test(source.type)
    : field.type.kind === 'money';
}

const fillOf = (target: Table, { name, type }: Column): string =>
  `(select f.value from ${fillsTable} as f where f.target_column = ${quoteText(columnPath(target, name))} and pg_input_is_valid(f.value, ${quoteText(type)}))::${type}`;

/** A default that is another one at each moment says nothing of a row that is years old. */
export const isSteady = (given: string): boolean =>
  !/\(\)|current_|localtime|random|nextval|identity/i.test(given);

function sourced(
  { target }: DraftPair,
  column: Column,
  source: ConvertedColumn,
  found: Conversion,
  base: Pick<MappedColumn, 'name' | 'type' | 'nullable' | 'sources' | 'reference'>,
): MappedColumn {
  const { name, nullable, default: given } = column;
  const own = `s.${quoteName(source.name)}`;
  const made = `m.${quoteName(name)}`;
  const nothing = nullable
    ? ({ action: 'repaired', repair: 'NULL' } as const)
    : ({ action: 'quarantined', repair: 'the row' } as const);
  const steady = given !== undefined && isSteady(given) ? given : undefined;
  const fallback = steady === undefined ? fillOf(target, column) : `(${steady})::${column.type}`;
  const old = `${own}::text`;
  const faults: readonly MappedFault[] = [
    {
      column: name,
      fault: found.isReference ? 'orphan' : 'no-value',
      when: `${own} is not null and ${found.value} is null`,
      ...nothing,
      old,
    },
    ...(found.changed === undefined
      ? []
      : [
          {
            column: name,
            fault: 'changed',
            when: `${own} is not null and ${found.changed}`,
            action: 'repaired',
            repair: found.words.at(-1) ?? 'the nearest value',
            old,
          } as const,
        ]),
    ...(nullable
      ? []
      : [
          {
            column: name,
            fault: 'null',
            when: `${own} is null and ${made} is null`,
            action: 'quarantined',
            repair: 'the row',
            old,
          } as const,
          {
            column: name,
            fault: 'null',
            when: `${own} is null and ${made} is not null`,
            action: 'repaired',
            repair: steady === undefined ? `the value that ${fillsTable} states` : `the default, ${steady}`,
            old,
          } as const,
        ]),
  ];
  return {
    ...base,
    carried: true,
    value: nullable ? found.value : `case when ${own} is null then ${fallback} else ${found.value} end`,
    ...(found.back !== undefined && { back: found.back }),
    ...(found.names !== undefined && { names: found.names }),
    ...(found.labels !== undefined && { labels: found.labels }),
    asksPerson: !nullable && steady === undefined,
    faults,
    words: [
      ...found.words,
      ...(base.sources.length > 1
        ? [`${base.sources.slice(1).join(', ')} are not carried: the first one counts`]
        : []),
      ...(nullable || source.nullable === false
        ? []
        : [
            steady === undefined
              ? `NULL: what ${fillsTable} states, else the row is kept apart`
              : `NULL becomes ${steady}`,
          ]),
    ],
  };
}

function unsourced(
  pair: DraftPair,
  column: Column,
  reference: MappedReference | undefined,
  pairs: readonly DraftPair[],
): MappedColumn {
  const { name, type, nullable, default: given } = column;
  const base = {
    name,
    type,
    nullable,
    sources: [],
    asksPerson: false,
    ...(reference !== undefined && { reference }),
  };
  const sibling = reference === undefined ? undefined : siblingValue(pair, reference, pairs);
  if (sibling !== undefined)
    return {
      ...base,
      carried: true,
      value: sibling,
      faults: [],
      words: ['the row that the same legacy row becomes'],
    };
  if (given !== undefined)
    return {
      ...base,
      carried: false,
      value: /identity|nextval/i.test(given) ? `null::${type}` : `(${given})::${type}`,
      faults: [],
      words: [`nothing is carried: the default of the target, ${given}`],
    };
  if (nullable)
    return {
      ...base,
      carried: false,
      value: `null::${type}`,
      faults: [],
      words: ['nothing is carried: NULL'],
    };
  return {
    ...base,
    carried: true,
    asksPerson: true,
    value: fillOf(pair.target, column),
    faults: [
      {
        column: name,
        fault: 'no-source',
        when: `m.${quoteName(name)} is null`,
        action: 'quarantined',
        repair: `the row: state a value in ${fillsTable}`,
        old: 'null::text',
      },
    ],
    words: [
      `demanded by the target, and nothing is carried: what ${fillsTable} states, else the rows are kept apart`,
    ],
  };
}
