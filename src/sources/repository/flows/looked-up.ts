import { callerValue, holdsCaller, provesCaller, saysCaller } from './caller.ts';
import type { Machine, Site } from './machine.ts';
import { can, isOnlyStored } from './marks.ts';
import { isSecret, recordsOf } from './sinks/records.ts';
import type { RecordCall } from './sinks/record-calls.ts';
import type { CallFact } from './sinks/sink.ts';
import { rowsRead } from './stored/columns.ts';
import type { Value } from './value.ts';
import { join, joinAll, nothing, tainted } from './value.ts';
import { remarked } from './taints.ts';

/** What a call answers, as far as it is a record that the request names, or one of the caller. */
export function lookedUp(machine: Machine, call: CallFact, site: Site): Value {
  const records = recordsOf(call);
  return join(namedBy(machine, call, records, site), rowsRead(machine, call, records, site.frame));
}

function namedBy(
  machine: Machine,
  call: CallFact,
  records: RecordCall | undefined,
  { node, frame }: Site,
): Value {
  if (records === undefined) {
    const isOfCaller =
      (call.receiver !== undefined && saysCaller(call.receiver)) || call.args.some(saysCaller);
    return isOfCaller ? callerValue(machine, frame.file, node) : nothing;
  }
  const found = joinAll(records.filters.map(({ value }) => tainted(remarked(value.taints, recordOnly))));
  const isOfCaller = records.filters.some(
    ({ key, value }) =>
      holdsCaller(value) ||
      provesCaller(value) ||
      (isSecret(key) && value.taints.some(({ marks }) => !isOnlyStored(marks))),
  );
  return isOfCaller ? join(found, callerValue(machine, frame.file, node)) : found;
}

const recordOnly = (marks: number): number =>
  (marks & (can.refer | can.record)) === 0 ? 0 : can.record | (marks & can.unseen);
