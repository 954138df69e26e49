import { classSite, findMethod } from '../../javascript/definitions.ts';
import type { Injector } from '../../javascript/injection.ts';
import type { Machine } from '../../javascript/machine.ts';
import { originOf } from '../../javascript/parse.ts';
import type { ClassValue, FunctionValue, Site, Value } from '../../javascript/value.ts';
import { optionsOf, truth, unknown } from '../../javascript/value.ts';
import type { JudgedGuard } from '../routing.ts';
import { unreadGuard } from '../unread-guard.ts';
import { anonymousRequest, executionContext } from './context.ts';
import { asksForgery, asksSettings, kindOf } from './guard-kinds.ts';
import type { NestWorld } from './library.ts';
import type { Metadata } from './metadata.ts';
import type { Decorated } from './package-guards.ts';
import { isIdle, libraryAbove, libraryKind } from './package-guards.ts';
import { signInGuard } from './sign-in-guards.ts';
import { textsOf } from './texts.ts';

/** A guard as it was given, with what surrounds it. */
export interface GivenGuard {
  readonly value: Value;
  readonly site: Site;
  readonly conditional: boolean;
}

export interface GuardContext {
  readonly machine: Machine;
  readonly world: NestWorld;
  readonly injector: Injector;
}

/** Decorators of one handler and its controller, with the metadata they set. */
export interface Handled extends Decorated {
  readonly metadata: Metadata;
  /** `http`, `graphql` or `ws`, as the execution context tells it. */
  readonly type: string;
  readonly verb: string;
  /** Where the request is one of HTTP whose path is known. */
  readonly path?: string;
}

/**
 * What a guard does for one handler. Its `canActivate` is walked with the handler's metadata: a guard that returns
 * true there without having checked anything does not count. One that returns true for a request without credentials
 * is listed, but keeps nobody out.
 */
export function judgeNestGuard(
  context: GuardContext,
  given: GivenGuard,
  handled: Handled,
): readonly JudgedGuard[] {
  return optionsOf(given.value).flatMap((value) => {
    const conditional = given.conditional || given.value.kind === 'choice';
    const signsIn = signInGuard(context.machine, value, given.site);
    if (signsIn !== undefined) return [{ ...signsIn, conditional }];
    switch (value.kind) {
      case 'class':
        return judgeClass(
          context,
          value,
          context.injector.instanceOf(value),
          { ...given, conditional },
          handled,
        );
      case 'object':
        if (value.shape === undefined) return [];
        return judgeClass(context, value.shape, value, { ...given, conditional }, handled);
      case 'library':
      case 'result':
        return judgeLibrary(value, { ...given, conditional }, handled);
      default:
        return [unresolvedGuard({ ...given, conditional }, 'unresolved guard')];
    }
  });
}

const unresolvedGuard = ({ site, conditional }: GivenGuard, name: string): JudgedGuard =>
  unreadGuard(name, site.origin, { conditional });

function judgeLibrary(
  value: Extract<Value, { kind: 'library' | 'result' }>,
  given: GivenGuard,
  handled: Handled,
): readonly JudgedGuard[] {
  const library = value.kind === 'result' ? value.callee : value;
  const args = value.kind === 'result' ? value.args : [];
  const kind = libraryKind(library.package, library.path, args);
  if (isIdle(library.package, library.path, handled)) return [];
  const name = library.path.split('.').at(-1) ?? library.path;
  return [
    {
      guard: {
        name,
        kind: kind ?? 'other',
        requires: args.flatMap((each) => textsOf(each)),
        origin: given.site.origin,
      },
      resolved: kind !== undefined,
      conditional: given.conditional,
      passes: false,
    },
  ];
}

function judgeClass(
  context: GuardContext,
  shape: ClassValue,
  self: Value,
  given: GivenGuard,
  handled: Handled,
): readonly JudgedGuard[] {
  const name = shape.node.id?.name ?? 'anonymous guard';
  const origin = originOf(shape.file, shape.node);
  const method = findMethod(shape, 'canActivate', 'method');
  const above = libraryAbove(shape);
  if (method === undefined && above !== undefined && isIdle(above.package, above.path, handled)) return [];
  const inherited = above === undefined ? undefined : libraryKind(above.package, above.path, above.args);
  const outcome =
    method === undefined
      ? {
          passes: false,
          mayPass: true,
          refuses: false,
          unsure: false,
          known: above !== undefined && inherited !== undefined,
          asked: [],
        }
      : run(context, shape, self, method, handled, unknown('the request'));
  if (outcome.passes && !outcome.unsure) return [];
  const isSwitch = method !== undefined && outcome.mayPass && asksSettings(shape, name, method);
  if (isSwitch || asksForgery(shape, name, inherited)) {
    const guard = { name, kind: 'other' as const, requires: [], origin };
    return [{ guard, resolved: !isSwitch || outcome.known, conditional: false, passes: false }];
  }
  const anonymously =
    method === undefined
      ? undefined
      : run(context, shape, self, method, handled, anonymousRequest(handled.verb, handled.path));
  const letsAnyone = anonymously?.passes === true;
  const shown = letsAnyone ? 'other' : kindOf(shape, name, inherited);
  const kind = shown === 'other' && anonymously?.refuses === true ? 'authorisation' : shown;
  const requires = [
    ...outcome.asked.flatMap((each) => textsOf(each)),
    ...(above?.args ?? []).flatMap((each) => textsOf(each)),
  ];
  const resolved = letsAnyone || kind !== 'other' || outcome.known;
  return [
    {
      guard: { name, kind, requires: [...new Set(requires)], origin },
      resolved,
      conditional: given.conditional || outcome.unsure,
      passes: false,
    },
  ];
}

interface Outcome {
  /** It lets everybody through for this handler. */
  readonly passes: boolean;
  /** It lets somebody through, as far as is known. */
  readonly mayPass: boolean;
  /** It lets nobody through. */
  readonly refuses: boolean;
  /** It asked for metadata that is not known. */
  readonly unsure: boolean;
  /** Everything it calls was understood. */
  readonly known: boolean;
  readonly asked: readonly Value[];
}

function run(
  { machine, world }: GuardContext,
  shape: ClassValue,
  self: Value,
  method: FunctionValue,
  handled: Handled,
  request: Value,
): Outcome {
  const { metadata } = handled;
  metadata.asked.length = 0;
  metadata.unsure = false;
  world.metadata.current = metadata;
  const { thrown, unresolved } = machine.tally;
  const returned = machine.call(method, [executionContext(handled.type, request)], classSite(shape), self);
  world.metadata.current = undefined;
  const throws = machine.tally.thrown > thrown;
  const known = machine.tally.unresolved === unresolved;
  const yes = optionsOf(returned).every((each) => each.kind === 'primitive' && each.value === true);
  return {
    passes: yes && !throws && known,
    mayPass: optionsOf(returned).some((each) => truth(each) !== false),
    refuses: known && truth(returned) === false,
    unsure: metadata.unsure,
    known,
    asked: [...metadata.asked],
  };
}
