import type { CreateExtensionStmt } from 'libpg-query';
import { alterTable } from './alterations.ts';
import type { SchemaDraft } from './draft.ts';
import { blockParts } from './blocks.ts';
import { dotted, words } from './names.ts';
import { optionNamed, optionText } from './options.ts';
import { alterEnum, alterPolicy, comment, createPolicy, drop } from './objects.ts';
import { rename, setSchema } from './renames.ts';
import { alterRole, createRole, grant, grantRole } from './roles.ts';
import { alterFunction, createFunction } from './routines.ts';
import type { SqlFile, Statement } from './script.ts';
import { lineAt, originAt, readStatements } from './script.ts';
import { alterSequence, createSequence, setSequence } from './sequences.ts';
import { createIndex, createTable, createTableAs } from './tables.ts';
import { createView } from './views.ts';

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
  else if ('AlterEnumStmt' in node) alterEnum(draft, node.AlterEnumStmt, statement);
  else if ('CreatePolicyStmt' in node) createPolicy(draft, node.CreatePolicyStmt, statement);
  else if ('AlterPolicyStmt' in node) alterPolicy(draft, node.AlterPolicyStmt, statement);
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
    createExtension(draft, node.CreateExtensionStmt, statement);
  } else if ('CreateSchemaStmt' in node) {
    draft.schemas.add(node.CreateSchemaStmt.schemaname ?? '');
  } else if ('ViewStmt' in node) {
    const { view: relation, query, options } = node.ViewStmt;
    createView(draft, { relation, query, options, materialized: false }, statement);
  } else if ('CreateTableAsStmt' in node) createTableAs(draft, node.CreateTableAsStmt, statement);
  else applyAccess(draft, statement);
}

/** Roles, functions and counters. */
function applyAccess(draft: SchemaDraft, statement: Statement): void {
  const { node } = statement;
  if ('CreateRoleStmt' in node) createRole(draft, node.CreateRoleStmt, statement);
  else if ('AlterRoleStmt' in node) alterRole(draft, node.AlterRoleStmt);
  else if ('GrantStmt' in node) grant(draft, node.GrantStmt, statement);
  else if ('GrantRoleStmt' in node) grantRole(draft, node.GrantRoleStmt, statement);
  else if ('CreateFunctionStmt' in node) createFunction(draft, node.CreateFunctionStmt, statement);
  else if ('AlterFunctionStmt' in node) alterFunction(draft, node.AlterFunctionStmt);
  else if ('CreateSeqStmt' in node) createSequence(draft, node.CreateSeqStmt, statement);
  else if ('AlterSeqStmt' in node) alterSequence(draft, node.AlterSeqStmt);
  else if ('SelectStmt' in node) setSequence(draft, node.SelectStmt, statement);
}

function createExtension(draft: SchemaDraft, create: CreateExtensionStmt, statement: Statement): void {
  const name = create.extname ?? '';
  draft.extensions.add(name);
  if (draft.installed.has(name)) return;
  const schema = optionText(optionNamed(create.options, 'schema')?.arg);
  draft.installed.set(name, {
    name,
    ...(schema === undefined ? {} : { schema }),
    origin: originAt(statement),
  });
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
  if (enablesByName.test(body[2])) enableNamed(draft, body[2]);
}

const enablesByName =
  /alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?(?:\w+\.)?(?:(?:%I|%s)[.%Is]*|'\s*\|\|)[\s\S]{0,80}?enable\s+row\s+level\s+security/i;

/** A loop that turns row security on for the tables it names, or for all of them where it names none. */
function enableNamed(draft: SchemaDraft, body: string): void {
  const words = new Set([...body.matchAll(/'((?:\w+\.)?\w+)'/g)].map(([, word = '']) => word));
  const named = [...draft.tables].filter(([name, table]) => words.has(name) || words.has(table.name));
  for (const [, table] of named.length > 0 ? named : draft.tables)
    table.rowSecurity = { ...(table.rowSecurity ?? { forced: false, policies: [] }), enabled: true };
}
