import type { DeclaredRoute } from '../http/declared.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { asNobody } from '../anonymous/handler.ts';
import type { AsNobody, Given } from '../anonymous/handler.ts';
import type { Language } from '../anonymous/language.ts';
import { keepsOut } from '../http/access.ts';
import { isLinkSecret, mayNameSecret, sentInPath } from '../link-secrets.ts';
import { handlerLanguage, statementsOfBody } from './anonymous.ts';
import { placeOf } from './body.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { judged, looksAtCredentials } from './guards.ts';
import type { Dialect } from './parameters.ts';
import { originAt } from './value.ts';

export type HandlerAccess = Pick<DeclaredRoute, 'guards' | 'handlerLooksAtCredentials'>;

/** Checks of a framework that handlers call themselves. */
export interface OwnChecks {
  /** Adds what they do to the language of a body. */
  readonly added: (language: Language, body: PhpBody) => Language;
  readonly areIn: (body: PhpBody) => boolean;
  /** Whether they may keep callers out: others only show that a handler asks for nobody. */
  readonly refuse: boolean;
  /** Whether every look at a credential in a body is one of them. */
  readonly areAll: (body: PhpBody) => boolean;
}

/** What a handler itself does to the access, after the checks that stand before it: its credentials and secrets. */
export function handlerAccess(
  codebase: PhpCodebase,
  body: PhpBody | undefined,
  dialect: Dialect,
  path: string,
  guards: readonly JudgedGuard[],
  checks?: OwnChecks,
): HandlerAccess {
  const looks = looksAtCredentials(codebase, body);
  if (body === undefined || guards.some(keepsOut)) return { guards, handlerLooksAtCredentials: looks };
  const { kind, secret, caller } = withoutCredentials(codebase, body, dialect, path, checks);
  const decides = secret !== undefined || checks?.refuse === true;
  if (kind === 'refused' && (secret !== undefined || (decides && looks === 'perhaps'))) {
    const name = secret ?? caller ?? placeOf(body).name ?? path;
    const guard = judged(name, 'authentication', originAt(body.file, { line: body.line }));
    return { guards: [...guards, guard], handlerLooksAtCredentials: looks };
  }
  if (decides && (kind === 'perhaps' || kind === 'refused'))
    return { guards, handlerLooksAtCredentials: 'perhaps' };
  const isOpen = kind === 'served' && looks === 'perhaps' && checks?.areAll(body) === true;
  return { guards, handlerLooksAtCredentials: isOpen ? 'no' : looks };
}

/** Run only where there is a secret or a check to find. */
function withoutCredentials(
  codebase: PhpCodebase,
  body: PhpBody,
  dialect: Dialect,
  path: string,
  checks: OwnChecks | undefined,
): Partial<AsNobody> {
  const asked = checks?.areIn(body) === true;
  if (!asked && !mayNameSecret(path) && !mayNameSecret(body.body.text)) return {};
  const told = asNobody(
    handlerLanguage(codebase, body, dialect, checks?.added, path),
    statementsOfBody(body),
    givenByPath(body, path),
  );
  return asked || told.secret !== undefined ? told : {};
}

/** Parameters of a handler that the path fills: by their names, else in order of those that nothing else fills. */
function givenByPath({ parameters }: PhpBody, path: string): Given {
  const names = [...path.matchAll(/\{\*?(\w+)/g)].map((match) => match[1] ?? '');
  const plain = parameters.filter(({ type }) => type === undefined || /^(string|int|mixed)$/.test(type));
  return plain.flatMap(({ name }): Given => {
    const sent = names.find(
      (each) => each.replaceAll('_', '').toLowerCase() === name.replaceAll('_', '').toLowerCase(),
    );
    if (sent !== undefined) return [[`$${name}`, sentInPath(path, sent)]];
    return isLinkSecret(name) && names.length > 0 ? [[`$${name}`, name]] : [];
  });
}
