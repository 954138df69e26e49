import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { lookUp } from '../machine/machine.ts';
import { fieldsOf } from '../machine/types.ts';
import type { Scope, Value } from '../machine/value.ts';
import type { GoProgram } from '../program/program.ts';

/**
 * What a check knows since it was made: `options.SignInRequired` of `Toggle(&Options{SignInRequired: true})`. A field
 * that nobody set is `false`; one that comes from a setting is decided elsewhere.
 */
export function closedOver(
  program: GoProgram,
  scope: Scope | undefined,
  node: SyntaxNode,
): Known | undefined {
  if (scope === undefined || !/^\w+(\.\w+){0,3}$/.test(node.text)) return undefined;
  const [first = '', ...rest] = node.text.split('.');
  let value: Value | undefined = lookUp(scope, first);
  for (const [at, name] of rest.entries()) {
    if (value?.kind !== 'object') return undefined;
    const field = fieldsOf(program, value.type).find((each) => each.name === name);
    const isFlag = field?.type?.kind === 'basic' && field.type.name === 'bool' && at === rest.length - 1;
    const given: Value | undefined = value.fields.get(name);
    if (given === undefined && isFlag && value.made === true) return 'no';
    if (given !== undefined && isFlag && given.kind !== 'boolean') return 'some';
    value = given;
  }
  return value?.kind === 'boolean' ? (value.value ? 'yes' : 'no') : undefined;
}
