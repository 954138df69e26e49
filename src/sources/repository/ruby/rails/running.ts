import { kindByName } from '../../http/guards.ts';
import { keepsOut } from '../../http/access.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { originIn } from '../../languages/syntax.ts';
import type { Anonymous, Told } from '../anonymous/anonymous.ts';
import type { Secrets } from '../anonymous/secrets.ts';
import { afresh, anonymous, conditionFor, runAction, runAnonymously } from '../anonymous/anonymous.ts';
import type { Method } from '../code.ts';
import { methodNamed } from '../code.ts';
import type { May } from './abilities/abilities.ts';
import type { Controller } from './controllers.ts';
import type { Judgement } from './judging.ts';
import { judgeCallback } from './judging.ts';

/** One callback of a controller that runs before its actions. */
export interface Filter {
  readonly name: string;
  readonly block?: SyntaxNode;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly conditional: boolean;
  readonly when?: { readonly node: SyntaxNode; readonly unless: boolean };
  /** What an ability says of nobody before this action. */
  readonly may?: May;
  readonly file: string;
  readonly node: SyntaxNode;
}

/** The callbacks before an action, run for a caller without credentials. */
export interface Ran {
  /** After them, where nothing is taken for granted of secrets that were sent. */
  readonly request: Anonymous;
  /** After them, for a caller who sends no secret, and one who makes it up. */
  readonly without: readonly Anonymous[];
  readonly guards: readonly JudgedGuard[];
}

/** Actions of a controller behind the same callbacks are told once. */
const ranByController = new WeakMap<
  Controller,
  { readonly running: readonly Filter[]; readonly ran: Ran }[]
>();

export function ranFor(controller: Controller, running: readonly Filter[]): Ran {
  const known = ranByController.get(controller) ?? [];
  ranByController.set(controller, known);
  const before = known.find(
    (each) =>
      each.running.length === running.length && running.every((filter, at) => each.running[at] === filter),
  );
  if (before !== undefined) return before.ran;
  const ran = run(controller, running);
  known.push({ running, ran });
  return ran;
}

/** Each is judged by what becomes of somebody without credentials, after the callbacks before it. */
function run({ lineage }: Controller, running: readonly Filter[]): Ran {
  const request = anonymous(lineage);
  const guards = running.map((filter) => judged(request, filter).judged);
  const without = [anonymous(lineage, 'absent'), anonymous(lineage, 'wrong')];
  if (request.secrets.asked.size === 0) {
    for (const { shared } of without) for (const [name, value] of request.shared) shared.set(name, value);
    return { request, without, guards };
  }
  const told = without.map((each) => running.map((filter) => judged(each, filter)));
  const decided: JudgedGuard[] = [];
  for (const [at, guard] of guards.entries())
    // Behind a check that nobody passes the others stay as they are.
    decided.push(
      decided.some(keepsOut)
        ? guard
        : bySecret(
            guard,
            told.flatMap((each) => each[at] ?? []),
          ),
    );
  return { request, without, guards: decided };
}

/** The secret by which callers without it are turned away. */
const secretIn = (told: readonly Secrets[]): string | undefined =>
  told.every(({ now }) => now.looked) ? told.flatMap(({ asked }) => [...asked])[0] : undefined;

/** A check that lets some callers pass lets nobody pass who has no secret, or everybody who leaves it out. */
function bySecret(guard: JudgedGuard, without: readonly Judged[]): JudgedGuard {
  if (guard.passes || !guard.conditional) return guard;
  const passes = without.find(({ judged: each }) => each.passes);
  if (passes !== undefined) return passes.judged;
  const secret = secretIn(without.map(({ secrets }) => secrets));
  if (secret === undefined || without.some(({ judged: { conditional } }) => conditional)) return guard;
  const name = kindByName(guard.guard.name) === 'authentication' ? guard.guard.name : secret;
  return { ...guard, guard: { ...guard.guard, kind: 'authentication', name }, conditional: false };
}

