import { judged } from '../judging.ts';
import { declaredAs, opensPackage } from '../outside.ts';
import type { Called } from '../syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Interpreter } from './interpreter.ts';
import type { Frame, Value } from './values.ts';

const harmless =
  /^(With\w*|Produces\w*|Accepts\w*|Has\w*|Is\w*Version\w*|Map\w*|Disable\w*|CacheOutput|Require(Cors|Host|RateLimiting|Version)|Report\w*|NewVersionedApi|NewApiVersionSet|ExcludeFromDescription|AddOpenApi\w*|Use\w*|Finally|Validate\w*|AddFluentValidation\w*|ToString|ProducesProblem)$/;
const adds = /Authorize|RequireAuthorization|Filter|Metadata\s*\.\s*Add/;

/** What a call that is not known may add to a route or a group: a package's, or one of the repository that adds checks. */
export function noteUnread(
  run: Interpreter,
  node: SyntaxNode,
  { name }: Called,
  receiver: Value,
  { file }: Frame,
): void {
  const targets =
    receiver.kind === 'routes'
      ? receiver.routes
      : receiver.kind === 'group' && receiver.group.parent !== undefined
        ? [receiver.group]
        : [];
  if (targets.length === 0 || harmless.test(name)) return;
  const own = declaredAs(run.code, name);
  if (own === undefined ? !opensPackage(run.code, file) : !adds.test(own)) return;
  for (const target of targets) target.guards.push(judged(name, 'other', file, node, { resolved: false }));
}
