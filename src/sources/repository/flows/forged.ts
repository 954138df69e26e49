import type { Node } from 'oxc-parser';
import { saysYes } from './flags.ts';
import type { Frame, Machine } from './machine.ts';
import { can } from './marks.ts';
import { recordsOf } from './sinks/records.ts';
import type { CallFact, Hit, Sink } from './sinks/sink.ts';
import { calledName } from './sinks/sink.ts';
import { reportHit } from './reporting.ts';
import type { Value } from './value.ts';
import { tainted } from './value.ts';

/** Cookies that say who somebody is or what they may do, and prove nothing of it. */
const identity =
  /^cookie (user_?id|uid|user|user_?name|login|role|user_?role|is_?admin|admin|user_?type|access_?level|is_?logged_?in|logged_?in|authenticated|auth_?user|account_?id)$/i;

/** What of them names somebody. */
const person = /^cookie (user_?id|uid|user_?name|login|account_?id|e-?mail)$/i;

/** Rights that are asked for by whoever wants them. */
const wish = /^(query parameter|cookie) (is_?)?(admin|super_?user|staff|moderator)$/i;

/** Who is calling is looked up by a cookie that nobody signed. */
function hits(call: CallFact): readonly Hit[] {
  const records = recordsOf(call);
  if (records === undefined) return [];
  return records.filters.flatMap(({ value }) => {
    const taints = value.taints.filter(({ source }) => person.test(source.what));
    return taints.length === 0 ? [] : [{ value: tainted(taints), what: `filter of ${calledName(call)}` }];
  });
}

export const forgedSink: Sink = { kind: 'forgeable-identity', needs: can.refer, hits };

/** Tells where something is decided by such a value: it is compared with a written word. */
export function tellForged(machine: Machine, node: Node, value: Value, other: Node, frame: Frame): void {
  const isWish = saysYes(other);
  if (!isWish && !isWord(other)) return;
  const taints = value.taints.filter(
    ({ source, marks }) =>
      (marks & can.refer) !== 0 && (identity.test(source.what) || (isWish && wish.test(source.what))),
  );
  if (taints.length === 0) return;
  const site = { node, frame, key: undefined, receiver: undefined, written: '', isNew: false };
  reportHit(machine, forgedSink, { value: tainted(taints), what: 'comparison' }, site);
}

/** A word that is written out and says more than that something is there. */
const isWord = (node: Node): boolean =>
  node.type === 'Literal' &&
  typeof node.value === 'string' &&
  !/^(|0|false|null|undefined)$/i.test(node.value);
