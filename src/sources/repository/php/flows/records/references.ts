import { isSecret, namesRecord } from '../../../flows/sinks/records.ts';
import { isOnlyStored } from '../../../flows/marks.ts';
import { joinTaints, remarked } from '../../../flows/taints.ts';
import type { Passed } from '../calls.ts';
import type { Frame, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { SyntaxNode } from '../../../languages/syntax.ts';
import type { Value } from '../value.ts';
import { join, joinAll, nothing, tainted } from '../value.ts';
import { arrive } from './access.ts';
import { callerValue, holdsCaller, names, provesCaller } from './callers.ts';
import type { RecordAction, Records } from './records.ts';
import { rowTaints } from '../stored/rows.ts';
import { settle } from './settling.ts';

/** Tables of what belongs to the one it is looked up by. */
const ofPeople = /user|account|session|profile|customer|member|token|login|auth|employee|student|patient/i;

/** Who knows a secret, or brings a token, is whose the record is. */
const proves = ({ filters }: Records): boolean =>
  filters.some(
    ({ key, value }) =>
      provesCaller(value) || (isSecret(key) && value.taints.some(({ marks }) => !isOnlyStored(marks))),
  );

/** What a query found: records that the request names, or those of the caller. */
export function found(
  machine: Machine,
  records: Records,
  form: 'row' | 'rows',
  node: SyntaxNode,
  frame: Frame,
): Value {
  const { filters } = records;
  const isOfCaller = filters.some(({ value }) => holdsCaller(value));
  const isProven = proves(records);
  const isNamed = filters.some(({ value }) => names(value));
  if (isProven) machine.access.run.proven = true;
  if (isOfCaller && (isNamed || !ofPeople.test(records.entity))) settle(machine);
  if (isProven && filters.some(({ key, value }) => names(value) && namesRecord(key) && !provesCaller(value)))
    settle(machine);
  const taken = joinAll(filters.map(({ value }) => tainted(remarked(value.taints, recordOnly))));
  const value = isOfCaller || isProven ? join(taken, callerValue(machine, node, frame)) : taken;
  const row = rowTaints(machine, records, isOfCaller, node, frame);
  return {
    ...value,
    ...(row.length === 0 ? {} : { taints: joinTaints(value.taints, row) }),
    records: { ...records, form },
  };
}

const recordOnly = (marks: number): number =>
  (marks & (can.refer | can.record)) === 0 ? 0 : can.record | (marks & can.unseen);

/** Tells what of the request names the records that something is done to, where nothing of the caller narrows them down. */
export function refer(
  machine: Machine,
  records: Records,
  action: RecordAction,
  what: string,
  call: Pick<Passed, 'node' | 'frame'>,
): void {
  const { filters, entity, unclear } = records;
  if (unclear || entity === '' || isSecret(entity)) return;
  if (filters.some(({ key, value }) => holdsCaller(value) || provesCaller(value) || isSecret(key))) return;
  for (const { key, value } of filters)
    for (const taint of value.taints) {
      if ((taint.marks & can.refer) === 0) continue;
      if (action === 'read' && isGroup(key, entity)) continue;
      if (!namesRecord(key) && !isOwnPart(key, taint.source.what) && !namesPerson(key, action)) continue;
      arrive(machine.access, {
        kind: 'object-reference',
        access: { entity, action, key },
        what,
        taint,
        node: call.node,
        file: call.frame.file,
        within: call.frame.name,
      });
    }
}

/** What is shown by another record's key is often a list for everybody, e.g. what stands in a category. */
const isGroup = (key: string, entity: string): boolean =>
  /.(_id|Id)$/.test(key) &&
  !/user|owner|customer|account|member|patient|employee|student|client|profile|author|sender|recipient|receiver/i.test(
    key,
  ) &&
  !plain(entity).includes(plain(key.replace(/_?id$/i, '')));

const plain = (name: string): string => name.replaceAll(/[_\W]/g, '').toLowerCase();

/** What somebody signs in by names them; who is looked for by it is seldom a secret. */
const namesPerson = (key: string, action: RecordAction): boolean =>
  action !== 'read' && /^(login|user_?login|uname)$/i.test(key);

/** A part of the path names what the address stands for, except where it chooses among many. */
const isOwnPart = (key: string, what: string): boolean =>
  what.startsWith('path parameter ') &&
  !/type|status|state|category|kind|lang|locale|page|sort|order|filter|search|tag|year|month|date|limit|version|format|slug/i.test(
    key,
  );

/** The key of a record is compared. */
export const byKey = (records: Records, value: Value): Records => ({
  ...records,
  filters: [
    ...records.filters,
    {
      key: 'id',
      value:
        value.array === undefined
          ? value
          : (joinAll([value, ...value.array.fields.values(), value.array.rest]) ?? nothing),
    },
  ],
});
