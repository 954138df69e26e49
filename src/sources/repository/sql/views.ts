import type { AlterTableStmt, Node, RangeVar } from 'libpg-query';
import type { View } from '../../../model/data.ts';
import type { SchemaDraft } from './draft.ts';
import { qualified, relationName, schemaOf } from './names.ts';
import { eachObject, isObject, isOn, optionNamed, optionsOf } from './options.ts';
import type { Statement } from './script.ts';
import { originAt } from './script.ts';

interface MadeView {
  readonly relation: RangeVar | undefined;
  readonly query: Node | undefined;
  readonly options: readonly Node[] | undefined;
  readonly materialized: boolean;
}

/** A view is no table of the model; what it reads and with whose rights is kept. */
export function createView(draft: SchemaDraft, made: MadeView, statement: Statement): void {
  const { relation } = made;
  const name = relationName(relation);
  draft.otherRelations.add(name);
  if (relation?.relpersistence === 't') return;
  const schema = schemaOf(relation?.schemaname);
  draft.views.set(name, {
    name: relation?.relname ?? '',
    ...(schema === undefined ? {} : { schema }),
    materialized: made.materialized,
    securityInvoker: isOn(optionNamed(made.options, 'security_invoker')),
    reads: relationsIn(made.query),
    origin: originAt(statement),
  });
}

/** Relations that a query names, those that it defines itself left out. */
function relationsIn(query: Node | undefined): readonly string[] {
  const found = new Set<string>();
  const own = new Set<string>();
  eachObject(query, ({ RangeVar: relation, CommonTableExpr: expression }) => {
    if (isObject(expression) && typeof expression['ctename'] === 'string') own.add(expression['ctename']);
    if (!isObject(relation)) return;
    const { schemaname, relname } = relation;
    if (typeof relname === 'string')
      found.add(qualified(typeof schemaname === 'string' ? schemaname : undefined, relname));
  });
  return [...found].filter((name) => !own.has(name));
}

/** `ALTER VIEW … SET (security_invoker = on)`, `RESET (security_invoker)`. */
export function alterView(draft: SchemaDraft, alter: AlterTableStmt): void {
  const name = relationName(alter.relation);
  const view = draft.views.get(name);
  if (view === undefined) return;
  for (const node of alter.cmds ?? []) {
    if (!('AlterTableCmd' in node)) continue;
    const { subtype, def } = node.AlterTableCmd;
    const options = def !== undefined && 'List' in def ? def.List.items : undefined;
    const option = optionsOf(options).find(({ defname }) => defname === 'security_invoker');
    if (option === undefined || (subtype !== 'AT_SetRelOptions' && subtype !== 'AT_ResetRelOptions'))
      continue;
    draft.views.set(name, { ...view, securityInvoker: subtype === 'AT_SetRelOptions' && isOn(option) });
  }
}

export function renameView(
  draft: SchemaDraft,
  from: string,
  change: Partial<Pick<View, 'name' | 'schema'>>,
): void {
  const view = draft.views.get(from);
  if (view === undefined) return;
  const { schema: _, ...rest } = { ...view, ...change };
  const schema = schemaOf(change.schema ?? view.schema);
  const moved: View = { ...rest, ...(schema === undefined ? {} : { schema }) };
  const to = qualified(moved.schema, moved.name);
  draft.views.delete(from);
  draft.otherRelations.delete(from);
  draft.views.set(to, moved);
  draft.otherRelations.add(to);
}

export function dropView(draft: SchemaDraft, name: string): void {
  draft.views.delete(name);
  draft.otherRelations.delete(name);
}
