import type { Member } from '../code.ts';
import { nameOf } from '../syntax.ts';
import type { Walked } from './bodies.ts';
import type { Bound } from './generics.ts';

export const operationOf = ({ node, owner, bound }: Walked): string =>
  owner === undefined
    ? 'Main'
    : `${heirOf({ node, file: owner.file, owner, ...(bound && { bound }) }) ?? owner.name}.${node.type === 'constructor_declaration' ? 'new' : nameOf(node)}`;

/** Methods of one name are told apart by their lines. */
export const keyOf = (walked: Walked): string => `${walked.file}#${operationOf(walked)}:${walked.node.line}`;

export const walkedOf = ({ node, type }: Member, bound?: Bound): Walked => ({
  node,
  file: type.file,
  owner: type,
  ...(bound === undefined || bound.size === 0 ? {} : { bound }),
});

/** `Repository<Order>.Add`: what a generic class does, told for what it is given. */
export const heirOf = ({ owner, bound }: Walked): string | undefined =>
  owner === undefined || bound === undefined ? undefined : `${owner.name}<${[...bound.values()].join(', ')}>`;
