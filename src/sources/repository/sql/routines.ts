import type { AlterFunctionStmt, CreateFunctionStmt, DefElem, Node, ObjectWithArgs } from 'libpg-query';
import type { DatabaseFunction } from '../../../model/data.ts';
import type { SchemaDraft } from './draft.ts';
import { dotted, formatType, schemaOf, words } from './names.ts';
import { optionNamed, optionsOf, optionText } from './options.ts';
import type { Statement } from './script.ts';
import { originAt } from './script.ts';

/** Functions of one name differ by the types of their arguments. */
const keyOf = (name: readonly Node[] | undefined, parameters: readonly Node[] | undefined): string =>
  `${dotted(words(name))}(${argumentTypes(parameters).join(',')})`;

const argumentTypes = (parameters: readonly Node[] | undefined): readonly string[] =>
  (parameters ?? []).flatMap((node) => {
    if ('TypeName' in node) return [formatType(node.TypeName).text];
    if (!('FunctionParameter' in node)) return [];
    const { mode, argType } = node.FunctionParameter;
    return mode === 'FUNC_PARAM_OUT' || mode === 'FUNC_PARAM_TABLE' ? [] : [formatType(argType).text];
  });

export function createFunction(draft: SchemaDraft, create: CreateFunctionStmt, statement: Statement): void {
  const parts = words(create.funcname);
  const schema = schemaOf(parts.at(-2));
  const made: DatabaseFunction = {
    name: parts.at(-1) ?? '',
    ...(schema === undefined ? {} : { schema }),
    language: optionText(optionNamed(create.options, 'language')?.arg) ?? 'sql',
    securityDefiner: optionText(optionNamed(create.options, 'security')?.arg) === 'true',
    origin: originAt(statement),
  };
  draft.functions.set(keyOf(create.funcname, create.parameters), withSettings(made, create.options));
}

export function alterFunction(draft: SchemaDraft, alter: AlterFunctionStmt): void {
  for (const key of named(draft, alter.func)) {
    const known = draft.functions.get(key);
    if (known === undefined) continue;
    const security = optionText(optionNamed(alter.actions, 'security')?.arg);
    const changed = security === undefined ? known : { ...known, securityDefiner: security === 'true' };
    draft.functions.set(key, withSettings(changed, alter.actions));
  }
}

export function dropFunction(draft: SchemaDraft, object: ObjectWithArgs): void {
  for (const key of named(draft, object)) draft.functions.delete(key);
}

function named(draft: SchemaDraft, object: ObjectWithArgs | undefined): readonly string[] {
  const name = dotted(words(object?.objname));
  const exact = keyOf(object?.objname, object?.objargs);
  if (object?.args_unspecified !== true && draft.functions.has(exact)) return [exact];
  const same = [...draft.functions.keys()].filter((key) => key.startsWith(`${name}(`));
  return object?.args_unspecified === true || same.length === 1 ? same : [];
}

/** `SET search_path = …` and `RESET search_path`, as the function keeps them. */
function withSettings(known: DatabaseFunction, options: readonly Node[] | undefined): DatabaseFunction {
  return optionsOf(options)
    .filter(({ defname }) => defname === 'set')
    .reduce(withSetting, known);
}

function withSetting(known: DatabaseFunction, { arg }: DefElem): DatabaseFunction {
  if (arg === undefined || !('VariableSetStmt' in arg)) return known;
  const { kind, name, args } = arg.VariableSetStmt;
  const resets = kind === 'VAR_RESET_ALL' || kind === 'VAR_RESET' || kind === 'VAR_SET_DEFAULT';
  if (name !== 'search_path' && kind !== 'VAR_RESET_ALL') return known;
  const { searchPath: _, ...rest } = known;
  if (resets) return rest;
  const parts = (args ?? []).flatMap((node) => ('A_Const' in node ? [node.A_Const.sval?.sval ?? ''] : []));
  return { ...rest, searchPath: kind === 'VAR_SET_CURRENT' ? 'from current' : parts.join(', ') };
}
