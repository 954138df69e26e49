import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { GoFile } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { calleeOf, localTypes } from './callees.ts';

/** What the body of a function shows of what it checks. */
export interface GoSigns {
  /** Answers 401, sends to the login page, or names an error that says so. */
  readonly rejectsUnknown: boolean;
  readonly rejectsForbidden: boolean;
  readonly readsCredential: boolean;
  readonly limitsRate: boolean;
  /** It can end the request. */
  readonly canReject: boolean;
}

const unknownUser =
  /unauthori[sz]ed|unauthenticated|not_?authenticated|not_?logged_?in|invalid_?(token|credentials?)|require_?login|ErrAuth|auth(entication)?_?fail|abort401/i;
const forbidden = /forbidden|permission_?denied|access_?denied|no_?permission|abort403/i;
const credential =
  /^(BasicAuth|ParseWithClaims|ParseFromRequest|VerifyToken|ValidateToken|ParseToken|CheckPassword|CompareHashAndPassword|GetUserID|GetUserId|UserID|CurrentUser|GetCurrentUser|GetUser|AuthUser|GetAuthUser|IsAuthenticated|IsSigned|GetTokenID|GetClaims|GetSession|GetIdentity|UserFromContext|GetUserFromContext|GetUserName)$/;
const credentialName =
  /^(authorization|[\w-]*signature[\w-]*|x-api-key|api[-_]?key|x-auth-token|access_?token|token|session(_?id)?|jwt|user|user_?id|username|claims|identity|auth|current_?user)$/i;
const rejecting =
  /^(Abort\w*|Error|Errorf|Redirect|WriteHeader|NewHTTPError|Unauthorized|Forbidden|Fail|NewError|SendStatus|Halt)$/;

type Mutable = { -readonly [Name in keyof GoSigns]: GoSigns[Name] };

const ofFileSystem = /^(errors\.Is\(\w+, (fs|os)\.ErrPermission\)|os\.IsPermission\(\w+\))$/;

const deepest = 3;

const known = new WeakMap<SyntaxNode, GoSigns>();

/** Signs in a body and in the functions it calls; found once for each body. */
export function signsOf(program: GoProgram, node: SyntaxNode, file: GoFile): GoSigns {
  const before = known.get(node);
  if (before !== undefined) return before;
  const found: Mutable = {
    rejectsUnknown: false,
    rejectsForbidden: false,
    readsCredential: false,
    limitsRate: false,
    canReject: false,
  };
  look(program, node, file, found, new Set(), 0);
  known.set(node, found);
  return found;
}

function look(
  program: GoProgram,
  node: SyntaxNode,
  file: GoFile,
  found: Mutable,
  seen: Set<SyntaxNode>,
  depth: number,
): void {
  if (seen.has(node) || seen.size > 60) return;
  seen.add(node);
  const types = localTypes(program, node, file);
  walkSyntax(node, (at) => {
    switch (at.type) {
      case 'identifier':
      case 'field_identifier':
        noteName(at.text, found);
        return;
      case 'int_literal':
        if (at.text === '401') found.rejectsUnknown = true;
        if (at.text === '403') found.rejectsForbidden = true;
        if (at.text === '429') found.limitsRate = true;
        return;
      // The file system does not let the process read: whoever asks has no part in it.
      case 'expression_case':
        return ofFileSystem.test(inField(at, 'value')?.text ?? '') ? false : undefined;
      case 'if_statement':
        if (
          /!\s*[\w.]*(is_?authenticated|is_?logged_?in|is_?signed)/i.test(
            inField(at, 'condition')?.text ?? '',
          ) &&
          /\breturn\b/.test(inField(at, 'consequence')?.text ?? '')
        )
          found.rejectsUnknown = true;
        return;
      case 'call_expression': {
        noteCall(at, found);
        const next = depth < deepest ? calleeOf(program, at, file, types) : undefined;
        if (next !== undefined) look(program, next.node, next.file, found, seen, depth + 1);
        return;
      }
      default:
        return;
    }
  });
}

function noteName(name: string, found: Mutable): void {
  if (unknownUser.test(name)) found.rejectsUnknown = true;
  if (forbidden.test(name)) found.rejectsForbidden = true;
  if (/toomanyrequests/i.test(name)) found.limitsRate = true;
  if (credential.test(name)) found.readsCredential = true;
}

function noteCall(call: SyntaxNode, found: Mutable): void {
  const callee = inField(call, 'function');
  const name = callee?.type === 'selector_expression' ? inField(callee, 'field')?.text : callee?.text;
  if (name === undefined) return;
  if (rejecting.test(name)) found.canReject = true;
  const args = inField(call, 'arguments')?.children ?? [];
  const texts = args.flatMap(({ type, text }) =>
    type.endsWith('string_literal') ? [text.slice(1, -1)] : [],
  );
  if (/redirect/i.test(name) && texts.some((each) => /login|sign-?in/i.test(each)))
    found.rejectsUnknown = true;
  if (
    !/^(Get|GetString|GetInt\w*|MustGet|Header|GetHeader|Cookie|Cookies|Peek|Value|Locals|GetCookie)$/.test(
      name,
    )
  )
    return;
  if (texts.some((each) => credentialName.test(each))) found.readsCredential = true;
  const key = args.find(({ type }) => type === 'identifier' || type === 'selector_expression');
  if (name !== 'Get' && key !== undefined && /user|auth|claims|session|token|identity/i.test(key.text))
    found.readsCredential = true;
}
