import type { Node, Statement } from 'oxc-parser';
import type { Machine } from '../../javascript/machine.ts';
import { originOf } from '../../javascript/parse.ts';
import type { FunctionNode } from '../../javascript/syntax.ts';
import { dottedName } from '../../javascript/syntax.ts';
import type { FunctionValue } from '../../javascript/value.ts';
import { pathValue } from '../anonymous.ts';
import type { JudgedGuard } from '../routing.ts';
import { bind } from './bindings.ts';
import { evaluate } from './expressions.ts';
import type { Fact, Refusal } from './fact.ts';
import { decide, factOf, listOf, open } from './fact.ts';
import { instanceOf } from './instances.ts';
import { nameOf, worksFor } from './leaving.ts';
import { declaredPart, parameterFact } from './request.ts';
import { nothingDone, refusedAt } from './returning.ts';
import { handedOver } from './unresolved.ts';
import { executeAll } from './statements.ts';
import type { Frame, Walk } from './walk.ts';
import { end } from './walk.ts';

/** What becomes of a request without credentials in a function. */
export interface Refusals {
  /** It is always turned away, sometimes, or never for want of a credential. */
  readonly refused: 'always' | 'sometimes' | 'never';
  /** Everything that could be a check was understood. */
  readonly clear: boolean;
  readonly guards: readonly JudgedGuard[];
  /** Some request was let through. */
  readonly passes: boolean;
  /** The request may be handed to a check that cannot be followed. */
  readonly handsOver?: boolean;
  /** Whoever is refused sent something wrong to sign in with: nobody has to be known before. */
  readonly signsIn?: boolean;
  /** It is always answered for want of a credential, as with a page for signing in; nothing that follows sees it. */
  readonly withheld?: boolean;
  /** Every request is told that the method is not served. */
  readonly unserved?: boolean;
}

export interface Walked {
  readonly verb?: string;
  readonly path?: string;
  /** Its parameters are parts of the request that it asked for. */
  readonly declared?: boolean;
  /** It is a message of a connection. */
  readonly message?: boolean;
}

/**
 * Walks a function for a request that carries no credential. The functions it calls are followed; what cannot be
 * followed is judged by what it is given and by its name. Refusals that depend on something else than who calls (a
 * setting, a limit, what is asked for) keep nobody out.
 */
export function refusalsOf(machine: Machine, called: FunctionValue, request: Walked): Refusals {
  const walk = walked(machine, called, request, false);
  const outcome = outcomeOf(walk);
  if (outcome.refused === 'always' || walk.secrets.size === 0) return outcome;
  const second = walked(machine, called, request, true);
  const without = outcomeOf(second);
  if (without.refused === 'always') return { ...without, guards: provedBy(second, without) };
  // Nothing was found by a wrong secret, and whoever sent it is told so in words of the handler's own.
  const isTold = second.used.size > 0 && without.refused === 'never';
  const isClear = !isTold && [...second.doubts].every((doubt) => walk.doubts.has(doubt));
  return isClear ? outcome : { ...outcome, clear: false };
}

/** The secret that whoever is let through has to know. */
function provedBy({ used, secrets }: Walk, { guards }: Refusals): readonly JudgedGuard[] {
  const name = [...used, ...secrets][0];
  return guards.slice(0, 1).map((each) => ({
    ...each,
    guard: { ...each.guard, kind: 'authentication', name: name ?? each.guard.name },
  }));
}

