import type { AlterSeqStmt, CreateSeqStmt, Node, SelectStmt } from 'libpg-query';
import type { Sequence } from '../../../model/data.ts';
import type { SchemaDraft } from './draft.ts';
import { formatType, qualified, relationName, schemaOf, words } from './names.ts';
import { isOn, optionNamed, optionText } from './options.ts';
import type { Statement } from './script.ts';
import { originAt } from './script.ts';

export function createSequence(draft: SchemaDraft, create: CreateSeqStmt, statement: Statement): void {
  const name = relationName(create.sequence);
  const schema = schemaOf(create.sequence?.schemaname);
  if (draft.sequences.has(name)) return;
  const made: Sequence = {
    name: create.sequence?.relname ?? '',
    ...(schema === undefined ? {} : { schema }),
    type: 'bigint',
    increment: 1,
    cycles: false,
    origin: originAt(statement),
  };
  draft.sequences.set(name, withOptions(made, create.options));
}

export function alterSequence(draft: SchemaDraft, alter: AlterSeqStmt): void {
  const name = relationName(alter.sequence);
  const known = draft.sequences.get(name);
  if (known !== undefined) draft.sequences.set(name, withOptions(known, alter.options));
}

function withOptions(known: Sequence, options: readonly Node[] | undefined): Sequence {
  const numberOf = (name: string): number | undefined => {
    const text = optionText(optionNamed(options, name)?.arg);
    return text === undefined ? undefined : Number(text);
  };
  const as = optionNamed(options, 'as')?.arg;
  const type = as !== undefined && 'TypeName' in as ? formatType(as.TypeName).text : known.type;
  const at = numberOf('restart') ?? numberOf('start');
  const max = numberOf('maxvalue');
  const cycle = optionNamed(options, 'cycle');
  return {
    ...known,
    type: type === 'smallint' || type === 'integer' ? type : 'bigint',
    increment: numberOf('increment') ?? known.increment,
    cycles: cycle === undefined ? known.cycles : isOn(cycle),
    ...(max === undefined ? {} : { max }),
    ...(at === undefined ? {} : { at }),
  };
}

/** `SELECT setval('s', n)`, as dumps end with: where the counter stands, also that of a serial or identity column. */
export function setSequence(draft: SchemaDraft, select: SelectStmt, statement: Statement): void {
  for (const target of select.targetList ?? []) {
    if (!('ResTarget' in target)) continue;
    const value = target.ResTarget.val;
    if (value === undefined || !('FuncCall' in value) || words(value.FuncCall.funcname).at(-1) !== 'setval')
      continue;
    const [first, second] = value.FuncCall.args ?? [];
    const text = first !== undefined && 'A_Const' in first ? first.A_Const.sval?.sval : undefined;
    const at = second !== undefined && 'A_Const' in second ? numberIn(second.A_Const) : undefined;
    if (text === undefined || at === undefined) continue;
    const parts = text.replaceAll('"', '').split('.');
    const schema = schemaOf(parts.at(-2));
    const name = qualified(schema, parts.at(-1) ?? '');
    const known = draft.sequences.get(name) ?? {
      name: parts.at(-1) ?? '',
      ...(schema === undefined ? {} : { schema }),
      type: 'bigint',
      increment: 1,
      cycles: false,
      origin: originAt(statement),
    };
    draft.sequences.set(name, { ...known, at });
  }
}

function numberIn(constant: Extract<Node, { A_Const: unknown }>['A_Const']): number | undefined {
  if (constant.fval?.fval !== undefined) return Number(constant.fval.fval);
  return constant.ival === undefined ? undefined : (constant.ival.ival ?? 0);
}
