import { can, everything } from '../marks.ts';
import { isOlder, usedVersion } from '../versions.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, fieldsOf, isCall } from './sink.ts';

/** Readers that make functions or objects of any class from what they read. */
const readers =
  /^node-serialize#(\w+\.)?unserialize$|^(cryo|serialijse)#(\w+\.)?(parse|deserialize)$|^funcster#(\w+\.)?(deepDeserialize|deserialize)$|^serialize-to-js#(\w+\.)?deserialize$|^jsan#(\w+\.)?parse$|^node-pickle#/;

function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, readers)) return argument(call, 0);
  if (isCall(call, /^js-yaml#(\w+\.)?(load|loadAll)$/) && makesFunctions(call)) return argument(call, 0);
  // The format of V8 is not meant for what comes from outside; it makes no functions.
  if (isCall(call, /^v8#deserialize$/)) return argument(call, 0).map((hit) => ({ ...hit, weak: true }));
  return [];
}

/** Before version 4 a plain load takes `!!js/function`; later only with types that are added. */
function makesFunctions(call: CallFact): boolean {
  const schema = call.args.map((value) => fieldsOf(value, 'schema')).find((value) => value !== undefined);
  if (schema !== undefined)
    return schema.traces.some(
      ({ name, args = [] }) =>
        /DEFAULT_FULL_SCHEMA|js-yaml-js-types/.test(name) ||
        args.some(({ traces, things }) =>
          [
            ...traces,
            ...things.flatMap(({ fields, rest }) => [...fields.values(), rest].flatMap((v) => v.traces)),
          ].some((trace) => trace.name.startsWith('js-yaml-js-types#')),
        ),
    );
  const used = usedVersion(call.machine.codebase.repository, call.frame.file.path, 'js-yaml');
  return used !== undefined && isOlder(used, '4.0.0');
}

export const deserialisationSink: Sink = {
  kind: 'unsafe-deserialisation',
  needs: everything & ~(can.unseen | can.linked),
  hits,
};
