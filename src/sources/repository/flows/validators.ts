import type { CallExpression } from 'oxc-parser';
import type { Frame, Machine } from './machine.ts';
import { anyPath, can, lasting } from './marks.ts';

/** Tests of libraries after which a text has a form in which it can do nothing. */
export const harmlessForms =
  /^is(Int|Integer|SafeInteger|Finite|Number|Numeric|Decimal|Float|UUID|Uuid|Alpha|Alphanumeric|MongoId|ObjectId|ValidObjectId|In|Boolean|Date|ISO8601|RFC3339|Hexadecimal|Hash|HexColor|IP|IPRange|Port|Slug|ISIN|IBAN|Locale|MACAddress|MD5|Semver|SemVer|CreditCard|PostalCode|MobilePhone)$/;

const knownCalls: readonly (readonly [RegExp, boolean, number])[] = [
  [/^#isNaN$|^#Number\.isNaN$/, false, lasting],
  [/^#isFinite$|^#Number\.is\w+$/, true, lasting],
  [/^path#(\w+\.)?isAbsolute$/, false, ~can.absolute],
  [/^uuid#validate$|#(Types\.)?ObjectId(\(\))?\.isValid$|#isValidObjectId$/, true, lasting],
  [
    /^ajv#.*(compile|getSchema)\(\)$|^ajv#.*\.validate$|^is-my-json-valid#\(\)$|#\w*[vV]alidate\w*$/,
    true,
    ~can.object,
  ],
  [
    /^validator#(\w+\.)*(isURL|isFQDN|isEmail|isDataURI|isJWT|isBase64)$/,
    true,
    ~(can.object | can.proto | can.line),
  ],
  [/^lodash[\w.-]*#(\w+\.)*isString$|^validator#.*$/, true, ~can.object],
  [/^is-path-inside#/, true, ~anyPath],
  [/^path-is-inside#/, true, ~(can.absolute | can.climb)],
  [/^#Object\.hasOwn$|\.hasOwnProperty(\.call)?$/, true, 0],
];

/** What a value can still do after a known test of it; undefined where the test is not known. */
export function validatorMask(
  machine: Machine,
  node: CallExpression,
  key: string | undefined,
  holds: boolean,
  frame: Frame,
): number | undefined {
  const callee = machine.evaluate(node.callee, frame);
  if (callee.callables.length > 0) return undefined;
  const name = key ?? (node.callee.type === 'Identifier' ? node.callee.name : '');
  if (name === 'hasOwnProperty') return holds ? 0 : ~0;
  if (harmlessForms.test(name)) return holds ? lasting : ~0;
  for (const { name: trace } of callee.traces)
    for (const [pattern, when, mask] of knownCalls)
      if (pattern.test(trace)) return when === holds ? mask : ~0;
  return undefined;
}
