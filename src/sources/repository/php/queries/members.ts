import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpClass } from '../classes.ts';
import { lineage, propertyOf } from '../codebase.ts';
import { className } from '../names.ts';
import { walkBody } from '../signs.ts';
import { writtenArguments } from '../syntax.ts';
import { classOf } from './entities.ts';
import { namedModel } from './named-repositories.ts';
import type { Frame, PhpType, Reading } from './types.ts';
import { declaredType, deepestResult, objectType, typeOf } from './typing.ts';
import { walkForTypes } from './walk.ts';

/** Declared, promoted in a constructor, put there by it, or told in a comment. */
export function propertyType(
  reading: Reading,
  owner: PhpClass,
  name: string,
  depth = 0,
): PhpType | undefined {
  const property = propertyOf(reading.codebase, owner, name);
  const declared = declaredType(reading, property?.type);
  if (declared !== undefined) return declared;
  for (const each of lineage(reading.codebase, owner)) {
    const made = each.methods.get('__construct');
    const parameter = made?.parameters.find((one) => one.name === name && one.promoted);
    if (parameter !== undefined) return declaredType(reading, parameter.type);
    const given = made?.body === undefined ? undefined : assignedIn(made.body, name);
    const variable = /^\$(\w+)$/.exec(given?.text ?? '')?.[1];
    const type = made?.parameters.find((one) => one.name === variable)?.type;
    if (type !== undefined) return declaredType(reading, type);
    const written = /^new\s+([\w\\]+)/.exec(given?.text ?? '')?.[1];
    if (written !== undefined) return objectType(reading, className(each.file.names, written));
  }
  const model = name === 'model' ? namedModel(reading, owner) : undefined;
  if (model !== undefined) return { kind: 'row', entity: model };
  const handed = handedUp(reading, owner, name) ?? assignedLater(reading, owner, name, depth);
  if (handed !== undefined) return handed;
  const written = classOf(owner.file.names, property?.default, owner);
  if (written !== undefined && reading.entities.of(written) !== undefined)
    return { kind: 'class', name: written };
  const told = /@var\s+\??([\w\\]+)/.exec(property?.doc ?? '')?.[1];
  return told === undefined || property === undefined
    ? undefined
    : objectType(reading, className(owner.file.names, told));
}

/** `parent::__construct($users)`: what a constructor hands to the one above. */
function handedUp(reading: Reading, owner: PhpClass, name: string): PhpType | undefined {
  const made = owner.methods.get('__construct');
  const line = lineage(reading.codebase, owner).slice(1);
  const above = line.find((each) => each.methods.has('__construct'))?.methods.get('__construct');
  if (made?.body === undefined || above === undefined) return undefined;
  const variable =
    above.parameters.find((one) => one.name === name && one.promoted)?.name ??
    /^\$(\w+)$/.exec((above.body && assignedIn(above.body, name)?.text) ?? '')?.[1];
  const at = above.parameters.findIndex((one) => one.name === variable);
  let given: SyntaxNode | undefined;
  walkBody(made.body, (node) => {
    if (node.type === 'scoped_call_expression' && node.text.startsWith('parent::__construct'))
      given ??= at === -1 ? undefined : writtenArguments(node)[at]?.node;
  });
  if (given === undefined) return undefined;
  const parameter = made.parameters.find((one) => `$${one.name}` === given?.text);
  if (parameter !== undefined) return declaredType(reading, parameter.type);
  const written = /^new\s+([\w\\]+)/.exec(given.text)?.[1];
  if (written !== undefined) return objectType(reading, className(owner.file.names, written));
  const told = classOf(owner.file.names, given, owner);
  return told === undefined ? undefined : { kind: 'class', name: told };
}

/** `$this->model = $this->app->make($this->model());` in a method that the constructor calls. */
function assignedLater(reading: Reading, owner: PhpClass, name: string, depth: number): PhpType | undefined {
  if (depth >= deepestResult) return undefined;
  for (const each of lineage(reading.codebase, owner))
    for (const method of each.methods.values()) {
      if (method.body === undefined || !method.body.text.includes(`$this->${name} =`)) continue;
      const given = assignedIn(method.body, name);
      if (given === undefined || !/\bmake\b|\bapp\b|resolve|new \$|\$model/.test(method.body.text)) continue;
      const around: Frame = {
        file: method.file,
        class: owner,
        variables: new Map(),
        inLoop: false,
        inTransaction: false,
        manual: [],
        depth: deepestResult,
      };
      const own: Reading = { ...reading, outcomes: new WeakMap(), returns: new Map() };
      const type = typeOf(own, given, walkForTypes(own, method, around));
      if (type !== undefined) return type;
    }
  return undefined;
}

function assignedIn(body: SyntaxNode, name: string): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  walkBody(body, (node) => {
    if (node.type !== 'assignment_expression') return;
    if (inField(node, 'left')?.text === `$this->${name}`) found ??= inField(node, 'right');
  });
  return found;
}
