import type { DeclaredRoute } from '../http/declared.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { withoutLinkSecrets } from '../anonymous/handler.ts';
import type { Given, WithoutSecret } from '../anonymous/handler.ts';
import { keepsOut } from '../http/access.ts';
import { isLinkSecret, mayNameSecret } from '../link-secrets.ts';
import { handlerLanguage, statementsOfBody } from './anonymous.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { judged, looksAtCredentials } from './guards.ts';
import type { Dialect } from './parameters.ts';
import { originAt } from './value.ts';

export type HandlerAccess = Pick<DeclaredRoute, 'guards' | 'handlerLooksAtCredentials'>;

/** What a handler itself does to the access, after the checks that stand before it: its credentials and secrets. */
export function handlerAccess(
  codebase: PhpCodebase,
  body: PhpBody | undefined,
  dialect: Dialect,
  path: string,
  guards: readonly JudgedGuard[],
): HandlerAccess {
  const looks = looksAtCredentials(codebase, body);
  if (body === undefined || guards.some(keepsOut)) return { guards, handlerLooksAtCredentials: looks };
  const told = withoutSecret(codebase, body, dialect, path);
  if (told.kind === 'served') return { guards, handlerLooksAtCredentials: looks };
  if (told.kind === 'perhaps') return { guards, handlerLooksAtCredentials: 'perhaps' };
  const guard = judged(told.secret, 'authentication', originAt(body.file, { line: body.line }));
  return { guards: [...guards, guard], handlerLooksAtCredentials: looks };
}

function withoutSecret(codebase: PhpCodebase, body: PhpBody, dialect: Dialect, path: string): WithoutSecret {
  if (!mayNameSecret(path) && !mayNameSecret(body.body.text)) return { kind: 'served' };
  return withoutLinkSecrets(
    handlerLanguage(codebase, body, dialect),
    statementsOfBody(body),
    givenByPath(body, path),
  );
}

/** Parameters of a handler that the path fills: by their names, else in order of those that nothing else fills. */
function givenByPath({ parameters }: PhpBody, path: string): Given {
  const names = [...path.matchAll(/\{\*?(\w+)/g)].map((match) => match[1] ?? '');
  const plain = parameters.filter(({ type }) => type === undefined || /^(string|int|mixed)$/.test(type));
  return plain.flatMap(({ name }): Given => {
    const sent = names.find(
      (each) => each.replaceAll('_', '').toLowerCase() === name.replaceAll('_', '').toLowerCase(),
    );
    if (sent !== undefined) return [[`$${name}`, sent]];
    return isLinkSecret(name) && names.length > 0 ? [[`$${name}`, name]] : [];
  });
}
