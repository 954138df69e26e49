import type { LibraryModel } from './machine.ts';
import type { FunctionValue, ObjectValue, Value } from './value.ts';
import { nothing, objectOf } from './value.ts';

/** What `new` gives the objects of a constructor function: `App.prototype.listen = function () {}`. */
export function prototypeOf(constructor: FunctionValue): ObjectValue {
  const known = constructor.fields.get('prototype');
  if (known?.kind === 'object') return known;
  const made = objectOf([], 0, known !== undefined);
  if (known === undefined) constructor.fields.set('prototype', made);
  return made;
}

const deepest = 20;

/** A field of the prototypes above an object. */
export function inheritedField(object: ObjectValue, key: string): Value | undefined {
  for (let at = object.prototype, depth = 0; at !== undefined && depth < deepest; depth += 1) {
    const field = at.fields.get(key);
    if (field !== undefined) return field;
    at = at.prototype;
  }
  return undefined;
}

/** Whether a prototype above may have fields that are not known. */
export function inheritsUnknown(object: ObjectValue): boolean {
  for (let at = object.prototype, depth = 0; at !== undefined && depth < deepest; depth += 1) {
    if (at.open) return true;
    at = at.prototype;
  }
  return false;
}

/** `Object.setPrototypeOf(child, parent)`; of what is not known anything may be inherited. */
export function setPrototype(child: Value | undefined, parent: Value | undefined): void {
  if (child?.kind !== 'object') return;
  if (parent?.kind === 'object' && parent !== child) child.prototype = parent;
  else child.open = true;
}

/** `util.inherits(Child, Parent)`. */
export const inheritance: LibraryModel = {
  packages: ['util', 'inherits'],
  call: ({ package: from, path }, [child, parent]) => {
    if (from === 'util' && path.split('.').at(-1) !== 'inherits') return undefined;
    if (child?.kind === 'function')
      setPrototype(prototypeOf(child), parent?.kind === 'function' ? prototypeOf(parent) : undefined);
    return nothing;
  },
};
