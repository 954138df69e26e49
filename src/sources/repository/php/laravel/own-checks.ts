import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpBody } from '../body.ts';
import type { PhpCodebase } from '../codebase.ts';
import type { OwnChecks } from '../link-secrets.ts';
import { credentialReads, signsOf, walkBody } from '../signs.ts';
import { callTypes, memberName, receiverOf } from '../syntax.ts';

const changes = /^(login|logout|logoutCurrentDevice)$/;

/** Signing somebody in or out asks nothing of who is calling: `Auth::guard('web')->logout()`. */
export const signings = (codebase: PhpCodebase): OwnChecks => ({
  areIn: ({ body }) => /(->|::)(login|logout|logoutCurrentDevice)\s*\(/.test(body.text),
  refuse: false,
  areAll: (body) => {
    const { rejectsUnknown, rejectsForbidden } = signsOf(codebase, body);
    if (rejectsUnknown || rejectsForbidden) return false;
    const understood = signingNodes(body);
    return credentialReads(codebase, body).every((node) => understood.has(node));
  },
  added: (language) => language,
});

/** Such calls with the guard that they are made on. */
function signingNodes({ body }: PhpBody): ReadonlySet<SyntaxNode> {
  const found = new Set<SyntaxNode>();
  walkBody(body, (node) => {
    if (!callTypes.has(node.type) || !changes.test(memberName(node) ?? '')) return;
    const guard = receiverOf(node);
    if (!/^(\\?Auth|auth\([^()]*\))(::guard\([^()]*\)|->guard\([^()]*\))?$/.test(guard?.text ?? '')) return;
    found.add(node);
    if (guard !== undefined) walkBody(guard, (each) => found.add(each));
  });
  return found;
}
