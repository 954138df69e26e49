import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { PyClass } from './code-index.ts';
import { hintedType, objectType } from './hints.ts';
import { boundOf } from './generics.ts';
import type { Frame, Reading } from './types.ts';

/** The inside of a function, with what its parameters are said to be. */
export function enterFunction(
  reading: Reading,
  node: SyntaxNode,
  frame: Frame,
  owner: PyClass | undefined,
): Frame {
  const name = inField(node, 'name')?.text ?? '';
  const body = inField(node, 'body');
  const variables: Frame['variables'] = new Map(frame.operation === undefined ? [] : frame.variables);
  for (const [at, parameter] of (inField(node, 'parameters')?.children ?? []).entries()) {
    const plain =
      parameter.type === 'identifier' ? parameter : (inField(parameter, 'name') ?? parameter.children[0]);
    if (plain?.type !== 'identifier') continue;
    const isSelf = at === 0 && owner !== undefined && plain.text === 'self';
    const type = isSelf
      ? objectType(reading, owner)
      : plain.text === 'cls'
        ? undefined
        : hintedType(reading, inField(parameter, 'type'), frame.module, boundOf(reading.index, owner));
    const written = inField(parameter, 'type')?.text ?? '';
    const harmless = /^(int|float|bool|UUID|uuid\.UUID|UUID4|date|datetime)( \| None)?$/.test(written);
    if (plain.text === 'cls') continue;
    if (type === undefined && /^_?(db_?)?(session|async_session)$/.test(plain.text))
      variables.set(plain.text, { type: { kind: 'session' } });
    else
      variables.set(plain.text, {
        ...(type === undefined ? {} : { type }),
        ...(harmless ? { harmless } : {}),
      });
  }
  const { owner: _, body: __, ...rest } = frame;
  const holder = owner ?? (frame.operation === undefined ? undefined : frame.owner);
  return {
    ...rest,
    ...(holder === undefined ? {} : { owner: holder }),
    ...(body === undefined ? {} : { body }),
    operation: owner === undefined ? name : `${owner.name}.${name}`,
    variables,
    inLoop: false,
  };
}
