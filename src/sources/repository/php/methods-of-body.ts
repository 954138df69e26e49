import type { Method } from '../../../model/api.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { readParameters } from './parameters.ts';
import type { Dialect } from './parameters.ts';

const asksForPost =
  /REQUEST_METHOD['"]\]\s*={2,3}\s*['"]POST|getMethod\(\)\s*={2,3}\s*['"]POST|isPost\b|is\(\s*\[?['"](post|put)|isMethod\(\s*['"]post|getIsPost|allowMethod\(\s*\[?['"]post|->load\(|is_post|method\(\)\s*={2,3}\s*['"]POST/i;

/** A route that says no method: `GET`, and `POST` where its handler reads a body or asks for it. */
export function methodsOfBody(
  codebase: PhpCodebase,
  body: PhpBody | undefined,
  dialect: Dialect,
): readonly Method[] {
  if (body === undefined) return ['GET'];
  const isRead = readParameters(codebase, body, dialect, 'POST').some(({ in: place }) => place === 'body');
  return isRead || asksForPost.test(body.body.text) ? ['GET', 'POST'] : ['GET'];
}
