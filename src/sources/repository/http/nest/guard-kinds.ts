import type { Guard } from '../../../../model/api.ts';
import { findMethod } from '../../javascript/definitions.ts';
import type { ClassValue, FunctionValue, Value } from '../../javascript/value.ts';
import { kindByName } from '../guards.ts';
import { signsOf } from '../signs.ts';
import type { Signs } from '../signs.ts';
import { libraryAbove } from './package-guards.ts';

type Kind = Guard['kind'];

/** What tells who is calling without the request being handed over, or says so by its name. */
const around = /\bREQUEST\b|AsyncLocalStorage|\b(als|cls)\b|ClsService|current_?user|getStore|\bsession\b/i;
const switching = /enabled|disabled|feature|flag|toggle|maintenance/i;

/** `canActivate` takes nothing of the request: whoever calls gets the same answer, by a setting. */
export function asksSettings(shape: ClassValue, name: string, method: FunctionValue): boolean {
  if (method.node.params.length > 0 || libraryAbove(shape) !== undefined) return false;
  const named = kindByName(name.replace(/Guard$/, ''));
  if ((named === 'authentication' || named === 'authorisation') && !switching.test(name)) return false;
  const { rejectsUnknown, readsCredential } = signsOfClass(shape);
  return !rejectsUnknown && !readsCredential && !around.test(textOfClass(shape));
}

const textOfClass = ({ file, node }: ClassValue): string => file.text.slice(node.start, node.end);

/** It asks whether another site sent the request, and nobody for a credential. */
export function asksForgery(shape: ClassValue, name: string, inherited: Kind | undefined): boolean {
  if (!/csrf|xsrf|anti_?forgery/i.test(name) || inherited !== undefined) return false;
  const { rejectsUnknown, readsCredential } = signsOfClass(shape);
  return !rejectsUnknown && !readsCredential;
}

/** What a guard class is for, by what it extends, is called and does. */
export function kindOf(shape: ClassValue, name: string, inherited: Kind | undefined): Kind {
  if (inherited === 'authentication' && isOptionalPassport(shape)) return 'other';
  const named = kindByName(name.replace(/Guard$/, '')) ?? kindByName(name);
  const signs = signsOfClass(shape);
  if (inherited === 'rate-limit' || signs.limitsRate || named === 'rate-limit') return 'rate-limit';
  if (named === 'other') return 'other';
  if (inherited !== undefined && inherited !== 'other')
    return named === 'authorisation' && signs.rejectsForbidden ? named : inherited;
  if (signs.rejectsUnknown) return named === 'authorisation' ? named : 'authentication';
  if (named === 'authentication' || named === 'authorisation') return named;
  if (signs.rejectsForbidden) return 'authorisation';
  return named ?? 'other';
}

/** `handleRequest` that hands the user on, present or not, makes a passport guard let everybody through. */
function isOptionalPassport(shape: ClassValue): boolean {
  const handle = findMethod(shape, 'handleRequest', 'method');
  if (handle === undefined) return false;
  const { canReject, rejectsUnknown } = signsOf(handle.node);
  const above =
    handle.node.body?.type === 'BlockStatement'
      ? handle.file.text.slice(handle.node.start, handle.node.end)
      : '';
  return !canReject && !rejectsUnknown && !above.includes('super.handleRequest');
}

/** Signs of everything the class itself, or a class above it in the target, does. */
function signsOfClass(
  shape: ClassValue,
): Pick<Signs, 'rejectsUnknown' | 'rejectsForbidden' | 'readsCredential' | 'limitsRate'> {
  const found = { rejectsUnknown: false, readsCredential: false, rejectsForbidden: false, limitsRate: false };
  let at: Value | undefined = shape;
  for (let depth = 0; at?.kind === 'class' && depth < 20; depth += 1) {
    for (const member of at.node.body.body) {
      if (member.type !== 'MethodDefinition' || member.kind !== 'method' || member.value.body === null)
        continue;
      const signs = signsOf(member.value);
      found.rejectsUnknown ||= signs.rejectsUnknown;
      found.rejectsForbidden ||= signs.rejectsForbidden;
      found.readsCredential ||= signs.readsCredential;
      found.limitsRate ||= signs.limitsRate;
    }
    at = at.parent;
  }
  return found;
}
