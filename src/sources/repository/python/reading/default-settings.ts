import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { Machine } from '../evaluator/machine.ts';

/**
 * `store.data['settings']['app'].get('key_required')` where a dictionary of the target, which the store is filled from,
 * holds `{'settings': {'app': {'key_required': True}}}`: on, where nobody changed it. Only what every dictionary with
 * that whole path of keys sets to a plain `True` is told.
 */
export function isOnByDefault(machine: Machine, node: SyntaxNode): boolean {
  const keys = keysRead(node);
  const last = keys.at(-1);
  // A path of one or two keys may be anybody's.
  if (last === undefined || keys.length < 3) return false;
  const values =
    defaultsOf(machine)
      .get(last)
      ?.filter(({ path }) => endsWith(path, keys)) ?? [];
  return values.length > 0 && values.every(({ isOn }) => isOn);
}

/** The keys of `x['a']['b'].get('c')`, outermost first. */
function keysRead(node: SyntaxNode): readonly string[] {
  if (node.type === 'call') {
    const callee = inField(node, 'function');
    const object = inField(callee, 'object');
    const given = inField(node, 'arguments')?.children ?? [];
    if (object === undefined || inField(callee, 'attribute')?.text !== 'get' || given.length !== 1) return [];
    return followedBy(object, given[0]);
  }
  const object = node.type === 'subscript' ? inField(node, 'value') : undefined;
  return object === undefined ? [] : followedBy(object, inField(node, 'subscript'));
}

function followedBy(object: SyntaxNode, key: SyntaxNode | undefined): readonly string[] {
  const text = written(key);
  return text === undefined ? [] : [...keysRead(object), text];
}

const written = (node: SyntaxNode | undefined): string | undefined =>
  node?.type === 'string' ? /^(['"])([\w-]+)\1$/.exec(node.text)?.[2] : undefined;

interface Default {
  readonly path: readonly string[];
  readonly isOn: boolean;
}

const known = new WeakMap<Machine, ReadonlyMap<string, readonly Default[]>>();

/** Entries of the dictionaries in all modules that were run, by their key. */
function defaultsOf(machine: Machine): ReadonlyMap<string, readonly Default[]> {
  const before = known.get(machine);
  if (before !== undefined) return before;
  const found = new Map<string, Default[]>();
  for (const { tree } of machine.modules.values())
    if (tree !== undefined)
      walkSyntax(tree, (node, above) => {
        const key = node.type === 'pair' ? written(inField(node, 'key')) : undefined;
        const value = inField(node, 'value');
        if (key === undefined || value === undefined || value.type === 'dictionary') return;
        const outer = above.flatMap((each) =>
          each.type === 'pair' ? [written(inField(each, 'key')) ?? ''] : [],
        );
        const entries = found.get(key) ?? [];
        found.set(key, entries);
        entries.push({ path: [...outer, key], isOn: value.type === 'true' });
      });
  known.set(machine, found);
  return found;
}

const endsWith = (path: readonly string[], keys: readonly string[]): boolean =>
  path.length >= keys.length && keys.every((key, at) => path[path.length - keys.length + at] === key);
