import type { End, Known, Language } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpBody } from '../body.ts';
import { evaluate } from '../evaluate.ts';
import type { MayGrant } from '../body-guards.ts';
import type { OwnChecks } from '../link-secrets.ts';
import type { Machine } from '../machine.ts';
import { credentialReads, signsOf, walkBody } from '../signs.ts';
import { memberName, receiverOf, writtenArguments } from '../syntax.ts';
import { textOf } from '../value.ts';
import type { Granting } from './granted.ts';

/** `$this->isGranted('EDIT', $post)` and `$this->denyAccessUnlessGranted(…)`, by what voters grant to nobody. */
export function ownChecks(machine: Machine, granting: Granting): OwnChecks {
  const mayGrantIn = grantedIn(machine, granting);
  return {
    areIn: ({ body, class: owner }) =>
      asks.test(body.text) || (/\$this->/.test(body.text) && asks.test(owner?.file.root.text ?? '')),
    refuse: true,
    areAll: (body) => {
      const users = understoodUsers(body);
      const { rejectsUnknown, rejectsForbidden } = signsOf(machine.codebase, body);
      // What turns somebody away may ask for more than is seen to be asked.
      if (rejectsUnknown || rejectsForbidden || keptOfVisitor.test(body.body.text)) return false;
      return credentialReads(machine.codebase, body).every((node) => isQuestion(node) || users.has(node));
    },
    added: (language, body) => {
      const mayGrant = mayGrantIn(body);
      return {
        ...language,
        told: (node, text) =>
          granted(node, mayGrant) ?? (isOwnUser(language, node) ? undefined : language.told(node, text)),
        end: (node, place, asked) => denied(node, mayGrant) ?? language.end(node, place, asked),
      };
    },
  };
}

const asks =
  /\b(isGranted|denyAccessUnlessGranted|getUser|getCustomer|getMember|getVisitor|verify\w*|validateEmailConfirmation\w*)\s*\(/;

/** Whether what calls of one body ask for may be granted to nobody. */
export const grantedIn =
  (machine: Machine, granting: Granting) =>
  (body: PhpBody): MayGrant =>
  (call) => {
    const scope = {
      file: body.file,
      ...(body.class === undefined ? {} : { class: body.class }),
      variables: new Map(),
    };
    const [first] = writtenArguments(call);
    return granting.mayGrant(first === undefined ? undefined : textOf(evaluate(machine, first.node, scope)));
  };

/** What was kept of somebody is there for nobody else. */
const keptOfVisitor = /getSession\(\)->(get|has|remove)\(/;

/** Users that are only compared, shown as part of a list, or asked for something, which fails where there is none. */
function understoodUsers({ body }: PhpBody): ReadonlySet<SyntaxNode> {
  const users = new Set<SyntaxNode>();
  walkBody(body, (node) => {
    const shown = /^((binary|unary_op|parenthesized)_expression|array_element_initializer)$/.test(node.type);
    const asked = node.type === 'member_call_expression' ? receiverOf(node) : undefined;
    for (const each of shown ? node.children : asked === undefined ? [] : [asked])
      if (each.text === '$this->getUser()') users.add(each);
  });
  return users;
}

/** A method of the application's own gives the user: it may fail where there is none. */
const isOwnUser = ({ callee }: Language, node: SyntaxNode): boolean =>
  node.text === '$this->getUser()' && callee(node) !== undefined;

const isQuestion = (node: SyntaxNode): boolean =>
  calls(node, 'isGranted') || calls(node, 'denyAccessUnlessGranted');

const calls = (node: SyntaxNode, name: string): boolean =>
  node.type === 'member_call_expression' &&
  memberName(node) === name &&
  /^\$this(->\w*([sS]ecurity|[cC]hecker))?$/.test(receiverOf(node)?.text ?? '');

const granted = (node: SyntaxNode, mayGrant: MayGrant): Known | undefined =>
  !calls(node, 'isGranted') ? undefined : mayGrant(node) ? 'allowed' : 'absent';

function denied(node: SyntaxNode, mayGrant: MayGrant): End | undefined {
  if (calls(node, 'denyAccessUnlessGranted')) return mayGrant(node) ? 'may-refuse' : 'refuses';
  // There is no user to ask anything of.
  return node.type === 'member_call_expression' && receiverOf(node)?.text.endsWith('->getUser()') === true
    ? 'throws'
    : undefined;
}
