import type { Machine } from '../../javascript/machine.ts';
import { originOf } from '../../javascript/parse.ts';
import { findMethod } from '../../javascript/definitions.ts';
import { walk } from '../../javascript/syntax.ts';
import type { ClassValue, Site, Value } from '../../javascript/value.ts';
import { areSignIns } from '../passport-strategies.ts';
import type { JudgedGuard } from '../routing.ts';
import { libraryAbove } from './package-guards.ts';
import type { LibraryAbove } from './package-guards.ts';
import { textsOf } from './texts.ts';

/** `AuthGuard('google')` itself, or a guard that extends it: whoever comes signs in. */
export function signInGuard(machine: Machine, value: Value, site: Site): JudgedGuard | undefined {
  const above = libraryOf(value);
  if (above?.package !== '@nestjs/passport' || !areSignIns(machine.codebase, above.args.slice(0, 1)))
    return undefined;
  const own = value.kind === 'class' ? value.node.id?.name : undefined;
  const origin = value.kind === 'class' ? originOf(value.file, value.node) : site.origin;
  const requires = above.args.flatMap((each) => textsOf(each));
  return {
    guard: { name: own ?? above.path, kind: 'other', requires, origin },
    resolved: value.kind !== 'class' || !asksFirst(value),
    conditional: false,
    passes: false,
    signsIn: true,
  };
}

/** It looks at something else before: whether this way to sign in is offered at all, or who is known already. */
function asksFirst(shape: ClassValue): boolean {
  const method = findMethod(shape, 'canActivate', 'method');
  let asks = false;
  if (method !== undefined)
    walk(method.node, ({ type }) => {
      asks ||= /^(IfStatement|ConditionalExpression|SwitchStatement)$/.test(type);
    });
  return asks;
}

function libraryOf(value: Value): LibraryAbove | undefined {
  if (value.kind === 'class') return libraryAbove(value);
  return value.kind === 'result'
    ? { package: value.callee.package, path: value.callee.path, args: value.args }
    : undefined;
}
