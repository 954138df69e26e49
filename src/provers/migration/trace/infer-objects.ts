import { quoteName, quoteText, sqlName } from '../../../artifacts/sql-names.ts';
import { standInTypeSql } from '../../postgres/production/stand-in-types.ts';
import { addedConstraintsIn } from './added-constraints.ts';
import { newIndex, other, tableCalled, withTable } from './inference.ts';
import type { Failed, Inference, Step } from './inference.ts';
import { nameOfRelation } from '../lint/rule.ts';
import { mainRelation } from './relations.ts';

/** Schemas, constraints, indexes, types, roles, triggers and trigger functions that are not there. */
export function inferObject(inference: Inference, failed: Failed): Step | undefined {
  const { code, message } = failed.failure;
  const [, schema] = /^schema "(.*)" does not exist/.exec(message) ?? [];
  if (code === '3F000' && schema !== undefined)
    return other(inference, 'early', `create schema ${quoteName(schema)}`);
  const [, modified] = /^type modifier is not allowed for type "(.*)"/.exec(message) ?? [];
  if (modified !== undefined) return standIn(inference, modified);
  if (code === '42883') return triggerFunction(inference, failed);
  if (code === '42809' || code === '42P17') return notPartitioned(inference, failed);
  if (code !== '42704') return undefined;
  return constraint(inference, failed) ?? index(inference, failed) ?? namedObject(inference, failed);
}

function constraint(inference: Inference, { failure, statement }: Failed): Step | undefined {
  const [, name, told] =
    /^constraint "(.*)" (?:of|for) (?:relation|table) "(.*)" does not exist/.exec(failure.message) ?? [];
  const main = mainRelation(statement.node);
  if (name === undefined || told === undefined || main === undefined) return undefined;
  const owner = nameOfRelation(main);
  const table = tableCalled(inference, owner);
  if (table === undefined) return undefined;
  const part = `constraint ${quoteName(name)} check (true)`;
  const sql = `alter table ${sqlName(owner)} add ${part} not valid`;
  const before = `alter table ${table.name} add ${part} not valid`;
  const { inferred } = inference;
  return {
    now: [sql],
    inference: { ...inference, inferred: { ...inferred, late: [...inferred.late, before] } },
  };
}

function index(inference: Inference, { failure, statement }: Failed): Step | undefined {
  const [, name] = /^index "(.*?)"(?: for table ".*")? does not exist/.exec(failure.message) ?? [];
  if (name === undefined) return undefined;
  const main = mainRelation(statement.node);
  const uses = addedConstraintsIn(statement.node).some(({ indexname }) => indexname === name);
  const isTables = main !== undefined && (uses || 'ClusterStmt' in statement.node);
  if (!isTables) return newIndex(inference, name);
  const owner = nameOfRelation(main);
  const table = tableCalled(inference, owner);
  if (table === undefined) return undefined;
  if (table.columns.size > 0) return newIndex(inference, name, owner);
  const type = 'bigint';
  const columns = new Map([['id', type] as const]);
  const step = newIndex(withTable(inference, owner, { ...table, columns }), name, owner);
  return step === undefined
    ? undefined
    : { ...step, now: [`alter table ${sqlName(owner)} add column id ${type}`, ...step.now] };
}

function namedObject(inference: Inference, { failure, statement, script }: Failed): Step | undefined {
  const [, kind, name = ''] = /^(type|role) "(.*?)" does not exist/.exec(failure.message) ?? [];
  if (kind === 'role') return other(inference, 'early', `create role ${quoteName(name)}`);
  if (kind !== 'type') return undefined;
  if ('AlterEnumStmt' in statement.node) {
    const { newValNeighbor, oldVal, newVal } = statement.node.AlterEnumStmt;
    const label = newValNeighbor ?? oldVal ?? (newVal === 'a' ? 'b' : 'a');
    return other(inference, 'early', `create type ${sqlName(name)} as enum (${quoteText(label)})`);
  }
  const kinds = 'DropStmt' in statement.node || 'AlterTableStmt' in statement.node;
  return kinds ||
    'AlterDomainStmt' in statement.node ||
    'CreateStmt' in statement.node ||
    'CreateDomainStmt' in statement.node
    ? other(
        inference,
        'early',
        `create domain ${sqlName(name)} as ${'DropStmt' in statement.node ? 'text' : typeOf(script.text.slice(statement.start, statement.end))}`,
      )
    : undefined;
}

/** The base type of a domain, by what it is compared with. */
const typeOf = (text: string): string => (/[<>=+*-]\s*\d/.test(text) ? 'bigint' : 'text');

/** Only types of extensions take modifiers that a domain does not. */
function standIn(inference: Inference, type: string): Step | undefined {
  const domain = `create domain ${sqlName(type)} as `;
  const { inferred } = inference;
  if (!inferred.early.some((sql) => sql.startsWith(domain))) return undefined;
  const early = inferred.early.filter((sql) => !sql.startsWith(domain));
  const standIns = [...inferred.standIns, type];
  return {
    now: [`drop domain ${sqlName(type)} cascade`, standInTypeSql(type)],
    inference: { ...inference, inferred: { ...inferred, early, standIns } },
  };
}

function triggerFunction(inference: Inference, { failure, statement }: Failed): Step | undefined {
  const [, name] = /^function ([^(]+)\(\) does not exist/.exec(failure.message) ?? [];
  if (name === undefined || !('CreateTrigStmt' in statement.node)) return undefined;
  const sql = `create function ${name}() returns trigger language plpgsql as 'begin return new; end'`;
  return other(inference, 'early', sql);
}

/** `ATTACH` and `DETACH PARTITION` need a partitioned table and, to detach, its partition. */
function notPartitioned(inference: Inference, { failure, statement }: Failed): Step | undefined {
  if (!/is not a partition of relation/.test(failure.message)) return undefined;
  const [, partition = '', parent = ''] =
    /^relation "(.*)" is not a partition of relation "(.*)"/.exec(failure.message) ?? [];
  const main = mainRelation(statement.node);
  const table = tableCalled(inference, partition);
  if (main === undefined || table === undefined) return undefined;
  const owner = nameOfRelation(main);
  const tables = new Map(inference.inferred.tables);
  tables.delete(inference.names.get(partition) ?? partition);
  const sql = `create table ${sqlName(partition)} partition of ${sqlName(owner)} for values in (1)`;
  const step = other({ ...inference, inferred: { ...inference.inferred, tables } }, 'late', sql);
  return parent === '' ? undefined : { ...step, now: [`drop table ${sqlName(partition)}`, sql] };
}
