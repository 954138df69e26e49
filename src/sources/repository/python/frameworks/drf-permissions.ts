import type { Method } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Place, Value } from '../evaluator/value.ts';
import { judgeCheck, nameOf } from '../reading/judge.ts';
import type { Project } from './django-settings.ts';

const safe: readonly Method[] = ['GET', 'HEAD', 'OPTIONS'];

/** Permission classes as guards for one method; every one of them has to agree. */
export function permissionGuards(
  { machine }: Project,
  permissions: readonly Value[],
  method: Method,
  place: Place,
): readonly JudgedGuard[] {
  const judge = (value: Value): JudgedGuard => {
    if (value.kind === 'result') {
      // An instance of a class: what `get_permissions` gives, or a class made by a call.
      const path = libraryPath(value.callee) ?? '';
      if (value.callee.kind === 'library') return judge({ kind: 'library', path });
    }
    if (value.kind === 'operation')
      return combined(
        value.operator,
        value.operands.map((each) => judge(each)),
      );
    const name = nameOf(value);
    const made = judgeCheck(machine, { value, name, place });
    if (
      /IsAuthenticatedOrReadOnly$|DjangoModelPermissionsOrAnonReadOnly$|ReadOnly$/.test(name) &&
      value.kind === 'library'
    )
      return safe.includes(method)
        ? { ...made, passes: true, resolved: true }
        : { ...made, resolved: true, passes: false, guard: { ...made.guard, kind: 'authentication' } };
    return allowsReading(value) && safe.includes(method)
      ? { ...made, guard: { ...made.guard, kind: 'other' }, resolved: true, passes: true }
      : permission(value, made);
  };
  return permissions.map((each) => judge(each)).filter(({ passes }) => !passes);
}

/** A permission class of the target that decides by the user checks something, whatever it is called. */
function permission(value: Value, judged: JudgedGuard): JudgedGuard {
  if (value.kind !== 'class' && value.kind !== 'instance') return judged;
  const of = value.kind === 'class' ? value : value.of;
  if (judged.guard.kind === 'authentication' || judged.guard.kind === 'authorisation') return judged;
  const text = of.node.text;
  if (/\buser\b|\bauth\b|is_authenticated|is_staff|token|api_?key|Authorization/i.test(text))
    return {
      ...judged,
      guard: { ...judged.guard, kind: 'authorisation' },
      resolved: true,
      passes: false,
      conditional: judged.conditional || /is_anonymous|AnonymousUser/.test(text),
    };
  return judged;
}

/** `if request.method in SAFE_METHODS: return True` lets everybody read. */
function allowsReading(value: Value): boolean {
  const of = value.kind === 'class' ? value : value.kind === 'instance' ? value.of : undefined;
  if (of === undefined) return false;
  const has = /def has_permission\b.*?(?=\n\s+def |$)/s.exec(of.node.text)?.[0];
  return (
    has !== undefined &&
    /SAFE_METHODS[^\n]*:?\s*\n?\s*return True|return[^\n]*SAFE_METHODS\s*(or|$)/.test(has) &&
    !/is_authenticated[^\n]*and[^\n]*SAFE_METHODS/.test(has)
  );
}

/** `a & b`: either refuses; `a | b`: anyone that one of them lets in. */
function combined(operator: string, operands: readonly JudgedGuard[]): JudgedGuard {
  const [first, second] = operands;
  if (first === undefined) throw new Error('an operation without operands');
  if (second === undefined) return { ...first, resolved: false, conditional: true, passes: false };
  const name = `${first.guard.name} ${operator} ${second.guard.name}`;
  const checks = operands.filter(({ passes, guard }) => !passes && guard.kind !== 'other');
  if (operator === '|') {
    const open = operands.find(({ passes }) => passes);
    const weak =
      open ?? operands.find(({ guard, conditional }) => guard.kind === 'other' || conditional) ?? first;
    return { ...weak, guard: { ...weak.guard, name } };
  }
  const strong = checks[0] ?? operands.find(({ passes }) => !passes) ?? first;
  return { ...strong, guard: { ...strong.guard, name } };
}
