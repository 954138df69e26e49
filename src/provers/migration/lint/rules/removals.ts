import { commandHit, commandsOf, droppedNames } from '../parts.ts';
import { nameOfRelation } from '../rule.ts';
import type { Hit, LintInput, LintRule } from '../rule.ts';

/** A statement that takes something away from running clients. */
const clientRule = (rule: Pick<LintRule, 'id' | 'summary' | 'why' | 'standards' | 'check'>): LintRule => ({
  ...rule,
  concern: 'clients',
  severity: 'warning',
});

export const banDropColumn = clientRule({
  id: 'ban-drop-column',
  summary: 'A column is dropped.',
  why: 'Clients that still name the column fail, and so do those that cached its list of columns.',
  standards: ['strong_migrations/remove_column'],
  check: (input) =>
    commandsOf(input)
      .filter(({ command }) => command.subtype === 'AT_DropColumn')
      .map((command) =>
        commandHit(command, command.command.name ?? '', {
          what: `${nameOfRelation(command.alter.table)}.${command.command.name ?? ''} is dropped.`,
          next: 'Release a version that does not name the column first; drop it in a later migration.',
        }),
      ),
});

export const banDropTable = clientRule({
  id: 'ban-drop-table',
  summary: 'A table is dropped.',
  why: 'Clients that still use it fail, and its rows are gone.',
  standards: [],
  check: ({ script }) =>
    script.statements.flatMap(({ node, index, start }) => {
      if (!('DropStmt' in node) || node.DropStmt.removeType !== 'OBJECT_TABLE') return [];
      const names = droppedNames(node.DropStmt);
      return [
        {
          statement: index,
          at: start,
          subject: names.join(','),
          what: `${names.join(', ')} is dropped.`,
          next: 'Release a version that does not use it, rename it away for a while, keep a backup, then drop it.',
        },
      ];
    }),
});

export const banDropDatabase = clientRule({
  id: 'ban-drop-database',
  summary: 'A database is dropped.',
  why: 'Everything in it is gone for everybody.',
  standards: [],
  check: ({ script }) =>
    script.statements.flatMap(({ node, index, start }) => {
      if (!('DropdbStmt' in node)) return [];
      const { dbname = '' } = node.DropdbStmt;
      return [
        {
          statement: index,
          at: start,
          subject: dbname,
          what: `The database ${dbname} is dropped.`,
          next: 'Take this out of the migration; drop databases by hand, after a backup.',
        },
      ];
    }),
});

export const banDropNotNull = clientRule({
  id: 'ban-drop-not-null',
  summary: 'A column may be NULL from now on.',
  why: 'Clients that rely on a value meet NULL.',
  standards: [],
  check: (input) =>
    commandsOf(input)
      .filter(({ command }) => command.subtype === 'AT_DropNotNull')
      .map((command) =>
        commandHit(command, command.command.name ?? '', {
          what: `${nameOfRelation(command.alter.table)}.${command.command.name ?? ''} may be NULL from now on.`,
          next: 'Release a version that reads NULL there first.',
        }),
      ),
});

export const banTruncateCascade = clientRule({
  id: 'ban-truncate-cascade',
  summary: 'TRUNCATE … CASCADE also empties tables that refer to the one named.',
  why: 'Every table with a foreign key to it is emptied as well, and those that refer to these.',
  standards: [],
  check: ({ script }) =>
    script.statements.flatMap(({ node, index, start, end }) => {
      if (!('TruncateStmt' in node) || node.TruncateStmt.behavior !== 'DROP_CASCADE') return [];
      const names = (node.TruncateStmt.relations ?? []).flatMap((relation) =>
        'RangeVar' in relation ? [nameOfRelation(relation.RangeVar)] : [],
      );
      const word = script.text.slice(start, end).search(/\bcascade\b\s*$/i);
      return [
        {
          statement: index,
          at: start + Math.max(0, word),
          subject: names.join(','),
          what: `${names.join(', ')} is truncated with CASCADE.`,
          next: 'Leave out CASCADE and name the tables that are meant.',
        },
      ];
    }),
});

const renames = (input: LintInput, kind: string): readonly Hit[] =>
  input.alterations.flatMap(({ statement, table, actions }) =>
    actions.flatMap((action) => {
      if (action.kind !== 'rename' || action.rename.renameType !== kind) return [];
      const { subname, newname = '' } = action.rename;
      const old = subname === undefined ? nameOfRelation(table) : `${nameOfRelation(table)}.${subname}`;
      return [
        {
          statement: statement.index,
          at: action.at,
          subject: old,
          what: `${old} is renamed to ${newname}.`,
          next:
            subname === undefined
              ? `Create a view under the old name in the same transaction, and drop it when no client uses it.`
              : 'Add a column with the new name, write both, fill it in batches, move readers over, and drop the old one.',
        },
      ];
    }),
  );

export const renamingColumn = clientRule({
  id: 'renaming-column',
  summary: 'A column is renamed in place.',
  why: 'Clients of the old and of the new version run side by side during a release, and one of them fails.',
  standards: ['strong_migrations/rename_column'],
  check: (input) => renames(input, 'OBJECT_COLUMN'),
});

export const renamingTable = clientRule({
  id: 'renaming-table',
  summary: 'A table is renamed in place.',
  why: 'Clients of the old and of the new version run side by side during a release, and one of them fails.',
  standards: ['strong_migrations/rename_table'],
  check: (input) => renames(input, 'OBJECT_TABLE'),
});
