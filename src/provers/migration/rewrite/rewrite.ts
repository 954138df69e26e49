import { alterTableOf } from '../script/actions.ts';
import { textOf } from '../script/script.ts';
import type { Script, Statement } from '../script/script.ts';
import { tokensOf } from '../script/tokens.ts';
import { dangersOf } from '../judge/danger.ts';
import { optionsOf } from '../lint/options.ts';
import { alterCommands } from '../lint/parts.ts';
import { effectsOf } from '../trace/observation.ts';
import type { Effects, Observation } from '../trace/observation.ts';
import { outsideOf } from '../trace/outside.ts';
import { changedTypeSteps, newColumnSteps } from './column-steps.ts';
import { constraintSteps } from './constraint-steps.ts';
import { requireValue } from './step.ts';
import type { Step } from './step.ts';

/** A statement that makes others wait, as steps that do not. */
export interface Rewrite {
  readonly statement: Statement;
  readonly steps: readonly Step[];
}

/** Safe ways to what the dangerous statements do, from what was seen of them. */
export const rewritesOf = (script: Script, observations: readonly Observation[]): readonly Rewrite[] =>
  observations.flatMap((observation) => {
    const effects = effectsOf(observation);
    if (effects === undefined) return [];
    const { statement } = observation;
    const isDangerous = dangersOf(effects, statement.node).length > 0 || isBrief(statement);
    const steps = isDangerous ? stepsOf(script, statement, effects) : undefined;
    return steps === undefined ? [] : [{ statement, steps }];
  });

/** Statements whose short lock can be had without. */
function isBrief({ node }: Statement): boolean {
  if ('DropStmt' in node)
    return node.DropStmt.removeType === 'OBJECT_INDEX' && node.DropStmt.concurrent !== true;
  const [command, ...others] = alterCommands(node);
  return command?.subtype === 'AT_DetachPartition' && others.length === 0 && outsideOf(node) === undefined;
}

function stepsOf(script: Script, statement: Statement, effects: Effects): readonly Step[] | undefined {
  const { node } = statement;
  const concurrently = (after: RegExp): readonly Step[] | undefined => {
    const sql = withConcurrently(script, statement, after);
    return sql === undefined ? undefined : [{ sql, note: 'outside a transaction' }];
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
    return [{ sql: `${textOf(script, statement)} CONCURRENTLY`, note: 'outside a transaction' }];
  return alterSteps(script, statement, effects);
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
function alterSteps(script: Script, statement: Statement, effects: Effects): readonly Step[] | undefined {
  const { newColumns, columns, constraints } = effects;
  const own = constraints.filter(({ existing, type }) => existing && type !== 'n');
  const added = newColumns.filter(({ existing }) => existing);
  const required = columns.filter(
    ({ existing, before, after }) => existing && !before.required && after.required,
  );
  const retyped = columns.filter(({ existing, before, after }) => existing && before.type !== after.type);
  const keyed = new Set(own.filter(({ type }) => type === 'p').flatMap((key) => key.columns));
  const nullable = [
    ...required.map(({ after }) => after.name),
    ...added.filter(({ column }) => column.required).map(({ column }) => column.name),
  ];
  const parts: readonly (readonly Step[] | undefined)[] = [
    ...added.map((column) => newColumnSteps(column)),
    ...required
      .filter(({ after }) => !keyed.has(after.name))
      .map(({ relation, after }) => requireValue(relation, after.name)),
    ...retyped.map((column) => changedTypeSteps(column, usingOf(script, statement, column.after.name))),
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
