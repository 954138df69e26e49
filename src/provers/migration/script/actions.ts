import type { AlterTableCmd, AlterTableStmt, RangeVar, RenameStmt } from 'libpg-query';
import type { Script, Statement } from './script.ts';
import { tokensOf } from './tokens.ts';

/** One action of `ALTER TABLE`; renaming is a statement of its own in the syntax tree. */
export type Action =
  | { readonly kind: 'command'; readonly command: AlterTableCmd; readonly at: number }
  | { readonly kind: 'rename'; readonly rename: RenameStmt; readonly at: number }
  | { readonly kind: 'set-schema'; readonly schema: string; readonly at: number };

export interface AlterTable {
  readonly statement: Statement;
  readonly table: RangeVar;
  readonly actions: readonly Action[];
}

/** `ALTER TABLE` with its actions, whichever way the syntax tree holds it; undefined for anything else. */
export function alterTableOf(script: Script, statement: Statement): AlterTable | undefined {
  const { node } = statement;
  if ('AlterTableStmt' in node) return fromCommands(script, statement, node.AlterTableStmt);
  if ('RenameStmt' in node) return fromRename(script, statement, node.RenameStmt);
  if ('AlterObjectSchemaStmt' in node) {
    const { objectType, relation, newschema = '' } = node.AlterObjectSchemaStmt;
    if (objectType !== 'OBJECT_TABLE' || relation === undefined) return undefined;
    const at = firstAction(script, statement, relation);
    return { statement, table: relation, actions: [{ kind: 'set-schema', schema: newschema, at }] };
  }
  return undefined;
}

function fromCommands(script: Script, statement: Statement, alter: AlterTableStmt): AlterTable | undefined {
  const { objtype, relation: table, cmds = [] } = alter;
  if (objtype !== 'OBJECT_TABLE' || table === undefined) return undefined;
  let starts: readonly number[] | undefined;
  const actions = cmds.flatMap((node, index) => {
    if (!('AlterTableCmd' in node)) return [];
    const action = {
      kind: 'command' as const,
      command: node.AlterTableCmd,
      get at(): number {
        starts ??= actionStarts(script, statement, table);
        return starts[index] ?? statement.start;
      },
    };
    return [action];
  });
  return { statement, table, actions };
}

function fromRename(script: Script, statement: Statement, rename: RenameStmt): AlterTable | undefined {
  const { renameType, relationType, relation } = rename;
  const isTable =
    renameType === 'OBJECT_TABLE' ||
    renameType === 'OBJECT_TABCONSTRAINT' ||
    (renameType === 'OBJECT_COLUMN' && relationType === 'OBJECT_TABLE');
  if (!isTable || relation === undefined) return undefined;
  const at = firstAction(script, statement, relation);
  return { statement, table: relation, actions: [{ kind: 'rename', rename, at }] };
}

const firstAction = (script: Script, statement: Statement, table: RangeVar): number =>
  actionStarts(script, statement, table)[0] ?? statement.start;

/** Offsets of the first tokens after the table's name and after each comma outside parentheses. */
function actionStarts(script: Script, { start, end }: Statement, table: RangeVar): readonly number[] {
  const name = script.offset(table.location ?? 0);
  const starts: number[] = [];
  let depth = 0;
  let state: 'name' | 'dot' | 'before' | 'within' = 'dot';
  for (const token of tokensOf(script.text, Math.max(start, name), end)) {
    if (token.kind === 'comment') continue;
    const text = script.text.slice(token.start, token.end);
    if (state === 'dot') state = 'name';
    else if (state === 'name' && text === '.') state = 'dot';
    else if (state === 'name' && text === '*') state = 'before';
    else {
      if (state !== 'within') starts.push(token.start);
      state = 'within';
      if (text === '(' || text === '[') depth++;
      if (text === ')' || text === ']') depth--;
      if (text === ',' && depth === 0) state = 'before';
    }
  }
  return starts;
}
