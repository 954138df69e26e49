import type { Node } from 'libpg-query';
import { alterTableOf } from '../script/actions.ts';
import { textOf } from '../script/script.ts';
import type { Script, Statement } from '../script/script.ts';
import { tokensOf } from '../script/tokens.ts';
import { dangersOf } from '../judge/danger.ts';
import { optionsOf } from '../lint/options.ts';
import { sqlName } from '../../../artifacts/sql-names.ts';
import { alterCommands, droppedNames } from '../lint/parts.ts';
import { effectsOf } from '../trace/observation.ts';
import type { Effects, Observation } from '../trace/observation.ts';
import type { Shapes } from '../trace/shapes.ts';
import { mainRelation } from '../trace/relations.ts';
import { nameOfRelation } from '../lint/rule.ts';
import { outsideOf } from '../trace/outside.ts';
import { changedTypeSteps, filledSteps, newColumnSteps } from './column-steps.ts';
import { constraintSteps } from './constraint-steps.ts';
import { droppedColumnSteps, renamedColumnSteps } from './name-steps.ts';
import type { Step } from './step.ts';
import { wholeTableSteps } from './whole-table-steps.ts';

/** A statement that makes others wait, as steps that do not. */
export interface Rewrite {
  readonly statement: Statement;
  readonly steps: readonly Step[];
}

/** The statement makes others wait for work, breaks clients, or takes a lock that can be had without. */
export function isRewritable(observation: Observation): boolean {
  const effects = effectsOf(observation);
  const { statement } = observation;
  if (effects === undefined) return false;
  return dangersOf(effects, statement.node).length > 0 || isBrief(statement) || breaks(statement);
}

/** A safe way to what such a statement does, from what was seen of it. `shapes`: of its tables, just before it. */
export function rewriteOf(script: Script, observation: Observation, shapes: Shapes): Rewrite | undefined {
  const effects = effectsOf(observation);
  if (effects === undefined || !isRewritable(observation)) return undefined;
  const { statement } = observation;
  const steps = breaks(statement)
    ? breakingSteps(script, statement, shapes)
    : stepsOf(script, statement, effects, shapes);
  return steps === undefined ? undefined : { statement, steps };
}

/** Statements that take a moment and break the clients of a table, or lock all its rows. */
function breaks({ node }: Statement): boolean {
  if ('UpdateStmt' in node) return node.UpdateStmt.whereClause === undefined;
  if ('RenameStmt' in node) return node.RenameStmt.renameType === 'OBJECT_COLUMN';
  const [command, ...others] = alterCommands(node);
  return command?.subtype === 'AT_DropColumn' && others.length === 0;
}

function breakingSteps(script: Script, statement: Statement, shapes: Shapes): readonly Step[] | undefined {
  const { node } = statement;
  const relation = nameOfRelation(mainRelation(node) ?? {}).replace(/^public\./, '');
  const shape = shapes.get(relation);
  if (shape === undefined) return undefined;
  if ('RenameStmt' in node && node.RenameStmt.renameType === 'OBJECT_COLUMN') {
    const { subname: old = '', newname: twin = '' } = node.RenameStmt;
    return renamedColumnSteps({ relation, old, twin }, shape);
  }
  if ('UpdateStmt' in node)
    return wholeTableSteps(textOf(script, statement), node.UpdateStmt, relation, shape);
  const [command] = alterCommands(node);
  return droppedColumnSteps(relation, command?.name ?? '', shape, textOf(script, statement));
}

/** Statements whose short lock can be had without. */
function isBrief({ node }: Statement): boolean {
  if ('DropStmt' in node)
    return node.DropStmt.removeType === 'OBJECT_INDEX' && node.DropStmt.concurrent !== true;
  const [command, ...others] = alterCommands(node);
  return command?.subtype === 'AT_DetachPartition' && others.length === 0 && outsideOf(node) === undefined;
}

function stepsOf(
  script: Script,
  statement: Statement,
  effects: Effects,
  shapes: Shapes,
): readonly Step[] | undefined {
  const { node } = statement;
  const concurrently = (after: RegExp): readonly Step[] | undefined => {
    const sql = withConcurrently(script, statement, after);
    return sql === undefined
      ? undefined
      : [{ sql, phase: 'expand', note: 'outside a transaction', ...wayBack(effects, shapes, node) }];
  };
  if ('IndexStmt' in node) return concurrently(/^index$/i);
  if ('DropStmt' in node) return concurrently(/^index$/i);
  if ('ReindexStmt' in node)
    return optionsOf(node.ReindexStmt.params).length > 0
      ? undefined
      : concurrently(/^(index|table|schema|database)$/i);
  if ('RefreshMatViewStmt' in node) return concurrently(/^view$/i);
  if (!('AlterTableStmt' in node)) return undefined;
  if (isBrief(statement))
    return [
      {
        sql: `${textOf(script, statement)} CONCURRENTLY`,
        phase: 'contract',
        note: 'outside a transaction',
        isFinal: true,
      },
    ];
  return alterSteps(script, statement, effects, shapes);
}

