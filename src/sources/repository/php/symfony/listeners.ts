import { runAsUnderstood } from '../../anonymous/run.ts';
import type { Told } from '../../anonymous/run.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { PhpBody } from '../body.ts';
import { bodyOfMethod } from '../body.ts';
import { begun } from '../certain-calls.ts';
import type { PhpClass } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { judged } from '../guards.ts';
import type { Machine } from '../machine.ts';
import { originAt } from '../value.ts';
import { certainLanguage, mayTurnAway } from './certain-language.ts';
import { kernelEvent } from './request-questions.ts';
import type { AskedRequest } from './request-questions.ts';
import type { SymfonyRoute } from './routes.ts';

/** A method that hears of every request before its handler, and may refuse it. */
export interface Listener {
  readonly body: PhpBody;
  readonly owner: PhpClass;
  readonly kind: 'authentication' | 'authorisation';
  /** What it did for routes that are alike in all that it asks. */
  readonly known: Map<string, Outcome>;
}

interface Outcome {
  readonly told: Told;
  readonly asked: ReadonlySet<string>;
}

const mentions =
  /KernelEvents::(REQUEST|CONTROLLER)\b|kernel\.(request|controller)|HttpKernel\\Event\\(Request|Controller|ControllerArguments|GetResponse|FilterController)Event\b/;
const event = /(^|\\)(Request|Controller|ControllerArguments|GetResponse|FilterController)Event$/;

/** Listeners of every request that may refuse it. */
export function requestListeners(codebase: PhpCodebase, files: readonly string[]): readonly Listener[] {
  return files.flatMap((path) =>
    mentions.test(codebase.repository.files.get(path)?.text ?? '')
      ? [...(codebase.file(path)?.classes.values() ?? [])].flatMap((owner) =>
          [...owner.methods.values()].flatMap((method) => {
            const body = method.visibility === 'public' ? bodyOfMethod(method, owner) : undefined;
            const hears = body?.parameters.some(({ type }) => event.test(type ?? '')) === true;
            const kind = body === undefined || !hears ? undefined : mayTurnAway(codebase, body);
            return body === undefined || kind === undefined ? [] : [{ body, owner, kind, known: new Map() }];
          }),
        )
      : [],
  );
}

/** What the listeners check before one route: a check that they make for others only is none. */
export const listenerGuards =
  (machine: Machine, listeners: readonly Listener[], keys: ReadonlySet<string>) =>
  (route: SymfonyRoute): readonly JudgedGuard[] =>
    listeners.flatMap((listener) => {
      const { told, asked } = outcomeOf(machine, listener, route, keys);
      const isOpen = told !== 'refused' && told !== 'perhaps';
      // Without a word about the route it is not understood whom it turns away.
      if (isOpen && (asked.has('defaults') || asked.has('route'))) return [];
      const name = listener.owner.name.split('\\').at(-1) ?? listener.owner.name;
      const origin = originAt(listener.body.file, { line: listener.body.line });
      return [judged(name, listener.kind, origin, { conditional: told !== 'refused' })];
    });

function outcomeOf(
  machine: Machine,
  listener: Listener,
  route: SymfonyRoute,
  keys: ReadonlySet<string>,
): Outcome {
  const defaults = [...(route.defaults ?? [])].flatMap(([key, value]) =>
    keys.has(key)
      ? [`${key} ${JSON.stringify(value, (name, inner: unknown) => (name === 'node' ? 0 : inner))}`]
      : [],
  );
  const alike = `${route.defaults === undefined ? '?' : ''}${defaults.toSorted().join('\n')}`;
  const exact = `${alike}\n${route.path.text} ${route.name ?? ''} ${route.controller?.join('::') ?? ''}`;
  const before = listener.known.get(alike) ?? listener.known.get(exact);
  if (before !== undefined) return before;
  const first = ran(machine, listener, route, keys, false);
  const found =
    first.asked.has('script') && (first.told === 'refused' || first.told === 'perhaps')
      ? weaker(first, ran(machine, listener, route, keys, true))
      : first;
  listener.known.set(found.asked.has('route') ? exact : alike, found);
  return found;
}

const weaker = (one: Outcome, other: Outcome): Outcome =>
  one.told === 'refused' || (one.told === 'perhaps' && other.told !== 'refused') ? other : one;

function ran(
  machine: Machine,
  { body }: Listener,
  route: SymfonyRoute,
  keys: ReadonlySet<string>,
  byScript: boolean,
): Outcome {
  const request: AskedRequest = { route, keys, byScript, asked: new Set() };
  const given = kernelEvent(request);
  const variables = new Map(
    body.parameters.flatMap(({ name, type }) => (event.test(type ?? '') ? [[name, given] as const] : [])),
  );
  const asking = { machine, budget: { left: 20_000 }, depth: 0, running: [body.body] };
  const { returns, rest, place } = begun(asking, { body, variables });
  const told = returns
    ? 'passes'
    : runAsUnderstood(certainLanguage(asking, place), rest, { endHandsOn: true });
  return { told, asked: request.asked };
}
