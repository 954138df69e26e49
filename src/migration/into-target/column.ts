import { quoteName } from '../../artifacts/sql-names.ts';
import { snakeCase } from '../../artifacts/words.ts';
import type { ConvertedColumn } from '../conversion/column.ts';
import type { Column, Table } from '../../model/data.ts';
import type { DraftPair } from './draft.ts';
import { familyOf, labelsOf } from './family.ts';
import type { MappingGround } from './ground.ts';
import type { MappedColumn, MappedFault, MappedReference } from './mapping.ts';
import { fillsTable, keysTable, targetId } from './names.ts';
import { columnPath, referenceMapping, referenceOf } from './references.ts';
import { fillOf, isSteady, unsourced } from './unsourced.ts';
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
    ? source.kind === 'decimal' && source.type.endsWith(',2)')
    : field.type.kind === 'money';
}

function sourced(
  { target }: DraftPair,
  column: Column,
  source: ConvertedColumn,
  found: Conversion,
  base: Pick<MappedColumn, 'name' | 'type' | 'nullable' | 'sources' | 'reference'>,
): MappedColumn {
  const { nullable, default: given } = column;
  const own = `s.${quoteName(source.name)}`;
  const steady = given !== undefined && isSteady(given) ? given : undefined;
  const fallback = steady === undefined ? fillOf(target, column) : `(${steady})::${column.type}`;
  return {
    ...base,
    carried: true,
    value: nullable ? found.value : `case when ${own} is null then ${fallback} else ${found.value} end`,
    ...(found.back !== undefined && { back: found.back }),
    ...(found.names !== undefined && { names: found.names }),
    ...(found.labels !== undefined && { labels: found.labels }),
    asksPerson: !nullable && steady === undefined,
    faults: faultsOf(column, own, found, steady),
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

/** What the target refuses of a value, and what is changed on the way. */
function faultsOf(
  { name, nullable }: Column,
  own: string,
  found: Conversion,
  steady: string | undefined,
): readonly MappedFault[] {
  const made = `m.${quoteName(name)}`;
  const nothing = nullable
    ? ({ action: 'repaired', repair: 'NULL' } as const)
    : ({ action: 'quarantined', repair: 'the row' } as const);
  const old = `${own}::text`;
  return [
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
}
