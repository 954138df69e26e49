import type { JudgedGuard } from '../../http/routing.ts';
import { parseAnnotation, textsOfAnnotation } from '../annotations.ts';
import { argumentValues } from '../calls.ts';
import type { PhpAttribute, PhpClass, PhpMethod } from '../classes.ts';
import { judged } from '../guards.ts';
import type { Machine } from '../machine.ts';
import { unknownAttribute, unknownParents } from '../packages.ts';
import { docTags } from '../syntax.ts';
import { argument, originAt, textOf, textsOf } from '../value.ts';
import { expressionGuard, roleGuard } from './granted.ts';
import type { Granting } from './granted.ts';

/** `#[IsGranted]`, `#[Security]`, `@IsGranted` on the controller and its method, and arguments that need a user. */
export function declaredChecks(
  machine: Machine,
  owner: PhpClass,
  method: PhpMethod,
  granting: Granting,
): readonly JudgedGuard[] {
  return [
    ...unknownParents(machine.codebase, owner),
    ...owner.attributes.flatMap((attribute) => fromAttribute(machine, owner, attribute, granting)),
    ...fromDoc(owner, owner.doc, owner.node.line, granting),
    ...method.attributes.flatMap((attribute) =>
      fromAttribute(machine, method.class ?? owner, attribute, granting),
    ),
    ...fromDoc(owner, method.doc, method.node.line, granting),
    ...method.parameters.flatMap(({ attributes, nullable, node }) =>
      attributes.some(({ name }) => name.endsWith('CurrentUser')) && !nullable
        ? [judged('CurrentUser', 'authentication', originAt(method.file, node))]
        : [],
    ),
  ];
}

function fromAttribute(
  machine: Machine,
  owner: PhpClass,
  attribute: PhpAttribute,
  granting: Granting,
): readonly JudgedGuard[] {
  const origin = originAt(owner.file, attribute.node);
  const args = argumentValues(machine, attribute.node, {
    file: owner.file,
    class: owner,
    variables: new Map(),
  });
  const texts = args
    .flatMap(({ name, value }) => (name === undefined || name === 'attribute' ? textsOf(value) : []))
    .slice(0, 1);
  if (/(^|\\)IsGranted$/.test(attribute.name)) {
    const asked = argument(args, 0, 'attribute');
    const text = asked?.kind === 'object' ? textOf(argument(asked.args, 0, 'expression')) : undefined;
    return text === undefined
      ? roleGuard('IsGranted', texts, origin, granting)
      : expressionGuard('IsGranted', text, origin, granting);
  }
  if (/(^|\\)Security$/.test(attribute.name))
    return expressionGuard('Security', texts[0] ?? '', origin, granting);
  return unknownAttribute(machine.codebase, owner, attribute);
}

function fromDoc(
  owner: PhpClass,
  doc: string | undefined,
  line: number,
  granting: Granting,
): readonly JudgedGuard[] {
  const origin = originAt(owner.file, { line });
  return docTags(doc).flatMap(({ tag, rest }) => {
    if (!/(^|\\)(IsGranted|Security)$/.test(tag)) return [];
    const { positional, named } = parseAnnotation(rest);
    const texts = textsOfAnnotation(
      named.get('value') ?? named.get('attributes') ?? named.get('expression') ?? positional[0],
    );
    return tag.endsWith('IsGranted')
      ? roleGuard('IsGranted', texts, origin, granting)
      : expressionGuard('Security', texts[0] ?? '', origin, granting);
  });
}