/**
 * What becomes of somebody without credentials in an action; the guard by which it is refused. `holders` are variables
 * into which callbacks put the caller; `methods` those of the route.
 */
export function ranAction(
  ran: Ran,
  method: Method,
  holders: readonly string[],
  methods: readonly string[],
): { readonly told: Told; readonly guards: readonly JudgedGuard[] } {
  const guarded = (name: string): ReturnType<typeof ranAction> => ({
    told: 'refused',
    guards: [
      {
        guard: {
          name,
          kind: 'authentication',
          requires: [],
          origin: originIn(method.opening.file, method.node),
        },
        resolved: true,
        conditional: false,
        passes: false,
      },
    ],
  });
  const request = withVerb(ran.request, methods);
  const { told, secrets } = runAction(request, method);
  const [caller = [...secrets.held].find((name) => holders.includes(name))] = [...secrets.callers];
  if (told === 'refused' && caller !== undefined) return guarded(caller);
  if (secrets.asked.size === 0) return { told: told === 'refused' ? 'perhaps' : told, guards: [] };
  const all = ran.without.map((each) => runAction(withVerb(each, methods), method));
  const secret = secretIn(all.map((each) => each.secrets));
  if (secret !== undefined && all.every((each) => each.told === 'refused')) return guarded(secret);
  return { told: all.some((each) => each.told === 'passes') ? 'passes' : 'perhaps', guards: [] };
}

/** `request.post?` is known of a route of one method. */
function withVerb(request: Anonymous, methods: readonly string[]): Anonymous {
  const [only, other] = methods;
  if (only === undefined || only === 'ANY' || other !== undefined) return request;
  const shared = new Map(request.shared);
  for (const verb of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
    shared.set(`request.${verb.toLowerCase()}?`, verb === only ? 'yes' : 'no');
  return { ...request, shared };
}

interface When {
  readonly runs: 'always' | 'never' | 'open';
  readonly asking: boolean;
}

function conditionOf(request: Anonymous, { when, conditional }: Filter): When {
  if (when === undefined) return { runs: conditional ? 'open' : 'always', asking: false };
  const { told, asking } = conditionFor(request, when.node);
  const runs = when.unless ? told === 'fails' : told === 'holds';
  return { runs: runs ? 'always' : told === 'open' ? 'open' : 'never', asking };
}

interface Judged {
  readonly judged: JudgedGuard;
  /** What this callback asked for. */
  readonly secrets: Secrets;
}

function judged(before: Anonymous, filter: Filter): Judged {
  const request = afresh(before);
  const when = conditionOf(request, filter);
  const told = when.runs === 'never' ? nothing : judgement(request, filter, when.asking);
  for (const name of request.secrets.asked) before.secrets.asked.add(name);
  before.secrets.now.open = request.secrets.now.open;
  return { judged: guardOf(filter, told, when), secrets: request.secrets };
}

const guardOf = (filter: Filter, told: Judgement, when: When): JudgedGuard => ({
  guard: { name: filter.name, kind: told.kind, requires: [], origin: originIn(filter.file, filter.node) },
  resolved: told.resolved,
  conditional: when.runs === 'open' || told.conditional,
  // What checks nobody is no guard.
  passes: told.kind === 'other' && told.resolved,
});

const nothing: Judgement = { kind: 'other', resolved: true, conditional: false };

function judgement(request: Anonymous, { name, block, may }: Filter, asking: boolean): Judgement {
  if (may !== undefined)
    return may === 'yes'
      ? nothing
      : { kind: 'authorisation', resolved: true, conditional: may === 'perhaps' };
  const method = block === undefined ? methodNamed(request.lineage, name) : undefined;
  const node = block ?? method?.node;
  if (node === undefined) return judgeCallback(request.lineage, name);
  const told = runAnonymously(request, name, node, { method, asking });
  const named = kindByName(name);
  if (told === 'passes') return { ...nothing, kind: named === 'rate-limit' ? named : 'other' };
  const kind = named === 'authorisation' ? named : 'authentication';
  return { kind, resolved: true, conditional: told === 'perhaps' };
}
