import type { CallExpression, NewExpression, Node } from 'oxc-parser';
import type { Origin } from '../../../model/origin.ts';
import type { Place } from '../code/visit.ts';
import { patternNames, unwrap } from '../javascript/syntax.ts';
import { lastName } from '../queries/chain.ts';
import type { AccessDraft } from './access.ts';
import type { Locals, Span } from './locals.ts';
import type { Target } from './targets.ts';

interface Read {
  readonly target: string;
  readonly names: Set<string>;
  readonly span: Span;
  readonly origin: Origin;
}

/** Follows items through the variables of a function: read, changed, written back as a whole. */
export interface Overwrites {
  readonly visit: (node: Node, place: Place) => void;
  /** The call, with the read of the same item that its function did before. */
  readonly told: (
    draft: AccessDraft,
    node: CallExpression | NewExpression,
    item: Node | undefined,
  ) => AccessDraft;
}

export function overwrites(locals: Locals): Overwrites {
  let path = '';
  let reads: Read[] = [];
  let declared: { readonly names: readonly string[]; readonly start: number; readonly end: number }[] = [];
  return {
    visit: (node, place) => {
      if (place.file.path !== path) {
        path = place.file.path;
        [reads, declared] = [[], []];
      }
      if (node.type === 'VariableDeclarator' && node.init !== null) {
        const names = patternNames(node.id);
        declared.push({ names, start: node.init.start, end: node.init.end });
        const { init } = node;
        for (const read of readsAround(reads, node.start))
          if (carries(init, read.names)) for (const name of names) read.names.add(name);
      }
      if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') {
        const { left, right } = node;
        declared.push({ names: [left.name], start: right.start, end: right.end });
        for (const read of readsAround(reads, node.start))
          if (carries(right, read.names)) read.names.add(left.name);
      }
    },
    told: (draft, node, item) => {
      const target = keyOf(draft.named);
      const span = locals.around(node.start)[0];
      if (target === undefined || span === undefined) return draft;
      if (draft.call === 'get') {
        const names = declared.findLast(({ start, end }) => start <= node.start && node.end <= end)?.names;
        if (names !== undefined) reads.push({ target, names: new Set(names), span, origin: draft.origin });
      }
      if (draft.call !== 'put' || item === undefined) return draft;
      const read = readsAround(reads, node.start).find(
        (one) => one.target === target && carries(item, one.names),
      );
      return read === undefined ? draft : { ...draft, after: read.origin };
    },
  };
}

const readsAround = (reads: readonly Read[], at: number): readonly Read[] =>
  reads.filter(({ span }) => span.start <= at && at < span.end);

const keyOf = (target: Target | undefined): string | undefined =>
  target === undefined ? undefined : target.kind === 'text' ? target.text : `env ${target.name}`;

/** Whether an expression is the item that was read, as it was or with other values in some attributes. */
function carries(given: Node, names: ReadonlySet<string>): boolean {
  const node = given.type === 'AwaitExpression' ? given.argument : given;
  switch (node.type) {
    case 'Identifier':
      return names.has(node.name);
    case 'MemberExpression':
      return lastName(node) === 'Item' && carries(node.object, names);
    case 'LogicalExpression':
      return carries(node.left, names);
    case 'ObjectExpression':
      return node.properties.some((one) => one.type === 'SpreadElement' && carries(one.argument, names));
    case 'CallExpression':
      return (
        /^(unmarshall|marshall|assign|merge|cloneDeep|structuredClone)$/.test(lastName(node.callee) ?? '') &&
        node.arguments.some((one) => carries(one, names))
      );
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return carries(unwrap(node.expression), names);
    default:
      return false;
  }
}
