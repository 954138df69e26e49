import type { AlterTableCmd, Node } from 'libpg-query';
import { constraintDef, droppedNames } from '../parts.ts';
import { nameOfRelation } from '../rule.ts';
import type { Hit, LintInput, LintRule } from '../rule.ts';
import type { Action, AlterTable } from '../../script/actions.ts';
import { withTransaction } from '../transactions.ts';

type Advice = 'IF EXISTS' | 'IF NOT EXISTS' | 'a transaction';

const guards: Readonly<Record<string, Advice>> = {
  AT_AddColumn: 'IF NOT EXISTS',
  AT_DropColumn: 'IF EXISTS',
  AT_DropConstraint: 'IF EXISTS',
};

/** What an action lacks to be run again; names of constraints dropped earlier make adding them repeatable. */
function adviceFor(command: AlterTableCmd, dropped: Map<string, 'dropped' | 'added'>): Advice | undefined {
  const { subtype = '', name = '', missing_ok: optional } = command;
  if (subtype === 'AT_DropConstraint') dropped.set(name, 'dropped');
  const guard = guards[subtype];
  if (guard !== undefined) return optional === true ? undefined : guard;
  if (subtype === 'AT_ValidateConstraint') return dropped.has(name) ? undefined : 'a transaction';
  if (subtype !== 'AT_AddConstraint') return 'a transaction';
  const added = constraintDef(command.def)?.conname;
  if (added === undefined || dropped.get(added) !== 'dropped') return 'a transaction';
  dropped.set(added, 'added');
  return undefined;
}

function partOf(action: Action): string {
  if (action.kind === 'rename') return action.rename.newname ?? '';
  if (action.kind === 'set-schema') return action.schema;
  const { name, def } = action.command;
  if (name !== undefined) return name;
  if (def !== undefined && 'ColumnDef' in def) return def.ColumnDef.colname ?? '';
  return constraintDef(def)?.conname ?? '';
}

const hit = (statement: number, at: number, subject: string, missing: Advice): Hit => ({
  statement,
  at,
  subject,
  what: `The change of ${subject} cannot be repeated: it lacks ${missing}.`,
  next:
    missing === 'a transaction'
      ? 'Put it between BEGIN and COMMIT, or into a file that runs in a transaction.'
      : `Write ${missing}, or put it into a transaction.`,
});

/** The object a statement makes or drops without saying what to do when it is, or is not, there. */
function missingGuard(node: Node, inside: boolean): readonly [string, Advice] | undefined {
  if ('IndexStmt' in node) {
    const { idxname, if_not_exists: guarded, concurrent } = node.IndexStmt;
    return idxname !== undefined && guarded !== true && (concurrent === true || !inside)
      ? [idxname, 'IF NOT EXISTS']
      : undefined;
  }
  if (inside) return undefined;
  if ('CreateStmt' in node) {
    const { relation, if_not_exists: guarded, oncommit } = node.CreateStmt;
    const isPassing = relation?.relpersistence === 't' && oncommit === 'ONCOMMIT_DROP';
    return guarded === true || isPassing || relation === undefined
      ? undefined
      : [nameOfRelation(relation), 'IF NOT EXISTS'];
  }
  if (!('DropStmt' in node)) return undefined;
  const { removeType = '', missing_ok: guarded } = node.DropStmt;
  if (guarded === true || !/^OBJECT_(INDEX|TABLE|TYPE)$/.test(removeType)) return undefined;
  return [droppedNames(node.DropStmt).join(','), 'IF EXISTS'];
}

function check({ script, settings, alterations }: LintInput): readonly Hit[] {
  const altered = new Map<number, AlterTable>(alterations.map((alter) => [alter.statement.index, alter]));
  const constraints = new Map<string, 'dropped' | 'added'>();
  const hits: Hit[] = [];
  for (const { statement, inside } of withTransaction(script, settings.assumeInTransaction)) {
    const { index, node, start } = statement;
    const alter = altered.get(index);
    for (const action of alter?.actions ?? []) {
      const missing =
        action.kind === 'command' ? adviceFor(action.command, constraints) : ('a transaction' as const);
      const part = partOf(action);
      const table = alter === undefined ? '' : nameOfRelation(alter.table);
      if (missing !== undefined && !inside)
        hits.push(hit(index, action.at, part === '' ? table : `${table}.${part}`, missing));
    }
    const unguarded = missingGuard(node, inside);
    if (unguarded !== undefined) hits.push(hit(index, start, ...unguarded));
  }
  return hits;
}

export const preferRobustStmts: LintRule = {
  id: 'prefer-robust-stmts',
  summary: 'A statement cannot be run again when the migration stops half way.',
  concern: 'habit',
  severity: 'advice',
  why: 'When a later statement fails, the migration has to be repaired by hand before it can run again.',
  standards: [],
  check,
};
