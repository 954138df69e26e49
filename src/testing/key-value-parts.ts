import type { Backend } from '../model/backend.ts';
import type { KeyValueAccess, KeyValueTable } from '../model/key-value.ts';
import { seen } from './seen.ts';

/** Tables and calls of key-value stores as a page shows them. */
export const keyValueParts = ({ data: { keyValue } }: Backend): readonly string[] => [
  ...(keyValue?.tables ?? []).flatMap(tableLines),
  ...(keyValue?.accesses ?? []).flatMap(accessLines),
];

const keysText = (partition: string, sort: string | undefined): string =>
  sort === undefined ? partition : `${partition}, ${sort}`;

const tableLines = (table: KeyValueTable): readonly string[] => [
  `table ${table.name} (${keysText(table.partitionKey, table.sortKey)}) ${table.billing}${table.expiry === undefined ? '' : ` expires by ${table.expiry}`}${table.stream === undefined ? '' : ` streams ${table.stream}`}${table.indexesOpen === true ? ' more indexes' : ''}  ${seen(table.origin)}`,
  `  attributes ${table.attributes.map(({ name, type }) => `${name} ${type}`).join(', ')}`,
  ...table.indexes.map(
    ({ name, kind, partitionKey, sortKey, projection, projected }) =>
      `  ${kind} index ${name} (${keysText(partitionKey, sortKey)}) projects ${[projection, ...projected].join(' ')}`,
  ),
];

function accessLines(access: KeyValueAccess): readonly string[] {
  const conditions = (words: string, found: KeyValueAccess['key']): string =>
    found === undefined
      ? ''
      : ` ${words} ${found.map(({ attribute, by }) => (by === 'equal' ? attribute : `${attribute}*`)).join(', ') || '…'}`;
  const flags = [
    access.open === true ? 'open' : '',
    access.limit === true ? 'limited' : '',
    access.consistent === true ? 'consistent' : '',
    access.conditional === true ? 'conditional' : '',
    access.inLoop === true ? 'in a loop' : '',
    access.pages === undefined ? '' : `pages ${access.pages}`,
    access.grows === undefined ? '' : `grows ${access.grows.join(', ')}`,
    access.after === undefined ? '' : `after ${seen(access.after)}`,
  ].filter((flag) => flag !== '');
  const item = access.item
    ?.map(({ attribute, value }) => (value === undefined ? attribute : `${attribute}='${value}'`))
    .join(', ');
  return [
    `${access.call} ${access.table ?? `unknown ${access.target}`}${access.index === undefined ? '' : ` by ${access.index}`}${conditions('key', access.key)}${conditions('filter', access.filter)}${item === undefined ? '' : ` item ${item}`}${flags.length === 0 ? '' : ` [${flags.join('; ')}]`}  ${seen(access.origin)}`,
    ...(access.reachedBy === undefined ? [] : [`  reached by ${access.reachedBy.join(', ')}`]),
  ];
}
