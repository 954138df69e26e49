import { can } from './marks.ts';
import type { Value } from './value.ts';
import { nothing, tainted } from './value.ts';
import { remarked } from './taints.ts';

/** Names of what an object holds: only one that was parsed from JSON has a field by the name of its prototype. */
export const keysOf = ({ taints }: Value): Value =>
  tainted(
    taints.flatMap((taint) =>
      (taint.marks & can.object) !== 0 && !/query/.test(taint.source.what)
        ? [taint]
        : remarked([taint], (marks) => marks & ~can.proto),
    ),
  );

const chosen = can.proto | can.unseen;

/**
 * `object[key]` by a key of somebody else's choice may be the prototype of all objects, unless a check stands before it.
 * Objects without one have none.
 */
export const sharedPrototype = (object: Value, place: Value): Value =>
  object.traces.some(({ name }) => /^[@/]|^#(bare$|Map|WeakMap)/.test(name))
    ? nothing
    : tainted(
        remarked(place.taints, (marks) =>
          (marks & chosen) === chosen ? can.prototype | can.unseen | (marks & can.linked) : 0,
        ),
      );