function walked(
  machine: Machine,
  called: FunctionValue,
  { verb, path, declared, message }: Walked,
  guessing: boolean,
): Walk {
  const { node, file } = called;
  const walk: Walk = {
    machine,
    verb: verb === 'ANY' ? undefined : verb,
    path: path === undefined ? undefined : factOf(pathValue(path)),
    purpose: `${path ?? ''} ${called.name ?? ''}`,
    message: message === true,
    declared: declared === true,
    guessing,
    secrets: new Set(),
    used: new Set(),
    signIns: new Set(),
    log: [],
    endings: [],
    reasons: [],
    calls: [],
    active: [node],
    doubts: new Set(),
    caught: [],
    answered: new Map(),
    steps: 0,
    lacked: false,
    stopped: 'no',
  };
  const frame: Frame = {
    file,
    names: { own: new Map(), scope: called.scope },
    self: selfOf(called),
    top: true,
    since: 0,
    returns: [],
  };
  bindParameters(walk, node, frame);
  if (node.body === null) {
    walk.doubts.add('a function without a body');
    return walk;
  }
  if (node.body.type === 'BlockStatement') {
    executeAll(walk, node.body.body, frame);
    if (walk.stopped === 'no') endMessage(walk, node.body.body, frame);
  } else {
    const fact = evaluate(walk, node.body, frame);
    if (walk.stopped !== 'no') return walk;
    const call = node.body.type === 'AwaitExpression' ? node.body.argument : node.body;
    const name = call.type === 'CallExpression' ? (dottedName(call.callee)?.split('.').at(-1) ?? '') : '';
    if (walk.message && fact === nothingDone) refuseMessage(walk, call, name, frame);
    else end(walk, fact);
  }
  return walk;
}

/** A message of whose work nothing is done for want of a credential is refused. */
function endMessage(walk: Walk, body: readonly Statement[], frame: Frame): void {
  const test = walk.message ? worksFor(body) : undefined;
  const decision = test === undefined ? undefined : decide(evaluate(walk, test, frame));
  if (test === undefined || decision?.by !== 'absent' || decision.holds !== false) return end(walk, open);
  refuseMessage(walk, test, nameOf(test), frame);
}

function refuseMessage(walk: Walk, node: Node, name: string, frame: Frame): void {
  walk.reasons.push({ by: 'absent', name });
  end(walk, refusedAt(walk, node, frame));
}

function bindParameters(walk: Walk, node: FunctionNode, frame: Frame): void {
  for (const [at, param] of node.params.entries()) {
    const name = param.type === 'Identifier' ? param.name : undefined;
    const isPattern = param.type === 'ObjectPattern';
    if (param.type === 'RestElement') {
      const all: readonly Fact[] = [{ kind: 'request' }, { kind: 'response' }, { kind: 'next' }];
      bind(walk, param, listOf(all.slice(at)), frame);
      continue;
    }
    bind(
      walk,
      param,
      declaredPart(walk, param) ??
        (isPattern ? { kind: 'request' } : parameterFact(walk, name, at, walk.declared)),
      frame,
    );
  }
}

const selfOf = ({ self, home }: FunctionValue): Fact =>
  self !== undefined ? factOf(self) : home === undefined ? open : instanceOf(home);

function outcomeOf({ endings, doubts, signIns, lacked }: Walk): Refusals {
  const refusals = endings.flatMap((each) => (each.kind === 'refused' ? [each.refusal] : []));
  const byCaller = refusals.filter(({ by }) => by === 'caller');
  const passed = endings.some(({ kind }) => kind === 'passed');
  const refused =
    byCaller.length === 0
      ? refusals.length > 0 && !passed
        ? 'sometimes'
        : 'never'
      : passed
        ? 'sometimes'
        : 'always';
  const unserved = endings.length > 0 && endings.every((each) => each.kind === 'rejected' && each.method);
  return {
    refused,
    passes: passed,
    unserved,
    withheld:
      lacked &&
      endings.length > 0 &&
      endings.every((each) => each.kind !== 'passed' || each.answered === true),
    signsIn: signIns.size > 0 && refusals.every(({ sent }) => sent === true),
    handsOver: doubts.has(handedOver),
    clear: doubts.size === 0 && (passed || refused === 'always'),
    guards: firstOfEach(byCaller).map((refusal) => guardOf(refusal, refused === 'sometimes')),
  };
}

const firstOfEach = (refusals: readonly Refusal[]): readonly Refusal[] =>
  refusals.filter(
    ({ name, kind }, at) => refusals.findIndex((other) => other.name === name && other.kind === kind) === at,
  );

const guardOf = ({ name, kind, node, file }: Refusal, conditional: boolean): JudgedGuard => ({
  guard: { name, kind, requires: [], origin: originOf(file, node) },
  resolved: true,
  conditional,
  passes: false,
});
