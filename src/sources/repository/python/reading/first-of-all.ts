import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { FunctionValue } from '../evaluator/value.ts';

/** Whether there are any at all: `Admin.objects.first()`, `has_users()`, `user_count`. */
const ofAll =
  /\b\w*(User|Admin|Account|Member|Owner)\w*\.(objects|query)(\.all\(\))?\.a?(first|exists|count|all)\(\)|\b(has|any|no|num|number_of|count|is_there_an?y?)_\w*(users?|admins?|accounts?|owners?)\b|\b(users?|admins?|accounts?|owners?)_count\b/;
const leaves = /^\s*(return|raise)\b|\babort\(/m;

/**
 * A handler that somebody answers only until the first user has registered: `if Admin.objects.first(): return …`. It
 * is not open to everybody, and whoever is turned away is not so for want of a credential.
 */
export function isOpenAtFirst({ node }: FunctionValue): boolean {
  let found = false;
  walkSyntax(inField(node, 'body') ?? node, (each) => {
    if (each.type !== 'if_statement') return;
    found ||=
      ofAll.test(inField(each, 'condition')?.text ?? '') &&
      leaves.test(inField(each, 'consequence')?.text ?? '');
  });
  return found;
}
