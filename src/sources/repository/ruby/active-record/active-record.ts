import { folderOf } from '../../file-paths.ts';
import type { Facts } from '../../../facts.ts';
import type { Gap } from '../../../../model/origin.ts';
import type { TextFile } from '../../gather.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { callOf, statementsOf } from '../syntax.ts';
import type { Adapter, Draft } from './draft.ts';
import { emptyDraft, finished } from './draft.ts';
import { applyStatements } from './statements.ts';

/**
 * Tables of Rails: `db/schema.rb` tells them all; a structure.sql is read with the other files of SQL; without either,
 * migrations are replayed in the order of their versions.
 */
export function activeRecordTables(code: Code): Facts {
  const { files } = code.program.repository;
  const gaps: Gap[] = [];
  const drafts: Draft[] = [];
  const dumps = code.files.filter(({ text }) => /ActiveRecord::Schema(\[[\d.]+\])?\.define/.test(text));
  const folders = new Set(dumps.map(({ path }) => folderOf(path)));
  for (const dump of dumps) {
    const draft = emptyDraft(adapterOf(code, dump.path, dump.text));
    runDump(code, dump, draft);
    drafts.push(draft);
  }
  for (const [folder, migrations] of migrationFolders(code)) {
    const root = folderOf(folder);
    if (folders.has(root) || files.has(`${root === '' ? '' : `${root}/`}structure.sql`)) continue;
    const draft = emptyDraft(adapterOf(code, folder, ''));
    for (const file of migrations) runMigration(code, file, draft);
    drafts.push(draft);
    if (draft.statements.length > 0)
      gaps.push({
        kind: 'apply-migration',
        subject: folder,
        why: `${draft.statements.length} statements of SQL inside migrations are not replayed`,
      });
  }
  const tables = drafts.flatMap((draft) => [...draft.tables.values()].map(finished));
  if (tables.length === 0) return { gaps };
  return {
    data: {
      tables,
      enums: drafts.flatMap((draft) => [...draft.enums.values()]),
      extensions: [...new Set(drafts.flatMap((draft) => [...draft.extensions]))],
    },
    gaps,
  };
}

function migrationFolders(code: Code): ReadonlyMap<string, readonly TextFile[]> {
  const found = new Map<string, TextFile[]>();
  for (const file of code.files) {
    if (
      !/(^|\/)\d{3,}_[\w.]+\.rb$/.test(file.path) ||
      !/ActiveRecord::Migration|<\s*\w*Migration\b/.test(file.text)
    )
      continue;
    const folder = folderOf(file.path);
    found.set(folder, [...(found.get(folder) ?? []), file]);
  }
  for (const [folder, files] of found)
    found.set(
      folder,
      files.toSorted((a, b) => versionOf(a.path) - versionOf(b.path)),
    );
  return found;
}

const versionOf = (path: string): number => Number(/(\d{3,})_[\w.]+\.rb$/.exec(path)?.[1] ?? 0);

/** What config/database.yml says, else the gem, else what the schema shows. */
function adapterOf(code: Code, path: string, text: string): Adapter {
  const { files } = code.program.repository;
  const root = path.replace(/(^|\/)db(\/.*)?$/, '$1');
  for (const at of [root, '']) {
    const told =
      files.get(`${at}config/database.yml`)?.text ??
      files.get(`${at}config/database.yml.example`)?.text ??
      '';
    const adapter = /adapter:\s*<?%?=?\s*["']?(\w+)/.exec(told)?.[1];
    if (adapter !== undefined && /postg|mysql|trilogy|sqlite/.test(adapter)) return named(adapter);
  }
  if (/enable_extension|t\.jsonb|t\.uuid|using: :gin/.test(text)) return 'postgresql';
  if (/charset:|ENGINE=InnoDB|collation: "utf8/.test(text)) return 'mysql';
  const gems = files.get(`${root}Gemfile`)?.text ?? files.get('Gemfile')?.text ?? '';
  if (/^\s*gem\s+['"]pg['"]/m.test(gems)) return 'postgresql';
  if (/^\s*gem\s+['"](mysql2|trilogy)['"]/m.test(gems)) return 'mysql';
  return /^\s*gem\s+['"]sqlite3['"]/m.test(gems) ? 'sqlite' : 'postgresql';
}

const named = (adapter: string): Adapter =>
  /mysql|trilogy/.test(adapter) ? 'mysql' : adapter.startsWith('sqlite') ? 'sqlite' : 'postgresql';

function runDump(code: Code, { path, text }: TextFile, draft: Draft): void {
  const tree = code.tree(path);
  if (tree === undefined) return;
  const told = /ActiveRecord::Schema\[([\d.]+)\]/.exec(text)?.[1];
  // Dumps before 7.0 name no version; they write `id: :serial` where the key is no bigint, from 5.1 on.
  const version =
    told === undefined
      ? /t\.bigint|id: :(serial|integer|bigint|uuid)|precision: 6/.test(text)
        ? 6.1
        : 5
      : Number(told);
  walkSyntax(tree, (node) => {
    const call = node.type === 'call' ? callOf(node) : undefined;
    if (call?.name !== 'define' || call.block === undefined) return true;
    applyStatements(draft, statementsOf(call.block), {
      adapter: draft.adapter,
      scope: { code, namespace: '' },
      file: path,
      version,
    });
    return false;
  });
}

function runMigration(code: Code, { path, text }: TextFile, draft: Draft): void {
  const version = Number(/Migration\[([\d.]+)\]/.exec(text)?.[1] ?? 4.2);
  for (const { statements, name } of code.openingsIn(path))
    for (const node of statements) {
      const method =
        node.type === 'method' || node.type === 'singleton_method' ? (inField(node, 'name')?.text ?? '') : '';
      if (method !== 'change' && method !== 'up') continue;
      applyStatements(draft, statementsOf(inField(node, 'body')), {
        adapter: draft.adapter,
        scope: { code, namespace: name },
        file: path,
        version,
      });
    }
}
