import type { AlterTableCmd, ColumnDef, Constraint, DropStmt, Node, TypeName } from 'libpg-query';
import type { AlterTable } from '../script/actions.ts';
import { nameOfRelation } from './rule.ts';
import type { Hit, LintInput } from './rule.ts';

/** One command of one `ALTER TABLE`. */
export interface Command {
  readonly alter: AlterTable;
  readonly command: AlterTableCmd;
  readonly at: number;
}

/** Several rules ask the same of a file; it is answered once, as long as no other file is asked about between. */
export function once<T>(answer: (input: LintInput) => T): (input: LintInput) => T {
  let last: { readonly input: LintInput; readonly found: T } | undefined;
  return (input) => {
    if (last?.input !== input) last = { input, found: answer(input) };
    return last.found;
  };
}

export const commandsOf = once(({ alterations }): readonly Command[] =>
  alterations.flatMap((alter) =>
    alter.actions.flatMap((action) =>
      action.kind === 'command' ? [{ alter, command: action.command, at: action.at }] : [],
    ),
  ),
);

export const columnDef = (node: Node | undefined): ColumnDef | undefined =>
  node !== undefined && 'ColumnDef' in node ? node.ColumnDef : undefined;

export const constraintDef = (node: Node | undefined): Constraint | undefined =>
  node !== undefined && 'Constraint' in node ? node.Constraint : undefined;

export const constraintsOf = ({ constraints = [] }: ColumnDef): readonly Constraint[] =>
  constraints.flatMap((node) => constraintDef(node) ?? []);

/** The text of each `String` node. */
export const strings = (nodes: readonly Node[] = []): readonly string[] =>
  nodes.flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));

/** The commands of an ALTER TABLE, or of what the syntax tree holds as one: indexes, views, types. */
export const alterCommands = (node: Node): readonly AlterTableCmd[] =>
  'AlterTableStmt' in node
    ? (node.AlterTableStmt.cmds ?? []).flatMap((each) =>
        'AlterTableCmd' in each ? [each.AlterTableCmd] : [],
      )
    : [];

/** What a DROP takes away, each by the name it is called there. */
export const droppedNames = ({ objects = [] }: DropStmt): readonly string[] =>
  objects.flatMap((object) => {
    if ('List' in object) return [strings(object.List.items).join('.')];
    return 'TypeName' in object ? [strings(object.TypeName.names).join('.')] : [];
  });

/** Last part of the name of a type, as the grammar spells it (`integer` is `int4`). */
export function typeWord(type: TypeName | undefined): string {
  const last = type?.names?.at(-1);
  return last !== undefined && 'String' in last ? (last.String.sval ?? '') : '';
}

/** An added column, or one whose type changes. */
export interface AddedColumn extends Command {
  readonly column: ColumnDef;
}

export const addedColumns = once((input): readonly AddedColumn[] =>
  commandsOf(input).flatMap((command) => {
    const column = command.command.subtype === 'AT_AddColumn' ? columnDef(command.command.def) : undefined;
    return column === undefined ? [] : [{ ...command, column }];
  }),
);

export interface AddedConstraint extends Command {
  readonly constraint: Constraint;
}

export const addedConstraints = once((input): readonly AddedConstraint[] =>
  commandsOf(input).flatMap((command) => {
    const constraint =
      command.command.subtype === 'AT_AddConstraint' ? constraintDef(command.command.def) : undefined;
    return constraint === undefined ? [] : [{ ...command, constraint }];
  }),
);

export const isNotValid = ({ skip_validation }: Constraint): boolean => skip_validation === true;

/** A hit on a command of `ALTER TABLE`; the subject begins with the table. */
export const commandHit = ({ alter, at }: Command, part: string, words: Pick<Hit, 'what' | 'next'>): Hit => ({
  statement: alter.statement.index,
  at,
  subject: part === '' ? nameOfRelation(alter.table) : `${nameOfRelation(alter.table)}.${part}`,
  ...words,
});
