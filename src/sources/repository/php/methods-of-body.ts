import type { Method } from '../../../model/api.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { listOf } from './anonymous-syntax.ts';
import { ownLevel } from './body-guards.ts';
import { methodsNamed } from './methods.ts';
import { readParameters } from './parameters.ts';
import type { Dialect } from './parameters.ts';
import { ownCallee } from './signs.ts';
import { plainString, writtenArguments } from './syntax.ts';

const asksForPost =
  /REQUEST_METHOD['"]\]\s*={2,3}\s*['"]POST|getMethod\(\)\s*={2,3}\s*['"]POST|isPost\b|is\(\s*\[?['"](post|put)|isMethod\(\s*['"]post|getIsPost|allowMethod\(\s*\[?['"]post|->load\(|is_post|method\(\)\s*={2,3}\s*['"]POST/i;

/** A route that says no method: `GET`, and `POST` where its handler reads a body or asks for it. */
export function methodsOfBody(
  codebase: PhpCodebase,
  body: PhpBody | undefined,
  dialect: Dialect,
): readonly Method[] {
  if (body === undefined) return ['GET'];
  const insisted = insistedOn(codebase, body);
  if (insisted !== undefined) return insisted;
  const isRead = readParameters(codebase, body, dialect, 'POST').some(({ in: place }) => place === 'body');
  return isRead || asksForPost.test(body.body.text) ? ['GET', 'POST'] : ['GET'];
}

const asksMethod = /->(method|getMethod)\(|REQUEST_METHOD/;

/** `only('post');`: a function of the target that is given a verb, asks for the method and can end the request. */
function insistedOn(codebase: PhpCodebase, body: PhpBody): readonly Method[] | undefined {
  for (const statement of ownLevel(listOf(body.body))) {
    const [call] = statement.children;
    if (statement.type !== 'expression_statement' || call?.type !== 'function_call_expression') continue;
    const [verb, ...more] = writtenArguments(call).map(({ node }) => plainString(node));
    if (verb === undefined || more.length > 0 || !/^(get|post|put|patch|delete)$/i.test(verb)) continue;
    const asked = ownCallee(codebase, body, call);
    if (asked !== undefined && asksMethod.test(asked.body.text) && ends.test(asked.body.text))
      return methodsNamed([verb]);
  }
  return undefined;
}

const ends = /\b(abort|throw|exit|die|show_error|show_404)\b/;
