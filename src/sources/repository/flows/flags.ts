import type { Node } from 'oxc-parser';
import { can } from './marks.ts';
import { privileges } from './sinks/records.ts';
import type { Value } from './value.ts';
import { nothing, tainted } from './value.ts';

/**
 * `body.isAdmin === 'true'`, `!!body.isAdmin`: a flag that the request decides. It can do nothing but grant a right, so
 * nothing else of it is kept.
 */
export function flagOf({ taints }: Value): Value {
  const asked = taints.filter(({ source }) => privileges.test(source.what.split(' ').at(-1) ?? ''));
  return asked.length === 0
    ? nothing
    : tainted(
        asked
          .map((taint) => ({ ...taint, marks: taint.marks & (can.refer | can.unseen) }))
          .filter(({ marks }) => (marks & can.refer) !== 0),
      );
}

/** A value that means yes, in the ways forms and documents write it. */
export const saysYes = (node: Node): boolean =>
  node.type === 'Literal' &&
  (node.value === true || node.value === 1 || /^(true|yes|1|on)$/i.test(String(node.value)));
