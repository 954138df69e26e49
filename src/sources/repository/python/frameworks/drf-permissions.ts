import type { Method } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { libraryPath, lineage } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, Place, Value } from '../evaluator/value.ts';
import type { Machine } from '../evaluator/machine.ts';
import type { Allows } from '../reading/asked-about.ts';
import { allowsAnonymous } from '../reading/asked-about.ts';
import { judgeCheck, nameOf } from '../reading/judge.ts';
import type { Project } from './django-settings.ts';

const safe: readonly Method[] = ['GET', 'HEAD', 'OPTIONS'];

/** What permissions are asked about. */
export interface Action {
  readonly method: Method;
  readonly name?: string;
  /** Whether one object is looked up, so that permissions are asked about it too. */
  readonly ofObject: boolean;
  /** The class of the view, which permissions may ask about itself. */
  readonly view?: ClassValue;
  /** The class of the object, where it is known. */
  readonly record?: ClassValue | undefined;
}

/** Permission classes as guards for one method; every one of them has to agree. */
export function permissionGuards(
  { machine }: Pick<Project, 'machine'>,
  permissions: readonly Value[],
  action: Action,
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
    const made = judgeCheck(machine, { value, name: nameOf(value), place });
    if (value.kind === 'library') {
      const allows = ofLibrary(value.path, action);
      return allows === 'perhaps' ? made : decided(made, allows, 'authentication');
    }
    const of = value.kind === 'class' ? value : value.kind === 'instance' ? value.of : undefined;
    return of === undefined ? made : decided(made, allowed(machine, of, action), 'authorisation');
  };
  return permissions.map((each) => judge(each)).filter(({ passes }) => !passes);
}

/** A permission decides by what it answers, whatever it is called. */
function decided(made: JudgedGuard, allows: Allows, kind: 'authentication' | 'authorisation'): JudgedGuard {
  if (allows === 'everybody')
    return { ...made, guard: { ...made.guard, kind: 'other' }, resolved: true, passes: true };
  const isCheck = made.guard.kind === 'authentication' || made.guard.kind === 'authorisation';
  return {
    ...made,
    guard: isCheck ? made.guard : { ...made.guard, kind },
    resolved: true,
    passes: false,
    conditional: allows === 'perhaps',
  };
}

function allowed(machine: Machine, of: ClassValue, action: Action): Allows {
  const first = ask(machine, of, 'has_permission', action);
  if (first !== 'everybody' || !action.ofObject) return first;
  return ask(machine, of, 'has_object_permission', action);
}

/** What a class answers: by its own method, by one of a class above it, or by the library. */
function ask(machine: Machine, of: ClassValue, question: string, action: Action): Allows {
  const classes = lineage(of);
  const above = classes
    .toReversed()
    .flatMap(({ bases }) =>
      bases.flatMap((base) => (base.kind === 'class' ? [] : (libraryPath(base) ?? []))),
    );
  let known: Allows = strictest(above.map((path) => ofLibrary(path, action, question)));
  for (const each of classes.toReversed()) {
    const found = each.attributes.get(question);
    if (found === undefined) continue;
    if (found.kind !== 'function') return 'perhaps';
    const own: FunctionValue = { ...found, owner: of };
    known = allowsAnonymous(machine, own, {
      method: action.method,
      action: action.name,
      above: known,
      view: action.view,
      record: question === 'has_object_permission' ? action.record : undefined,
    });
  }
  return known;
}

const strictest = (all: readonly Allows[]): Allows =>
  all.includes('nobody') ? 'nobody' : all.includes('perhaps') ? 'perhaps' : 'everybody';

function ofLibrary(path: string, { method }: Action, question = 'has_permission'): Allows {
  if (/(^|\.)(BasePermission|BasePermissionMetaclass|AllowAny)(\.\[\])?$|^(typing|abc)\./.test(path))
    return 'everybody';
  if (/(IsAuthenticatedOrReadOnly|DjangoModelPermissionsOrAnonReadOnly)$/.test(path))
    return safe.includes(method) ? 'everybody' : 'nobody';
  if (
    /^rest_framework\.permissions\.(IsAuthenticated|IsAdminUser|DjangoModelPermissions|DjangoObjectPermissions)$|(^|\.)(HasAPIKey|TokenHas\w*Scope\w*|IsAuthenticatedOrTokenHasScope)$/.test(
      path,
    )
  )
    return question === 'has_permission' ? 'nobody' : 'everybody';
  return 'perhaps';
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
  const strong =
    checks.find(({ conditional }) => !conditional) ??
    checks[0] ??
    operands.find(({ passes }) => !passes) ??
    first;
  return { ...strong, guard: { ...strong.guard, name } };
}
