import type { Method } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { kindByName } from '../../http/guards.ts';
import type { PhpClass } from '../classes.ts';
import { methodOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { judgeClass, judged } from '../guards.ts';
import { callMethod } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { entryOf, itemsOf, originAt, textOf, textsOf } from '../value.ts';
import type { PhpValue, ReadOrigin } from '../value.ts';

/** What `behaviors()` gives, and `filters()`/`accessRules()` of Yii 1. */
export function behaviorsOf(
  machine: Machine,
  declared: PhpClass,
): readonly { readonly name: string; readonly value: PhpValue; readonly origin: ReadOrigin }[] {
  const method = methodOf(machine.codebase, declared, 'behaviors');
  if (method === undefined) return [];
  const self: PhpValue = { kind: 'object', className: declared.name, args: [], properties: new Map() };
  const given = callMethod(machine, method, [], self);
  const known = (given.kind === 'array' ? given.entries : []).map((entry) => ({
    name: entry.key ?? '',
    value: entry.value,
    origin: originAt(method.file, entry.node),
  }));
  const isWhole = given.kind === 'array' && !given.open;
  return isWhole
    ? known
    : [...known, { name: 'behaviors', value: given, origin: originAt(method.file, method.node) }];
}

type Behaviors = ReturnType<typeof behaviorsOf>;

export function verbsOf(behaviors: Behaviors, id: string): readonly Method[] {
  return behaviors.flatMap(({ value }) => {
    if (!(textOf(entryOf(value, 'class')) ?? textOf(entryOf(value, '__class')) ?? '').endsWith('VerbFilter'))
      return [];
    const actions = entryOf(value, 'actions');
    return methodsNamed(textsOf(entryOf(actions, id) ?? entryOf(actions, '*')));
  });
}

export function guardsOf(codebase: PhpCodebase, behaviors: Behaviors, id: string): readonly JudgedGuard[] {
  return behaviors.flatMap(({ name, value, origin }): readonly JudgedGuard[] => {
    const kind = textOf(value) ?? textOf(entryOf(value, 'class')) ?? textOf(entryOf(value, '__class'));
    const only = textsOf(entryOf(value, 'only'));
    if (
      (only.length > 0 && !listed(only, id)) ||
      listed(textsOf(entryOf(value, 'except')), id) ||
      listed(textsOf(entryOf(value, 'optional')), id)
    )
      return [];
    if (kind === undefined) return [judged(name, 'other', origin, { resolved: false })];
    return guardOf(codebase, kind, name, value, id, origin);
  });
}

function guardOf(
  codebase: PhpCodebase,
  kind: string,
  name: string,
  value: PhpValue,
  id: string,
  origin: ReadOrigin,
): readonly JudgedGuard[] {
  const short = kind.split('\\').at(-1) ?? name;
  const isOwn = codebase.class(kind) !== undefined;
  if (short === 'AccessControl' && !isOwn) return accessGuards(value, id, origin);
  if (/Auth$|Authenticator$/.test(short) || name === 'authenticator')
    return [judged(short, 'authentication', origin)];
  if (short === 'RateLimiter') return [judged(short, 'rate-limit', origin)];
  if (!isOwn) return [];
  const found = judgeClass(codebase, kind, () => undefined, ['beforeAction']);
  const named = kindByName(short);
  const isCheck = named === 'authentication' || named === 'authorisation';
  if (found.verdict === 'other' || found.verdict === 'passes')
    return isCheck ? [judged(short, named, origin, { conditional: true })] : [];
  return [
    judged(short, found.verdict, found.origin ?? origin, { conditional: found.verdict === 'authorisation' }),
  ];
}

const listed = (names: readonly string[], id: string): boolean =>
  names.some(
    (name) => name === id || name === '*' || (name.endsWith('*') && id.startsWith(name.slice(0, -1))),
  );

/** The first rule for the action decides; an action without a rule is refused. */
function accessGuards(value: PhpValue, id: string, origin: ReadOrigin): readonly JudgedGuard[] {
  for (const rule of itemsOf(entryOf(value, 'rules'))) {
    const actions = textsOf(entryOf(rule, 'actions'));
    if (actions.length > 0 && !listed(actions, id)) continue;
    const allow = entryOf(rule, 'allow');
    const roles = [...textsOf(entryOf(rule, 'roles')), ...textsOf(entryOf(rule, 'permissions'))];
    if (allow?.kind === 'boolean' && !allow.value) {
      if (roles.length === 0) return [judged('AccessControl', 'authorisation', origin)];
      continue;
    }
    if (allow === undefined) return [judged('AccessControl', 'authorisation', origin)];
    if (roles.includes('?') && !roles.includes('@')) return [];
    if (roles.length === 0)
      return entryOf(rule, 'matchCallback') === undefined
        ? []
        : [judged('AccessControl', 'authorisation', origin)];
    return [
      judged(
        'AccessControl',
        roles.every((role) => role === '@') ? 'authentication' : 'authorisation',
        origin,
        { requires: roles.filter((role) => role !== '@') },
      ),
    ];
  }
  return [judged('AccessControl', 'authorisation', origin)];
}
