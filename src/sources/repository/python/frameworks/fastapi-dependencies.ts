import type { Parameter } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, Place, ResultValue, Value } from '../evaluator/value.ts';
import { argument, booleanOf } from '../evaluator/value.ts';
import { judgeCheck, judgeWrappers, nameOf } from '../reading/judge.ts';
import { aboutCaller, unknownBases } from '../reading/packages.ts';
import { stringsIn } from '../reading/texts.ts';
import type { Signature } from './fastapi-parameters.ts';
import { annotated, readSignature } from './fastapi-parameters.ts';
import { isModel, modelFields } from './models.ts';

const nothing: Signature = { guards: [], parameters: [] };

/** Guards of a list of `Depends(…)`. */
export const dependencyGuards = (
  machine: Machine,
  given: readonly Value[],
  place: Place,
  inPath: ReadonlySet<string> = new Set(),
): readonly JudgedGuard[] =>
  given.flatMap((each) => dependency(machine, each, undefined, inPath, place, 0).guards);

/** What a dependency asks for and checks, its own dependencies first. */
export function dependency(
  machine: Machine,
  marker: Value | undefined,
  type: Value | undefined,
  inPath: ReadonlySet<string>,
  place: Place,
  depth: number,
): Signature {
  if (depth > 8) return nothing;
  if (marker?.kind !== 'result') return unresolved(machine, marker, place);
  if (!/(Depends|Security)\(\)$/.test(libraryPath(marker) ?? '')) {
    const inner = annotated(marker).notes[0];
    return inner === undefined
      ? unresolved(machine, marker, place)
      : dependency(machine, inner, annotated(marker).type, inPath, place, depth + 1);
  }
  const target = argument(marker.args, 0, 'dependency') ?? annotated(type).type;
  return target === undefined ? nothing : ofTarget(machine, target, marker, inPath, place, depth);
}

const unresolved = (machine: Machine, value: Value | undefined, place: Place): Signature =>
  value === undefined
    ? nothing
    : { guards: [judgeCheck(machine, { value, name: nameOf(value), place })], parameters: [] };

function ofTarget(
  machine: Machine,
  target: Value,
  marker: ResultValue,
  inPath: ReadonlySet<string>,
  place: Place,
  depth: number,
): Signature {
  const requires = stringsIn([marker.args.keywords.get('scopes') ?? { kind: 'unknown', why: '' }]);
  const check = (value: Value): JudgedGuard =>
    judgeCheck(machine, { value, name: nameOf(value), place: marker.place, requires });
  switch (target.kind) {
    case 'function':
      return ofFunction(machine, target, marker, requires, inPath, place, depth);
    case 'instance': {
      const call = lookInClass(machine, target.of, '__call__');
      const given = stringsIn([...target.made.positional, ...target.made.keywords.values()]);
      const own = judgeCheck(machine, {
        value: target,
        name: target.of.name,
        place: marker.place,
        requires: [...requires, ...given],
      });
      const inner =
        call?.kind === 'function' ? readSignature(machine, call, inPath, place, depth + 1) : nothing;
      const guards = [...inner.guards, ...askedAbove(target.of, call, marker), own];
      return { guards: guards.filter(({ passes }) => !passes), parameters: inner.parameters };
    }
    case 'class': {
      if (isModel(target))
        return {
          guards: [],
          parameters: modelFields(machine, target).map((field): Parameter => ({
            ...field,
            in: inPath.has(field.name) ? 'path' : 'query',
          })),
        };
      const init = lookInClass(machine, target, '__init__');
      if (init?.kind !== 'function') return nothing;
      const inner = readSignature(machine, { ...init, owner: target }, inPath, place, depth + 1);
      const own = judgeCheck(machine, { value: init, name: target.name, place: marker.place });
      return { guards: [...inner.guards, own].filter(({ passes }) => !passes), parameters: inner.parameters };
    }
    default:
      return ofLibrary(target, check, place);
  }
}

/** What a class of a package does that has the call, or is asked by it. */
const askedAbove = (
  of: ClassValue,
  call: Value | undefined,
  { place }: ResultValue,
): readonly JudgedGuard[] =>
  call === undefined || (call.kind === 'function' && /\bsuper\(\)\./.test(call.node.text))
    ? unknownBases(of, place)
    : [];

/** Decorators around a dependency that are about who is calling, by their names. */
const decorating = (machine: Machine, { wrappers }: FunctionValue): readonly JudgedGuard[] =>
  judgeWrappers(machine, wrappers).filter(({ guard }) => aboutCaller.test(guard.name));

function ofFunction(
  machine: Machine,
  target: FunctionValue,
  marker: ResultValue,
  requires: readonly string[],
  inPath: ReadonlySet<string>,
  place: Place,
  depth: number,
): Signature {
  const inner = readSignature(machine, target, inPath, place, depth + 1);
  const own = judgeCheck(machine, {
    value: target,
    name: (isInner(target) && target.name !== 'lambda' ? outerName(marker) : undefined) ?? target.name,
    place: marker.place,
    requires: [...requires, ...writtenRequirements(marker)],
    inPath,
  });
  const guards = [...decorating(machine, target), ...inner.guards, own];
  return { guards: guards.filter(({ passes }) => !passes), parameters: inner.parameters };
}

/** The function was made by another one: it is known by that name. */
const isInner = (target: FunctionValue): boolean => target.scope.parent !== undefined;

const outerName = (marker: ResultValue): string | undefined =>
  /\(\s*(?:dependency\s*=\s*)?([\w.]+)\(/.exec(marker.place.node.text)?.[1]?.split('.').at(-1);

const writtenRequirements = (marker: ResultValue): readonly string[] => {
  const inner =
    /\(\s*(?:dependency\s*=\s*)?[\w.]+\((.*)\)\s*\)$/s.exec(marker.place.node.text.slice(0, 300))?.[1] ?? '';
  return [...inner.matchAll(/['"]([\w:.\- ]+)['"]/g)].flatMap(([, text]) => text ?? []);
};

/** Fields of FastAPI's form for a sign-in with a password, and which of them it insists on. */
const passwordForm: Readonly<Record<string, boolean>> = {
  grant_type: false,
  username: true,
  password: true,
  scope: false,
  client_id: false,
  client_secret: false,
};

function ofLibrary(target: Value, check: (value: Value) => JudgedGuard, { module, node }: Place): Signature {
  const path = libraryPath(target) ?? '';
  if (/OAuth2PasswordRequestForm(Strict)?$/.test(path)) {
    const origin = { kind: 'read', file: module.path, line: node.line } as const;
    return {
      guards: [],
      parameters: Object.entries(passwordForm).map(([name, required]): Parameter => ({
        name,
        in: 'body',
        type: 'string',
        required: required || (name === 'grant_type' && path.endsWith('Strict')),
        origin,
      })),
    };
  }
  // A scheme that raises no error of its own lets everybody in; what depends on it decides.
  if (target.kind === 'result' && booleanOf(target.args.keywords.get('auto_error')) === false) return nothing;
  return { guards: [check(target)].filter(({ passes }) => !passes), parameters: [] };
}
