import type { JudgedGuard } from '../http/routing.ts';
import { kindByName } from '../http/guards.ts';
import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { runAsUnderstood } from '../anonymous/run.ts';
import { phpLanguage, statementsOfBody } from './anonymous.ts';
import { bodyOfMethod } from './body.ts';
import type { PhpBody } from './body.ts';
import { calledMethod } from './called-methods.ts';
import type { PhpClass } from './classes.ts';
import { lineage } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { judged } from './guards.ts';
import { signsOf } from './signs.ts';
import { callTypes, memberName } from './syntax.ts';
import { originAt } from './value.ts';

const asks =
  /session|logged|is_?login|isLoggedIn|is_?auth|ion_auth|userdata|current_?user|\bAuth\b|isGuest|permission|is_?admin|has_?role/i;
const refuses = /redirect|\b40[13]\b|exit|die|throw|show_404|show_error|setRedirect/i;

/** Checks that run when a controller is made: `if (!$this->session->userdata('id')) redirect('login');`. */
export function constructorGuards(
  codebase: PhpCodebase,
  declared: PhpClass,
  methods: readonly string[],
): readonly JudgedGuard[] {
  return lineage(codebase, declared).flatMap((each) =>
    methods.flatMap((name) => {
      const method = each.methods.get(name.toLowerCase());
      const body = bodyOfMethod(method, declared);
      if (body === undefined || (each !== declared && !runsParent(codebase, declared, name))) return [];
      return body.body.children.flatMap((statement): readonly JudgedGuard[] => {
        const origin = originAt(body.file, statement);
        if (statement.type === 'if_statement') return conditionGuards(statement, origin);
        const [call] = statement.children;
        if (statement.type !== 'expression_statement' || call === undefined || !callTypes.has(call.type))
          return [];
        const called = memberName(call) ?? '';
        const inner = calledMethod(codebase, body, call);
        if (inner === undefined || /^(__construct|initialize|initController|beforeFilter)$/i.test(called))
          return [];
        const signs = signsOf(codebase, inner);
        if (!signs.canReject || !(signs.readsCredential || asks.test(inner.body.text))) return [];
        if (passesNobody(codebase, inner)) return [];
        const kind = signs.rejectsForbidden
          ? 'authorisation'
          : signs.rejectsUnknown
            ? 'authentication'
            : kindByName(called);
        return kind === 'authentication' || kind === 'authorisation' ? [judged(called, kind, origin)] : [];
      });
    }),
  );
}

/** Only somebody whom it knows may be turned away by it. */
const passesNobody = (codebase: PhpCodebase, called: PhpBody): boolean =>
  runAsUnderstood(phpLanguage(codebase, called), statementsOfBody(called), { endHandsOn: true }) === 'passes';

/** A method of the class that hides its parent's runs it only when it says so. */
function runsParent(codebase: PhpCodebase, declared: PhpClass, name: string): boolean {
  const own = lineage(codebase, declared)[0]?.methods.get(name.toLowerCase());
  return own?.body === undefined || own.body.text.includes(`parent::${name}`);
}

function conditionGuards(statement: SyntaxNode, origin: ReturnType<typeof originAt>): readonly JudgedGuard[] {
  const condition = inField(statement, 'condition')?.text ?? '';
  const inner = inField(statement, 'body')?.text ?? '';
  if (!asks.test(condition) || !refuses.test(inner)) return [];
  if (!/!|===?\s*(null|false|0|''|"")|empty\(|isGuest/.test(condition)) return [];
  const role = /admin|role|perm|level/i.test(condition);
  return [judged('check in the constructor', role ? 'authorisation' : 'authentication', origin)];
}
