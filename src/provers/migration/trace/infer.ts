import { quoteName, sqlName } from '../../../artifacts/sql-names.ts';
import { nameOfRelation } from '../lint/rule.ts';
import { typeBefore } from './guess.ts';
import { inferKeyOrType } from './infer-keys.ts';
import { inferObject } from './infer-objects.ts';
import { newIndex, newTable, other, tableCalled, withTable } from './inference.ts';
import type { Failed, Inference, Step } from './inference.ts';
import { mainRelation, relationsIn } from './relations.ts';

/** Undefined when the failure is not about something that is missing from the schema as known. */
export function infer(inference: Inference, failed: Failed): Step | undefined {
  const { code } = failed.failure;
  if (code === '42P01') return missingRelation(inference, failed);
  if (code === '42703') return missingColumn(inference, failed);
  return inferKeyOrType(inference, failed) ?? inferObject(inference, failed);
}

function missingRelation(inference: Inference, { script, statement, failure }: Failed): Step | undefined {
  const [, kind = '', told = ''] =
    /^(relation|table|view|materialized view|sequence|index) "(.*)" does not exist/s.exec(failure.message) ??
    [];
  const named = relationsIn(statement.node).map(nameOfRelation);
  const text = script.text.slice(statement.start, statement.end);
  const name = named.find((each) => each === told) ?? told;
  if (name === '') return undefined;
  if (kind === 'view' || kind === 'materialized view') {
    const sql = `create ${kind} ${sqlName(name)} as select 1 as id`;
    return other(inference, 'late', sql);
  }
  if (kind === 'sequence' || /nextval|setval|\bsequence\b/i.test(text))
    return other(inference, 'early', `create sequence ${sqlName(name)}`);
  if (/refresh\s+materialized/i.test(text))
    return other(inference, 'late', `create materialized view ${sqlName(name)} as select 1 as id`);
  const isIndex = kind === 'index' || /^\s*(reindex\s[^;]*\bindex\b|alter\s+index)/i.test(text);
  if (isIndex) return newIndex(inference, name);
  const partitioned =
    /\b(attach|detach)\s+partition\b/i.test(text) &&
    nameOfRelation(mainRelation(statement.node) ?? {}) === name;
  return newTable(
    inference,
    name,
    partitioned ? ' partition by list (partition_key)' : '',
    partitioned ? 'partition_key' : '',
  );
}

const columnMessages: readonly RegExp[] = [
  /^column "(?<column>.*)" of relation "(?<table>.*)" does not exist/,
  /^column "(?<column>.*)" named in key does not exist/,
  /^column "(?<column>.*)" referenced in foreign key constraint does not exist/,
  /^column (?<table>[^" ]+)\.(?<column>[^" ]+) does not exist/,
  /^column "(?<column>.*)" does not exist/,
];

function missingColumn(inference: Inference, { script, statement, failure }: Failed): Step | undefined {
  const groups = columnMessages
    .map((message) => message.exec(failure.message)?.groups)
    .find((found) => found);
  const { column, table: told } = groups ?? {};
  if (column === undefined) return undefined;
  const named = relationsIn(statement.node);
  const main = mainRelation(statement.node);
  const owners = [
    ...named.filter(
      ({ relname, alias }) => told !== undefined && (relname === told || alias?.aliasname === told),
    ),
    ...(/referenced in foreign key/.test(failure.message) ? [] : main === undefined ? [] : [main]),
    ...named,
  ].map(nameOfRelation);
  const owner = owners.find((name) => {
    const table = tableCalled(inference, name);
    return table !== undefined && !table.columns.has(column);
  });
  const table = owner === undefined ? undefined : tableCalled(inference, owner);
  if (owner === undefined || table === undefined) return undefined;
  const type = typeBefore(script, statement, column);
  const columns = new Map(table.columns).set(column, type);
  return {
    now: [`alter table ${sqlName(owner)} add column ${quoteName(column)} ${type}`],
    inference: withTable(inference, owner, { ...table, columns }),
  };
}
