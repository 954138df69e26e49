import type { Constraint, Node } from 'libpg-query';
import { quoteName, quoteNames, sqlName } from '../../../artifacts/sql-names.ts';
import { addedConstraintsIn } from './added-constraints.ts';
import { changesType, otherTypes } from './guess.ts';
import { tableCalled, withTable } from './inference.ts';
import type { Failed, Inference, Step } from './inference.ts';
import { strings } from '../lint/parts.ts';
import { nameOfRelation } from '../lint/rule.ts';
import { mainRelation, relationsIn } from './relations.ts';

/** Unique keys that foreign keys need, and types that fit the statements. */
export function inferKeyOrType(inference: Inference, failed: Failed): Step | undefined {
  const { code = '' } = failed.failure;
  if (code === '42830') return missingKey(inference, failed);
  return typeCodes.has(code) ? wrongType(inference, failed) : undefined;
}

/** SQLSTATEs that tell of operators, casts and values that do not fit a type. */
const typeCodes: ReadonlySet<string> = new Set(['42804', '42883', '42846', '22P02', '42704']);

const foreignKeys = (node: Node): readonly Constraint[] =>
  addedConstraintsIn(node).filter(({ contype }) => contype === 'CONSTR_FOREIGN');

function missingKey(inference: Inference, { statement }: Failed): Step | undefined {
  for (const { pktable, pk_attrs: keys } of foreignKeys(statement.node)) {
    const name = nameOfRelation(pktable ?? {});
    const table = tableCalled(inference, name);
    const columns = strings(keys);
    if (table === undefined) continue;
    const wanted = columns.length > 0 ? columns : ['id'];
    const part = `${columns.length > 0 ? 'unique' : 'primary key'} (${quoteNames(wanted)})`;
    if (table.parts.includes(part)) continue;
    const missing = wanted.filter((column) => !table.columns.has(column));
    const all = new Map([...table.columns, ...missing.map((column) => [column, 'bigint'] as const)]);
    const target = sqlName(name);
    return {
      now: [
        ...missing.map((column) => `alter table ${target} add column ${quoteName(column)} bigint`),
        `alter table ${target} add ${part}`,
      ],
      inference: withTable(inference, name, { ...table, columns: all, parts: [...table.parts, part] }),
    };
  }
  return undefined;
}

/** Tries other types for the inferred columns a statement names, all of one table at a time. */
function wrongType(inference: Inference, failed: Failed): Step | undefined {
  const { failure, attempt, statement } = failed;
  if (failure.code === '42704' && !/no default operator class|data type/.test(failure.message))
    return undefined;
  if (failure.code === '42883' && failure.message.startsWith('function') && failure.message.includes('()'))
    return undefined;
  const main = mainRelation(statement.node);
  const names = [...(main === undefined ? [] : [main]), ...relationsIn(statement.node)].map(nameOfRelation);
  // Each type is tried on one table after the other; further rounds begin with another table.
  const rounds = Math.floor(attempt / otherTypes.length);
  const ordered = rounds % 2 === 0 ? names : names.toReversed();
  if (rounds > 1) return undefined;
  const types = otherTypes.slice(attempt % otherTypes.length);
  for (const type of types)
    for (const name of ordered) {
      const step = retype(inference, failed, name, type);
      if (step !== undefined) return step;
    }
  return undefined;
}

function retype(inference: Inference, failed: Failed, name: string, type: string): Step | undefined {
  const { script, statement, attempt } = failed;
  const table = tableCalled(inference, name);
  if (table === undefined) return undefined;
  const text = script.text.slice(statement.start, statement.end);
  const columns = [...table.columns]
    .filter(
      ([column, has]) =>
        has !== type &&
        new RegExp(`(?<![\\w$])${column.replace(/[^\w]/g, '\\$&')}(?![\\w$])`, 'i').test(text) &&
        !(attempt < 1 && changesType(statement.node, column)),
    )
    .map(([column]) => column);
  if (columns.length === 0) return undefined;
  const target = sqlName(name);
  const retyped = new Map(
    [...table.columns].map(([column, has]) => [column, columns.includes(column) ? type : has]),
  );
  const parts = table.parts.filter((part) => !columns.some((column) => part.includes(quoteName(column))));
  return {
    now: columns.flatMap((column) => [
      `alter table ${target} drop column ${quoteName(column)} cascade`,
      `alter table ${target} add column ${quoteName(column)} ${type}`,
    ]),
    inference: withTable(inference, name, { ...table, columns: retyped, parts }),
  };
}