/** How an index that is built or dropped goes or comes again. */
function wayBack({ newIndexes }: Effects, shapes: Shapes, node: Node): Pick<Step, 'undo' | 'isFinal'> {
  const [made] = newIndexes;
  if (made !== undefined) return { undo: `DROP INDEX CONCURRENTLY ${sqlName(made.name)}` };
  if (!('DropStmt' in node)) return {};
  const [dropped = ''] = droppedNames(node.DropStmt);
  const index = [...shapes.values()]
    .flatMap(({ indexes }) => indexes)
    .find(({ name }) => name === dropped.split('.').at(-1));
  return index === undefined
    ? { isFinal: true }
    : { undo: index.definition.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY ') };
}

/** The statement with CONCURRENTLY behind the first word that matches. */
function withConcurrently(script: Script, statement: Statement, after: RegExp): string | undefined {
  const text = textOf(script, statement);
  for (const { kind, start, end } of tokensOf(text))
    if (kind === 'word' && after.test(text.slice(start, end)))
      return `${text.slice(0, end)} CONCURRENTLY${text.slice(end)}`;
  return undefined;
}

/** Every change of one ALTER TABLE by itself; undefined when one of them has no other way. */
function alterSteps(
  script: Script,
  statement: Statement,
  effects: Effects,
  shapes: Shapes,
): readonly Step[] | undefined {
  const { newColumns, columns, constraints } = effects;
  const added = newColumns.filter(({ existing }) => existing);
  const required = columns.filter(
    ({ existing, before, after }) => existing && !before.required && after.required,
  );
  const retyped = columns.filter(({ existing, before, after }) => existing && before.type !== after.type);
  const own = constraints.filter(
    (constraint) =>
      constraint.existing && constraint.type !== 'n' && !isMadeAgain(constraint, retyped, shapes),
  );
  const keyed = new Set(own.filter(({ type }) => type === 'p').flatMap((key) => key.columns));
  const nullable = [
    ...required.map(({ after }) => after.name),
    ...added.filter(({ column }) => column.required).map(({ column }) => column.name),
  ];
  const parts: readonly (readonly Step[] | undefined)[] = [
    ...added.map((column) => newColumnSteps(column, shapes.get(column.relation)?.key)),
    ...required
      .filter(({ after }) => !keyed.has(after.name))
      .map(({ relation, after }) => filledSteps(relation, after, shapes.get(relation)?.key)),
    ...retyped.map((column) => {
      const shape = shapes.get(column.relation);
      const using = usingOf(script, statement, column.after.name);
      return shape === undefined ? undefined : changedTypeSteps(column, using, shape);
    }),
    ...own.map((constraint) =>
      constraintSteps(
        constraint,
        nullable.filter((name) => !added.some(({ column }) => column.name === name)),
      ),
    ),
  ];
  const known = added.length + required.length + retyped.length + own.length;
  const asked = alterTableOf(script, statement)?.actions.length ?? 0;
  if (parts.length === 0 || asked > known || parts.some((part) => part === undefined)) return undefined;
  return parts.flatMap((part) => part ?? []);
}

/** With the type of a column, PostgreSQL makes the constraints on it again; steps that change the type carry them along. */
const isMadeAgain = (
  { name, relation, columns }: Effects['constraints'][number],
  retyped: Effects['columns'],
  shapes: Shapes,
): boolean => {
  const { constraints = [], indexes = [] } = shapes.get(relation) ?? {};
  const isOnRetyped = retyped.some(
    (column) => column.relation === relation && columns.includes(column.after.name),
  );
  return isOnRetyped && [...constraints, ...indexes].some((before) => before.name === name);
};

/** The expression of `ALTER COLUMN … TYPE … USING …`, as it is written. */
function usingOf(script: Script, statement: Statement, column: string): string | undefined {
  const actions = alterTableOf(script, statement)?.actions ?? [];
  const at = actions.findIndex(
    (action) =>
      action.kind === 'command' &&
      action.command.subtype === 'AT_AlterColumnType' &&
      action.command.name === column,
  );
  const start = actions[at]?.at;
  if (start === undefined) return undefined;
  const text = script.text.slice(start, actions[at + 1]?.at ?? statement.end).replace(/,\s*$/, '');
  return /\busing\s+([\s\S]+)$/i.exec(text)?.[1]?.trim();
}
