import type { Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { Code } from '../code.ts';
import { dotted } from '../code.ts';
import type { Reading } from '../readings.ts';

/** What stands before the brackets or before `get` and `getOrFail`, and what it reads. */
const owners: readonly (readonly [RegExp, Parameter['in']])[] = [
  [/(^|\.)(queryParameters|rawQueryParameters)$/, 'query'],
  [/(^|\.)(call|context)\.parameters$|^parameters$/, 'query'],
  [/(^|\.)(request\.headers)$/, 'header'],
  [/(^|\.)(request\.cookies)$/, 'cookie'],
  [/(^|\.)(formParameters|receiveParameters)$/, 'body'],
];

const placeOf = (on: Code | undefined): Parameter['in'] | undefined => {
  const name = on?.kind === 'call' && on.name === 'receiveParameters' ? 'receiveParameters' : dotted(on);
  return name === undefined ? undefined : owners.find(([pattern]) => pattern.test(name))?.[1];
};

export const reading: Reading = {
  named: {},
  whole: [
    'receive',
    'receiveNullable',
    'receiveText',
    'receiveStream',
    'receiveChannel',
    'receiveOrNull',
    'receiveMultipart',
  ],
  other: (code, textOf) => {
    if (code.kind === 'index') {
      const place = placeOf(code.on);
      const name = textOf(code.at);
      return place === undefined || name === undefined ? [] : [[name, place]];
    }
    if (code.kind !== 'call' || code.args.length === 0) return [];
    const name = textOf(code.args[0]?.value);
    if (name === undefined) return [];
    if (code.name === 'header' && dotted(code.on)?.endsWith('request') === true) return [[name, 'header']];
    const place = /^(get|getOrFail|getAll|getValue)$/.test(code.name) ? placeOf(code.on) : undefined;
    return place === undefined ? [] : [[name, place]];
  },
};

/** `call.parameters` also holds those of the path. */
export function withoutPathReads(route: DeclaredRoute): DeclaredRoute {
  const inPath = new Set([...route.path.text.matchAll(/\{\*?(\w+)\}/g)].map((match) => match[1]));
  return {
    ...route,
    parameters: route.parameters.filter((each) => each.in !== 'query' || !inPath.has(each.name)),
  };
}
