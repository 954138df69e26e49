import { can } from '../marks.ts';
import type { Trace } from '../value.ts';
import { isOlder, usedVersion } from '../versions.ts';
import type { CallFact, Hit, Sink, WriteFact } from './sink.ts';
import { arguments_, deeply, isCall } from './sink.ts';

interface Merging {
  readonly of: RegExp;
  readonly package: string;
  /** First good version of each line; empty where there is none. */
  readonly good: string;
  /** It takes a path of names, at this place; else it takes objects over, names and all. */
  readonly path?: number;
}

/** Functions of libraries that write below names they are given, and since when they leave the prototype alone. */
const merging: readonly Merging[] = [
  {
    of: /^lodash#(\w+\.)?(merge|mergeWith)$|^lodash\/(merge|mergeWith)#/,
    package: 'lodash',
    good: '4.17.11',
  },
  { of: /^lodash#(\w+\.)?defaultsDeep$|^lodash\/defaultsDeep#/, package: 'lodash', good: '4.17.12' },
  {
    of: /^lodash#(\w+\.)?(set|setWith|update|updateWith)$|^lodash\/(set|setWith)#/,
    package: 'lodash',
    good: '4.17.17',
    path: 1,
  },
  { of: /^lodash#(\w+\.)?zipObjectDeep$/, package: 'lodash', good: '4.17.20', path: 0 },
  { of: /^lodash\.merge#/, package: 'lodash.merge', good: '4.6.2' },
  { of: /^lodash\.mergewith#/, package: 'lodash.mergewith', good: '4.6.2' },
  { of: /^lodash\.defaultsdeep#/, package: 'lodash.defaultsdeep', good: '4.6.1' },
  { of: /^lodash\.set#/, package: 'lodash.set', good: '', path: 1 },
  { of: /^lodash\.setwith#/, package: 'lodash.setwith', good: '', path: 1 },
  { of: /^deep-extend#/, package: 'deep-extend', good: '0.5.1' },
  { of: /^extend#/, package: 'extend', good: '2.0.2 3.0.2' },
  { of: /^node\.extend#/, package: 'node.extend', good: '1.1.7 2.0.1' },
  { of: /^just-extend#/, package: 'just-extend', good: '4.0.0' },
  { of: /^merge#/, package: 'merge', good: '2.1.1' },
  { of: /^merge-deep#/, package: 'merge-deep', good: '3.0.3' },
  { of: /^mixin-deep#/, package: 'mixin-deep', good: '1.3.2 2.0.1' },
  { of: /^assign-deep#/, package: 'assign-deep', good: '0.4.8 1.0.1' },
  { of: /^defaults-deep#/, package: 'defaults-deep', good: '' },
  { of: /^(hoek)#(\w+\.)?(merge|applyToDefaults)$/, package: 'hoek', good: '4.2.1 5.0.3' },
  { of: /^dot-prop#(\w+\.)?set(Property)?$/, package: 'dot-prop', good: '4.2.1 5.1.1', path: 1 },
  {
    of: /^object-path#(\w+\.)?(set|push|insert|ensureExists)$/,
    package: 'object-path',
    good: '0.11.8',
    path: 1,
  },
  { of: /^set-value#/, package: 'set-value', good: '2.0.1 3.0.3 4.0.1', path: 1 },
  { of: /^dset#/, package: 'dset', good: '3.1.4', path: 1 },
  { of: /^flat#(\w+\.)?unflatten$/, package: 'flat', good: '5.0.1' },
  { of: /^json-pointer#(\w+\.)?set$/, package: 'json-pointer', good: '0.6.2', path: 1 },
  { of: /^jsonpointer#(\w+\.)?set$/, package: 'jsonpointer', good: '5.0.0', path: 1 },
];

const extending = /^(extend|node\.extend|just-extend)#/;

function hits(call: CallFact): readonly Hit[] {
  if (call.trace === undefined || call.args.length === 0) return [];
  const found = merging.find(({ of }) => isCall(call, of));
  if (found === undefined) return [];
  // Only a deep copy goes below the names of the first level.
  if (extending.test(call.name) && call.args[0] !== undefined && call.args[0].things.length > 0) return [];
  const doubt = doubtOf(call, found);
  if (doubt === undefined) return [];
  const hit =
    found.path === undefined
      ? call.args.flatMap((_, at) =>
          deeply(arguments_(call, at)).map((each) => ({ ...each, needs: can.object })),
        )
      : arguments_(call, found.path).map((each) => ({ ...each, needs: can.proto | can.object }));
  return hit.map((each) => (doubt ? { ...each, weak: true } : each));
}

/** Undefined where the version is good or not known; true where it may be a good one. */
function doubtOf({ machine, frame }: CallFact, { package: name, good }: Merging): boolean | undefined {
  const used = usedVersion(machine.codebase.repository, frame.file.path, name);
  if (good === '') return false;
  if (used === undefined || !isOlder(used, good)) return undefined;
  return !used.exact;
}

/** `object[key].x = value`: with a name of its own choice the write reaches any name of all objects. */
function writes({ object, key, place }: WriteFact): readonly Hit[] {
  const isChosen = key === undefined && place.taints.length > 0;
  const isWhole = object.taints.some(({ marks }) => (marks & can.prototype) !== 0);
  if (!isWhole || object.traces.some(isHost)) return [];
  const what = `object that ${key ?? 'a field'} is written to`;
  // Where only the object is chosen, less harm is done.
  return [{ value: object, what, weak: !isChosen }];
}

const isHost = ({ name }: Trace): boolean => name.startsWith('@');

export const prototypeSink: Sink = { kind: 'prototype-pollution', needs: can.prototype, hits, writes };
