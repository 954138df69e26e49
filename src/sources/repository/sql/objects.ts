import type {
  AlterEnumStmt,
  AlterPolicyStmt,
  CommentStmt,
  CreatePolicyStmt,
  DropStmt,
  Node,
} from 'libpg-query';
import type { RowPolicy } from '../../../model/data.ts';
import { dropConstraint } from './constraints.ts';
import type { SchemaDraft } from './draft.ts';
import { tell } from './draft.ts';
import { parenthesised } from './excerpts.ts';
import { dotted, quoted, relationName, words } from './names.ts';
import { rolesOf } from './roles.ts';
import { dropFunction } from './routines.ts';
import type { Statement } from './script.ts';
import { originAt } from './script.ts';
import { dropView } from './views.ts';

const listOf = (node: Node | undefined): readonly string[] => {
  if (node === undefined) return [];
  if ('List' in node) return words(node.List.items);
  if ('TypeName' in node) return words(node.TypeName.names);
  return 'String' in node ? words([node]) : [];
};

export function drop(draft: SchemaDraft, stmt: DropStmt, statement: Statement): void {
  for (const node of stmt.objects ?? []) {
    const parts = listOf(node);
    const name = dotted(parts);
    switch (stmt.removeType) {
      case 'OBJECT_TABLE':
        dropTable(draft, name, stmt, statement);
        break;
      case 'OBJECT_INDEX':
        for (const table of draft.tables.values())
          table.indexes = table.indexes.filter((index) => index.name !== parts.at(-1));
        break;
      case 'OBJECT_TYPE':
        draft.enums.delete(name);
        break;
      case 'OBJECT_SCHEMA':
        dropSchema(draft, parts.at(-1) ?? '');
        break;
      case 'OBJECT_EXTENSION':
        draft.extensions.delete(parts.at(-1) ?? '');
        draft.installed.delete(parts.at(-1) ?? '');
        break;
      case 'OBJECT_VIEW':
      case 'OBJECT_MATVIEW':
        dropView(draft, name);
        break;
      case 'OBJECT_SEQUENCE':
        draft.sequences.delete(name);
        break;
      case 'OBJECT_FUNCTION':
      case 'OBJECT_PROCEDURE':
      case 'OBJECT_ROUTINE':
        if ('ObjectWithArgs' in node) dropFunction(draft, node.ObjectWithArgs);
        break;
      case 'OBJECT_POLICY':
        dropPolicy(draft, parts);
        break;
      default:
        break;
    }
  }
}

function dropTable(draft: SchemaDraft, name: string, stmt: DropStmt, statement: Statement): void {
  if (!draft.tables.delete(name)) {
    if (!draft.otherRelations.delete(name) && stmt.missing_ok !== true)
      tell(draft, name, 'a table that is not known is dropped', originAt(statement));
    return;
  }
  for (const table of draft.tables.values())
    for (const key of table.foreignKeys)
      if (key.references.table === name && key.name !== undefined) dropConstraint(table, key.name);
}

function dropSchema(draft: SchemaDraft, schema: string): void {
  draft.schemas.delete(schema);
  for (const [name, table] of draft.tables) if (table.schema === schema) draft.tables.delete(name);
}

function dropPolicy(draft: SchemaDraft, parts: readonly string[]): void {
  const table = draft.tables.get(dotted(parts.slice(0, -1)));
  if (table?.rowSecurity === undefined) return;
  const policies = table.rowSecurity.policies.filter((policy) => policy.name !== parts.at(-1));
  table.rowSecurity = { ...table.rowSecurity, policies };
}

