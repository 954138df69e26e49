import type { Guard } from '../../../model/api.ts';
import { kindByName } from '../http/guards.ts';
import type { JudgedGuard } from '../http/routing.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { Language } from '../anonymous/language.ts';
import type { Told } from '../anonymous/run.ts';
import { runAnonymously } from '../anonymous/run.ts';
import { phpLanguage, statementsOfBody } from './anonymous.ts';
import type { PhpBody } from './body.ts';
import { bodyOfMethod } from './body.ts';
import type { PhpClass } from './classes.ts';
import { kindNames, methodOf } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { shortName } from './names.ts';
import { asksForRoute } from './route-questions.ts';
import type { AskedRoute } from './route-questions.ts';
import { signsOf } from './signs.ts';
import { originAt } from './value.ts';
import type { ReadOrigin } from './value.ts';

type Kind = Guard['kind'];

/** `passes`: known to check nothing. */
export type Verdict = Kind | 'passes';

export function judged(
  name: string,
  verdict: Verdict,
  origin: ReadOrigin,
  more: {
    readonly requires?: readonly string[];
    readonly resolved?: boolean;
    readonly conditional?: boolean;
  } = {},
): JudgedGuard {
  return {
    guard: { name, kind: verdict === 'passes' ? 'other' : verdict, requires: more.requires ?? [], origin },
    resolved: more.resolved ?? true,
    conditional: more.conditional ?? false,
    passes: verdict === 'passes',
  };
}

/**
 * What a class that stands before handlers checks: what a known class of a framework does, what its own body does,
 * or what it is called.
 */
export function judgeClass(
  codebase: PhpCodebase,
  owner: string,
  known: (name: string) => Verdict | undefined,
  methods: readonly string[],
  route?: AskedRoute,
): { readonly verdict: Verdict; readonly resolved: boolean; readonly origin?: ReadOrigin } {
  const vendor = known(owner);
  const declared = codebase.class(owner);
  if (declared === undefined) {
    if (vendor !== undefined) return { verdict: vendor, resolved: true };
    const named = kindByName(shortName(owner));
    return { verdict: named ?? 'other', resolved: named !== undefined && named !== 'other' };
  }
  const origin = originAt(declared.file, declared.node);
  return { resolved: true, ...judgeOwnClass(codebase, declared, known, methods, route), origin };
}

function judgeOwnClass(
  codebase: PhpCodebase,
  declared: PhpClass,
  known: (name: string) => Verdict | undefined,
  methods: readonly string[],
  route: AskedRoute | undefined,
): { readonly verdict: Verdict; readonly resolved?: boolean } {
  const own = methods.flatMap((name) => methodOf(codebase, declared, name) ?? [])[0];
  const inherited = kindNames(codebase, declared)
    .filter((name) => name !== declared.name)
    .flatMap((name) => known(name) ?? [])[0];
  const body = bodyOfMethod(own, declared);
  if (body === undefined) return { verdict: inherited ?? kindByName(shortName(declared.name)) ?? 'other' };
  const asked = route !== undefined && asksForRoute.test(body.file.root.text) ? route : undefined;
  if (inherited !== undefined && inherited !== 'passes') {
    // It stands before this route, and lets everybody through.
    const passed = asked !== undefined && own?.class === declared && leavesOut(codebase, body, asked);
    return { verdict: passed ? 'other' : inherited };
  }
  const told = judgeBody(codebase, body, shortName(declared.name), asked);
  return told.verdict === 'other' && inherited === 'passes' ? { verdict: 'passes' } : told;
}

/** What was found of a body, for each class that runs it. */
const ran = new WeakMap<SyntaxNode, Map<string, Told>>();

/** Whether a check leaves out a route: it hands the request on before its parent's check could run. */
function leavesOut(codebase: PhpCodebase, body: PhpBody, route: AskedRoute): boolean {
  const language = phpLanguage(codebase, body, route);
  const refusing: Language = {
    ...language,
    end: (node, place, asked) =>
      node.text.startsWith('parent::') ? 'refuses' : language.end(node, place, asked),
  };
  return runAnonymously(refusing, statementsOfBody(body), { endHandsOn: true }) === 'passes';
}

function toldOf(codebase: PhpCodebase, body: PhpBody, route: AskedRoute | undefined): Told {
  const known = ran.get(body.body) ?? new Map<string, Told>();
  ran.set(body.body, known);
  const key = [body.class?.name, route?.name, route?.path].join(' ');
  const told =
    known.get(key) ??
    runAnonymously(phpLanguage(codebase, body, route), statementsOfBody(body), { endHandsOn: true });
  known.set(key, told);
  return told;
}

/** Pages by which an installation is set up: a check that asks for the route and turns some away closes them once that is done. */
const setsUp = (route: AskedRoute | undefined): boolean =>
  route !== undefined && /^\/?(setup|install(er|ation)?|onboarding)(\/|$)/i.test(route.path);

/** What a check does with somebody without credentials decides; its words only tell what kind it is. */
export function judgeBody(
  codebase: PhpCodebase,
  body: PhpBody,
  name: string,
  route?: AskedRoute,
): { readonly verdict: Kind; readonly resolved: boolean } {
  const verdict = kindOfBody(codebase, body, name);
  if (verdict === 'rate-limit' || verdict === 'validation') return { verdict, resolved: true };
  const isCheck = verdict === 'authentication' || verdict === 'authorisation';
  const told = toldOf(codebase, body, route);
  if (told === 'passes') return { verdict: 'other', resolved: true };
  if (told === 'open' && !isCheck && setsUp(route)) return { verdict: 'other', resolved: false };
  if (told === 'open' || (told === 'set' && !isCheck)) return { verdict, resolved: true };
  if (told === 'refused') return { verdict: isCheck ? verdict : 'authentication', resolved: true };
  return { verdict: 'other', resolved: false };
}

function kindOfBody(codebase: PhpCodebase, body: PhpBody, name: string): Kind {
  const signs = signsOf(codebase, body);
  const named = kindByName(name);
  if (signs.limitsRate || named === 'rate-limit') return 'rate-limit';
  const asks = signs.readsCredential || signs.namesSecret;
  if (signs.rejectsForbidden && asks && (named === 'authorisation' || !signs.rejectsUnknown))
    return 'authorisation';
  if (signs.rejectsUnknown) return named === 'authorisation' ? named : 'authentication';
  if (named === 'authentication') return signs.canReject || signs.readsCredential ? named : 'other';
  if (named === 'authorisation') return signs.canReject && asks ? named : 'other';
  return named === 'validation' ? named : 'other';
}

export function looksAtCredentials(
  codebase: PhpCodebase,
  body: PhpBody | undefined,
): 'no' | 'perhaps' | 'unseen' {
  if (body === undefined) return 'unseen';
  const signs = signsOf(codebase, body);
  return signs.rejectsUnknown || signs.rejectsForbidden || signs.readsCredential ? 'perhaps' : 'no';
}
