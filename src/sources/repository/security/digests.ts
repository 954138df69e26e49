import type { Node } from 'oxc-parser';
import type { Json } from '../../../model/origin.ts';
import { numberOf } from '../code/constants.ts';
import type { CallReader, SecurityCall } from './calls.ts';
import { namesIn, settingAt } from './calls.ts';
import { constantOf, noOptions, writtenOptions } from './written-options.ts';

/** Packages that are one digest. */
const single: Readonly<Record<string, string>> = {
  md5: 'md5',
  'js-md5': 'md5',
  'blueimp-md5': 'md5',
  'spark-md5': 'md5',
  sha1: 'sha1',
  'js-sha1': 'sha1',
};

/** What is digested, by which algorithm: the names of what goes in say what it is for. */
export const readDigests: CallReader = (call) => {
  const { trace, given } = call;
  if (trace === undefined) return [];
  if (trace.package === 'crypto') {
    const [algorithm, data] = given;
    if (trace.path === 'hash') return digest(call, constantAt(call, algorithm), data, 'crypto.hash');
    if (!/^createHash\(\)\.(update|write|end)$/.test(trace.path) || trace.made === undefined) return [];
    const { node, where } = trace.made;
    const named =
      node.arguments[0] === undefined ? undefined : constantOf(call.tracer, node.arguments[0], where);
    return digest(call, named, given[0], 'crypto.createHash');
  }
  if (trace.package === 'crypto-js')
    return /^(MD5|SHA1|SHA256|SHA512|SHA3|RIPEMD160)$/.test(trace.path)
      ? digest(call, trace.path.toLowerCase(), given[0], `CryptoJS.${trace.path}`)
      : [];
  const own = single[trace.package];
  return own !== undefined && !trace.path.includes('()') ? digest(call, own, given[0], trace.package) : [];
};

const constantAt = ({ tracer, place }: SecurityCall, node: Node | undefined): Json | undefined =>
  node === undefined ? undefined : constantOf(tracer, node, place);

function digest(
  call: SecurityCall,
  algorithm: Json | undefined,
  data: Node | undefined,
  name: string,
): ReturnType<CallReader> {
  const options =
    typeof algorithm === 'string'
      ? { ...noOptions, values: { algorithm: algorithm.toLowerCase() } }
      : { ...noOptions, open: ['algorithm'] };
  return [settingAt(call, { kind: 'digest', call: name, options, purpose: namesIn(data) })];
}

/** Functions that are slow on purpose, with what makes them slow. */
export const readPasswordHashes: CallReader = (call) => {
  const { trace, given, tracer, place } = call;
  if (trace === undefined) return [];
  const { package: name, path } = trace;
  if (/^(bcrypt|bcryptjs|@node-rs\/bcrypt|bcrypt-nodejs)$/.test(name)) {
    const at = /^hash(Sync)?$/.test(path) ? 1 : /^genSalt(Sync)?$/.test(path) ? 0 : undefined;
    if (at === undefined) return [];
    return slow(call, `bcrypt.${path}`, { rounds: numberOf(tracer, given[at], place) });
  }
  if (name === 'crypto' && /^pbkdf2(Sync)?$/.test(path)) {
    const hash = constantAt(call, given[4]);
    return slow(call, `crypto.${path}`, {
      iterations: numberOf(tracer, given[2], place),
      ...(typeof hash === 'string' ? { digest: hash.toLowerCase() } : {}),
    });
  }
  if (name !== 'crypto' || !/^scrypt(Sync)?$/.test(path)) return [];
  const { values } = writtenOptions(tracer, given[3], place);
  return slow(call, `crypto.${path}`, { cost: values['cost'] ?? values['N'] });
};

function slow(
  call: SecurityCall,
  name: string,
  found: Readonly<Record<string, Json | undefined>>,
): ReturnType<CallReader> {
  const values = Object.fromEntries(
    Object.entries(found).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
  return [
    settingAt(call, {
      kind: 'password-hash',
      call: name,
      options: { ...noOptions, values },
      purpose: namesIn(call.given[0]),
    }),
  ];
}