export function alterEnum(draft: SchemaDraft, stmt: AlterEnumStmt, statement: Statement): void {
  const name = dotted(words(stmt.typeName));
  const before = draft.enums.get(name);
  const label = stmt.newVal;
  if (before === undefined || label === undefined) return;
  const known = { ...before, changes: [...(before.changes ?? []), originAt(statement)] };
  if (stmt.oldVal !== undefined) {
    const labels = known.labels.map((old) => (old === stmt.oldVal ? label : old));
    draft.enums.set(name, { ...known, labels });
    relabelDefaults(draft, name, stmt.oldVal, label);
    return;
  }
  if (known.labels.includes(label)) return;
  const neighbour = known.labels.indexOf(stmt.newValNeighbor ?? '');
  const at = neighbour === -1 ? known.labels.length : neighbour + (stmt.newValIsAfter === true ? 1 : 0);
  draft.enums.set(name, { ...known, labels: known.labels.toSpliced(at, 0, label) });
}

/** A default is stored as the label's number, so it follows a renamed label. */
function relabelDefaults(draft: SchemaDraft, type: string, from: string, to: string): void {
  const text = type.split('.').map(quoted).join('.');
  for (const table of draft.tables.values())
    table.columns = table.columns.map((column) =>
      column.type === text && column.default !== undefined
        ? { ...column, default: column.default.replace(`'${from}'`, () => `'${to}'`) }
        : column,
    );
}

export function comment(draft: SchemaDraft, stmt: CommentStmt): void {
  const parts = listOf(stmt.object);
  const text = stmt.comment;
  if (stmt.objtype === 'OBJECT_TABLE') {
    const table = draft.tables.get(dotted(parts));
    if (table === undefined) return;
    if (text === undefined) delete table.comment;
    else table.comment = text;
  }
  if (stmt.objtype === 'OBJECT_COLUMN') {
    const table = draft.tables.get(dotted(parts.slice(0, -1)));
    if (table === undefined) return;
    table.columns = table.columns.map(({ comment: old, ...column }) => {
      const next = column.name === parts.at(-1) ? text : old;
      return next === undefined ? column : { ...column, comment: next };
    });
  }
}

const commands: Readonly<Record<string, RowPolicy['command']>> = {
  select: 'select',
  insert: 'insert',
  update: 'update',
  delete: 'delete',
};

export function createPolicy(draft: SchemaDraft, stmt: CreatePolicyStmt, statement: Statement): void {
  const name = relationName(stmt.table);
  const table = draft.tables.get(name);
  if (table === undefined)
    return tell(draft, name, 'a row policy stands on a table that is not known', originAt(statement));
  const using = stmt.qual === undefined ? undefined : parenthesised(statement, 'using', statement.start);
  const check =
    stmt.with_check === undefined ? undefined : parenthesised(statement, 'check', statement.start);
  const policy: RowPolicy = {
    name: stmt.policy_name ?? '',
    command: commands[stmt.cmd_name ?? 'all'] ?? 'all',
    roles: rolesOf(stmt.roles),
    ...(using === undefined ? {} : { using }),
    ...(check === undefined ? {} : { withCheck: check }),
    permissive: stmt.permissive === true,
    origin: originAt(statement),
  };
  const before = table.rowSecurity ?? { enabled: false, forced: false, policies: [] };
  table.rowSecurity = { ...before, policies: [...before.policies, policy] };
}

export function alterPolicy(draft: SchemaDraft, stmt: AlterPolicyStmt, statement: Statement): void {
  const table = draft.tables.get(relationName(stmt.table));
  if (table?.rowSecurity === undefined) return;
  const using = stmt.qual === undefined ? undefined : parenthesised(statement, 'using', statement.start);
  const check =
    stmt.with_check === undefined ? undefined : parenthesised(statement, 'check', statement.start);
  const policies = table.rowSecurity.policies.map((policy) =>
    policy.name === stmt.policy_name
      ? {
          ...policy,
          ...(stmt.roles === undefined ? {} : { roles: rolesOf(stmt.roles) }),
          ...(using === undefined ? {} : { using }),
          ...(check === undefined ? {} : { withCheck: check }),
        }
      : policy,
  );
  table.rowSecurity = { ...table.rowSecurity, policies };
}
