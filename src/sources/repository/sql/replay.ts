import { alterTable } from './alterations.ts';
import type { SchemaDraft } from './draft.ts';
import { blockParts } from './blocks.ts';
import { dotted, relationName, words } from './names.ts';
import { alterEnum, alterPolicy, comment, createPolicy, drop, grant } from './objects.ts';
import { rename, setSchema } from './renames.ts';
import type { SqlFile, Statement } from './script.ts';
import { lineAt, originAt, readStatements } from './script.ts';
import { createIndex, createTable, createTableAs } from './tables.ts';

/** Applies the statements of a file, as PostgreSQL would run them; nothing is run. The parser must be loaded. */
export function replayFile(draft: SchemaDraft, file: SqlFile): void {
  const { statements, gaps } = readStatements(file);
  draft.gaps.push(...gaps);
  for (const statement of statements) applyStatement(draft, statement);
}

function applyStatement(draft: SchemaDraft, statement: Statement): void {
  const { node } = statement;
  if ('CreateStmt' in node) createTable(draft, node.CreateStmt, statement);
  else if ('AlterTableStmt' in node) alterTable(draft, node.AlterTableStmt, statement);
  else if ('IndexStmt' in node) createIndex(draft, node.IndexStmt, statement);
  else if ('RenameStmt' in node) rename(draft, node.RenameStmt, statement);
  else if ('AlterObjectSchemaStmt' in node) setSchema(draft, node.AlterObjectSchemaStmt);
  else if ('DropStmt' in node) drop(draft, node.DropStmt, statement);
  else if ('CommentStmt' in node) comment(draft, node.CommentStmt);
  else if ('AlterEnumStmt' in node) alterEnum(draft, node.AlterEnumStmt);
  else if ('CreatePolicyStmt' in node) createPolicy(draft, node.CreatePolicyStmt, statement);
  else if ('AlterPolicyStmt' in node) alterPolicy(draft, node.AlterPolicyStmt, statement);
  else if ('GrantStmt' in node) grant(draft, node.GrantStmt, statement);
  else if ('DoStmt' in node) applyBlock(draft, statement);
  else applyRest(draft, statement);
}

function applyRest(draft: SchemaDraft, statement: Statement): void {
  const { node } = statement;
  if ('CreateEnumStmt' in node) {
    const name = dotted(words(node.CreateEnumStmt.typeName));
    if (draft.enums.has(name)) return;
    draft.enums.set(name, { name, labels: words(node.CreateEnumStmt.vals), origin: originAt(statement) });
  } else if ('CreateExtensionStmt' in node) {
    draft.extensions.add(node.CreateExtensionStmt.extname ?? '');
  } else if ('CreateSchemaStmt' in node) {
    draft.schemas.add(node.CreateSchemaStmt.schemaname ?? '');
  } else if ('CreateRoleStmt' in node) {
    const { role = '', stmt_type: type } = node.CreateRoleStmt;
    const login = type === 'ROLESTMT_USER';
    draft.roles.set(role, { name: role, login, grants: [], origin: originAt(statement) });
  } else if ('ViewStmt' in node) {
    draft.otherRelations.add(relationName(node.ViewStmt.view));
  } else if ('CreateTableAsStmt' in node) createTableAs(draft, node.CreateTableAsStmt, statement);
}

/** `DO $$ … $$` and the statements in it. */
function applyBlock(draft: SchemaDraft, statement: Statement): void {
  const { bytes } = statement.script;
  const text = bytes.subarray(statement.start, statement.end).toString('utf8');
  const body = /\$(\w*)\$([\s\S]*)\$\1\$/.exec(text);
  if (body?.[2] === undefined) return;
  const before = text.slice(0, body.index).split('\n').length - 1;
  const first = lineAt(statement, statement.start) + before;
  const path = statement.script.file;
  for (const part of blockParts(body[2]))
    replayFile(draft, { path, text: part.text, line: first + part.linesBefore });
}
