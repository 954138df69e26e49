import type { Node } from 'oxc-parser';
import { dottedName } from '../javascript/syntax.ts';
import type { CallReader, SecurityCall } from './calls.ts';
import { settingAt } from './calls.ts';
import { constantOf, noOptions, writtenOptions } from './written-options.ts';

/** Encryption: the algorithm, and whether the initialisation vector is the same each time; sizes of key pairs. */
export const readCiphers: CallReader = (call) => {
  const { trace, given, tracer, place } = call;
  if (trace?.package !== 'crypto') return [];
  if (/^createCipher(iv)?$/.test(trace.path)) {
    const algorithm = given[0] === undefined ? undefined : constantOf(tracer, given[0], place);
    const isFixed = trace.path === 'createCipheriv' && given[2] !== undefined && isConstant(call, given[2]);
    return [
      settingAt(call, {
        kind: 'cipher',
        call: `crypto.${trace.path}`,
        options: {
          ...noOptions,
          values: {
            ...(typeof algorithm === 'string' ? { algorithm: algorithm.toLowerCase() } : {}),
            ...(isFixed ? { vector: 'constant' } : {}),
          },
          open: algorithm === undefined ? ['algorithm'] : [],
        },
      }),
    ];
  }
  if (!/^generateKeyPair(Sync)?$/.test(trace.path)) return [];
  const type = given[0] === undefined ? undefined : constantOf(tracer, given[0], place);
  const options = writtenOptions(tracer, given[1], place);
  return typeof type === 'string'
    ? [
        settingAt(call, {
          kind: 'key-pair',
          call: `crypto.${trace.path}`,
          options: { ...options, values: { ...options.values, type } },
        }),
      ]
    : [];
};

/** A text, or a buffer of one, or of zeros; `null` is the vector of modes that have none. */
function isConstant(call: SecurityCall, node: Node): boolean {
  const constant = constantOf(call.tracer, node, call.place);
  if (constant !== undefined) return typeof constant === 'string' && constant !== '';
  const made = node.type === 'Identifier' ? call.tracer.find(node.name, call.place)?.binding : undefined;
  const from = made?.kind === 'value' ? made.node : node;
  if (from.type !== 'CallExpression') return false;
  const name = dottedName(from.callee) ?? '';
  const [first, fill] = from.arguments;
  // A buffer that is made and then filled is no constant; one that goes into the call as it is, is.
  if (name === 'Buffer.alloc') return made === undefined && (fill === undefined || isConstant(call, fill));
  return (
    name === 'Buffer.from' && first !== undefined && constantOf(call.tracer, first, call.place) !== undefined
  );
}
