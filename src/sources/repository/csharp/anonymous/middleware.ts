import type { Callee, End, Expression, Known, Language } from '../../anonymous/language.ts';
import { answersNobody, letsNobodyThrough, runAnonymously, runAsUnderstood } from '../../anonymous/run.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Application } from '../applications.ts';
import type { TypeDeclaration } from '../code.ts';
import type { Middleware } from '../pipeline.ts';
import { bodyOf } from '../statements/bodies.ts';
import type { Types } from '../statements/types.ts';
import { calledIn, lastName } from '../syntax.ts';
import { handlerWords } from './words.ts';
import { languageOf } from './language.ts';
import type { RequestNames } from './request-words.ts';
import { aboutRequest, requestNames } from './request-words.ts';
import { statementsOf } from './syntax.ts';

/** Middleware of the repository, judged by what becomes in it of whoever calls this route without credentials. */
export function withMiddleware(
  types: Types,
  applications: readonly Application[],
  route: DeclaredRoute,
): DeclaredRoute {
  const all = applications.flatMap(({ middleware }) => middleware);
  if (all.length === 0) return route;
  return {
    ...route,
    guards: route.guards.flatMap((guard): readonly JudgedGuard[] => {
      const found = all.find((each) => each.judged.guard === guard.guard);
      if (found === undefined) return [guard];
      const isThere = runsFor(types, found, route);
      if (isThere === 'no') return [];
      if (isThere === undefined) return [{ ...guard, conditional: true }];
      if (found.runs === undefined) return [guard];
      const told = passing(types, found, route);
      return told === 'all' ? [] : [{ ...guard, conditional: told === 'none' ? guard.conditional : true }];
    }),
  };
}

/** Whether a branch of the application that it stands in is for this route. */
function runsFor(types: Types, { branch }: Middleware, route: DeclaredRoute): 'yes' | 'no' | undefined {
  if (branch === undefined) return 'yes';
  const { condition: node, file } = branch;
  if (node === undefined) return undefined;
  const from: Within = { types, scope: { file }, route, names: requestNames(node.text) };
  const language = inMiddleware(from, languageOf(bodyOf(types, { node, file }), handlerWords(new Set())));
  const told = answersNobody(language, statementsOf(node), [], false) ?? [];
  const [answer] = told;
  return told.length === 1 && (answer === 'yes' || answer === 'no') ? answer : undefined;
}

/** Who, of those without credentials, gets past: nobody of them, some, or all; as it is written where it is not known. */
function passing(types: Types, { runs, isBound }: Middleware, route: DeclaredRoute): 'none' | 'some' | 'all' {
  if (runs === undefined) return 'some';
  const { node, file, owner } = runs;
  const body = bodyOf(types, runs);
  const from: Within = {
    types,
    scope: { file, ...(owner === undefined ? {} : { type: owner }) },
    route,
    names: requestNames(node.text),
  };
  const language = inMiddleware(from, languageOf(body, handlerWords(new Set())));
  const statements = statementsOf(node);
  const ends = { endHandsOn: false };
  if (letsNobodyThrough(language, statements, ends)) return 'all';
  if (runAsUnderstood(language, statements, ends) === 'open') return 'all';
  return !isBound && runAnonymously(language, statements, ends) === 'refused' ? 'none' : 'some';
}

const goesOn = /^_?next$/i;
const status = /\.StatusCode$/;

interface Within {
  readonly types: Types;
  readonly scope: { readonly file: string; readonly type?: TypeDeclaration };
  readonly route: DeclaredRoute;
  readonly names: RequestNames;
}

function inMiddleware(within: Within, language: Language): Language {
  const { types, scope, route, names } = within;
  const inside = (callee: Callee | undefined): Callee | undefined =>
    callee && {
      ...callee,
      language: inMiddleware(
        { ...within, names: requestNames(callee.statements.map(({ text }) => text).join('\n')) },
        callee.language,
      ),
    };
  return {
    ...language,
    told: (node, text): Known | undefined =>
      aboutRequest(types.code, scope, route, names, node) ?? language.told(node, text),
    expression: (node): Expression =>
      node.type === 'assignment_expression' && status.test(inField(node, 'left')?.text ?? '')
        ? { kind: 'call', name: 'StatusCode', receiver: undefined, args: [] }
        : language.expression(node),
    end: (node, place, asked) =>
      place === 'call'
        ? (endOf(node, asked) ?? language.end(node, place, asked))
        : language.end(node, place, asked),
    callee: (node) => inside(language.callee(node)),
  };
}

/** What is written into the answer, or hands the request on. */
function endOf(node: SyntaxNode, asked: boolean): End | undefined {
  if (node.type === 'assignment_expression') {
    const value = inField(node, 'right')?.text ?? '';
    if (/\b40[1347]\b|Unauthori[sz]ed|Forbidden|Status40[1347]|NotFound/.test(value)) return 'refuses';
    return /\b[45]\d\d\b|Status[45]|HttpStatusCode\.(?!OK|Created|NoContent)/.test(value)
      ? 'answers'
      : undefined;
  }
  const call = calledIn(node);
  const name = call?.name ?? '';
  const on = lastName(call?.receiver);
  if (goesOn.test(name) || (/^Invoke(Async)?$/.test(name) && goesOn.test(on))) return 'hands-on';
  if (/^(Challenge|Forbid)(Async)?$/.test(name)) return 'refuses';
  if (name !== 'Redirect') return undefined;
  return asked || /log-?in|sign-?in|auth|account|denied/i.test(node.text) ? 'refuses' : 'answers';
}
