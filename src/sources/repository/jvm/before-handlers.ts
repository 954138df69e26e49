import { letsNobodyThrough, runAnonymously } from '../anonymous/run.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { bodyOf } from './anonymous/bodies.ts';
import { languageOf } from './anonymous/language.ts';
import { nodesOf } from './anonymous/nodes.ts';
import type { AskedPath } from './anonymous/path-questions.ts';
import { handlerWords } from './anonymous/words.ts';
import { rejectionOf } from './checks.ts';
import type { ClassDeclaration, MethodDeclaration } from './classes.ts';
import type { Code } from './code.ts';
import { isSign } from './credentials.ts';
import { scopeOf } from './names.ts';
import { eachCode } from './readings.ts';
import type { HandlerCode } from './run/handler.ts';
import { typesIn } from './statements/typing.ts';
import type { World } from './world.ts';

export interface Running {
  readonly method: MethodDeclaration;
  readonly owner: ClassDeclaration;
}

/**
 * What a method that runs before handlers makes of a caller without credentials: a check where it turns each of them
 * away, one that is not understood where it may, undefined where it looks at nobody or never turns away. Where a path is
 * given it runs for that path alone.
 */
export function checkBefore(
  world: World,
  running: Running,
  name: string,
  path?: AskedPath,
): JudgedGuard | undefined {
  const { method, owner } = running;
  const code = method.body?.();
  if (code === undefined) return undefined;
  const origin = { kind: 'read', file: owner.file.path, line: method.line } as const;
  const told = (kind: 'authentication' | 'authorisation' | 'other', resolved: boolean): JudgedGuard => ({
    guard: { name, kind, requires: [], origin },
    resolved,
    conditional: false,
    passes: false,
  });
  const { unknown, forbidden } = rejectionOf(world, handlerCode(running, code));
  if (!unknown && !forbidden && !mayRefuse(world, running)) return undefined;
  const language = languageOf(bodyOf(typesIn(world), method, owner), handlerWords(new Set()), path);
  const from = { endHandsOn: true };
  if (runAnonymously(language, nodesOf(code), from) !== 'refused')
    return path !== undefined && letsNobodyThrough(language, nodesOf(code), from)
      ? undefined
      : told('other', false);
  return told(unknown || !forbidden ? 'authentication' : 'authorisation', true);
}

const handlerCode = ({ method, owner }: Running, body: readonly Code[]): HandlerCode => ({
  place: { file: owner.file.path, line: method.line },
  parameters: [],
  body,
  scope: scopeOf(owner),
  owner,
});

/** Whether everybody comes to what it stands before: no way ends without going on, as far as it is understood. */
export function letsEverybodyOn(world: World, { method, owner }: Running, endHandsOn: boolean): boolean {
  const language = languageOf(bodyOf(typesIn(world), method, owner), handlerWords(new Set()));
  return letsNobodyThrough(language, nodesOf(method.body?.() ?? []), { endHandsOn });
}

/** Whether it asks for the path of the request: what it does may be another thing for each endpoint. */
export function asksForPath(world: World, { method, owner }: Running): boolean {
  let asks = false;
  eachCode(world, handlerCode({ method, owner }, method.body?.() ?? []), (code) => {
    asks ||= code.kind === 'call' && /^(getRequestURI|getServletPath|getURI)$/.test(code.name);
  });
  return asks;
}

const aboutCaller = /(User|Member|Login|Session|Token|Principal|Auth|Account|Identity|Credential)/;
const answering =
  /^(sendRedirect|sendError|setStatus|setStatusCode|getWriter|getOutputStream|abort\w*|fail|halt|redirect\w*)$/;
const checking =
  /^(check|verify|require|assert|ensure|validate|must)\w*(User|Member|Login|Session|Token|Auth|Permission|Access|Sign)/i;

/** It asks who is calling. */
export function asksForCaller(world: World, { method, owner }: Running): boolean {
  let asks = false;
  eachCode(world, handlerCode({ method, owner }, method.body?.() ?? []), (each) => {
    asks ||= isSign(each) || aboutCaller.test('name' in each ? (each.name ?? '') : '');
  });
  return asks;
}

/** It asks who is calling, and may end the request: by an error, an answer, or `false`. */
export function mayRefuse(world: World, { method, owner }: Running): boolean {
  const code = method.body?.();
  if (code === undefined) return false;
  let ends = false;
  eachCode(world, handlerCode({ method, owner }, code), (each) => {
    const name = 'name' in each ? (each.name ?? '') : '';
    ends ||=
      each.kind === 'throw' ||
      (each.kind === 'return' && each.value?.kind === 'boolean' && !each.value.value) ||
      (each.kind === 'call' && (answering.test(name) || checking.test(name)));
  });
  return ends && asksForCaller(world, { method, owner });
}
