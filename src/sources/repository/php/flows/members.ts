import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { propertyType } from '../called-methods.ts';
import { propertyOf } from '../codebase.ts';
import { memberName } from '../syntax.ts';
import { className } from '../names.ts';
import { newEnv } from './environment.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import { writtenKey } from './names-of-places.ts';
import { askName } from './records/uploads.ts';
import { requestMember } from './request.ts';
import { ofBag, ofUpload } from './sources.ts';
import { columnTaints } from './stored/rows.ts';
import { valueOfType } from './types.ts';
import type { Instance, Value } from './value.ts';
import { choicesOf, wholeText } from '../../flows/value.ts';
import { isEmpty, itemOf, join, joinAll, nothing, tainted, written } from './value.ts';

/** `$a[$key]`. */
export function subscript(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const [base, at] = node.children;
  if (base === undefined) return nothing;
  const value = evaluate(machine, base, frame);
  const keyValue = at === undefined ? nothing : evaluateKey(machine, at, frame);
  return element(machine, value, keyValue, node, frame);
}

function evaluateKey(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const key = writtenKey(node);
  return key === undefined ? evaluate(machine, node, frame) : written(key);
}

/** An element of an array, or of what a request brings. */
export function element(
  machine: Machine,
  value: Value,
  keyValue: Value,
  node: SyntaxNode,
  frame: Frame,
): Value {
  const key = wholeText(keyValue);
  // A list of endings is asked for one.
  askName(machine, keyValue);
  const brought = ofBag(machine, value, key, node, frame);
  if (brought !== undefined) return brought;
  if (value.kinds.includes('@upload')) return ofUpload(machine, key, node, frame);
  const asked = requestMember(machine, value, key, 'element', node, frame);
  if (asked !== undefined) return asked;
  const own = tainted(columnTaints(machine, value, key));
  if (value.array === undefined) return own;
  const keys = key === undefined ? choicesOf(keyValue) : [key];
  if (keys.length === 0) return itemOf(value);
  const found = keys.map((each) => value.array?.fields.get(each) ?? value.array?.rest ?? nothing);
  const known = joinAll(found);
  return isEmpty(own) ? known : join(known, own);
}

/** `$a->name`. */
export function member(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const object = inField(node, 'object');
  if (object === undefined) return nothing;
  const value = evaluate(machine, object, frame);
  const name = memberName(node);
  if (name === undefined) return tainted(value.taints);
  const found = value.instances.map((instance) => fieldOf(machine, instance, name));
  const brought = requestMember(machine, value, name, 'property', node, frame);
  if (brought !== undefined) return found.length === 0 ? brought : join(brought, joinAll(found));
  const known = joinAll(found);
  if (isEmpty(known) && value.taints.length === 0 && value.array === undefined)
    return unknownMember(name, object, frame);
  const own =
    value.array === undefined
      ? tainted(columnTaints(machine, value, name))
      : element(machine, value, written(name), node, frame);
  return isEmpty(own) ? known : join(known, own);
}

/** `$this->request` and `$this->input` of a class whose parent is not in the repository. */
function unknownMember(name: string, object: SyntaxNode, frame: Frame): Value {
  const isOwn =
    (object.text === '$this' && frame.class !== undefined) ||
    /^\$(app|ci|controller)$|^get_instance\(\)$|::\$app$/i.test(object.text);
  if (!isOwn) return nothing;
  return /^_?(request|input)$/.test(name) ? { ...nothing, kinds: ['@request'] } : nothing;
}

/** What a field holds; one that nothing was put into yet is what its type says. */
export function fieldOf(machine: Machine, instance: Instance, name: string): Value {
  const known = instance.fields.get(name);
  if (known !== undefined) return known;
  const declared = propertyOf(machine.codebase, instance.class, name);
  if (declared === undefined && instance.fields.has(anyField))
    return instance.fields.get(anyField) ?? nothing;
  const type = propertyType(machine.codebase, instance.class, name) ?? declared?.type;
  let value = type === undefined ? nothing : valueOfType(machine, type);
  if (isEmpty(value) && declared?.default !== undefined && declared.default.children.length < 40)
    value = evaluate(machine, declared.default, fieldFrame(instance));
  instance.fields.set(name, value);
  return value;
}

const fieldFrame = (instance: Instance): Frame => ({
  file: instance.class.file,
  class: instance.class,
  name: '',
  env: newEnv(),
  answer: undefined,
  ends: [],
  jumps: [],
});

/** Holds what was put under names that are not known. */
export const anyField = '*';

/** `Foo::$name`. */
export function staticMember(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const key = staticKey(node, frame);
  if (key === undefined) return nothing;
  if (/^yii::app$/i.test(key)) return { ...nothing, kinds: ['@app'] };
  return machine.statics.get(key) ?? nothing;
}

export function staticKey(node: SyntaxNode, frame: Frame): string | undefined {
  const scope = inField(node, 'scope');
  const name = inField(node, 'name')?.text.replace(/^\$/, '');
  if (scope === undefined || name === undefined) return undefined;
  const isOwn = /^(self|static|parent)$/i.test(scope.text);
  const owner = isOwn ? frame.class?.name : className(frame.file.names, scope.text);
  return owner === undefined ? undefined : `${owner}::${name}`;
}
