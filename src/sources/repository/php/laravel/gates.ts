import { isFalse } from '../../anonymous/flow.ts';
import type { Known, Language } from '../../anonymous/language.ts';
import { answersNobody } from '../../anonymous/run.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { phpLanguage, statementsOfBody } from '../anonymous.ts';
import type { PhpBody } from '../body.ts';
import type { MayGrant } from '../body-guards.ts';
import { bodyOfMethod } from '../body.ts';
import type { PhpClass, PhpParameter } from '../classes.ts';
import { lineage, methodOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { className, shortName } from '../names.ts';
import { memberName, plainString, receiverOf, variableName, writtenArguments } from '../syntax.ts';
import { policyOf, registeredGates } from './registered-gates.ts';

/** PHP where gates are asked: what the policy of an ability answers nobody is what the gate answers. */
export function gateLanguage(codebase: PhpCodebase, body: PhpBody): Language {
  const language = phpLanguage(codebase, body);
  return {
    ...language,
    told: (node, text) => gateAnswer(codebase, body, node) ?? language.told(node, text),
  };
}

/** `Gate::check(PostPolicy::EDIT, $post)`, `Gate::denies('edit', Post::class)`. */
function gateAnswer(codebase: PhpCodebase, body: PhpBody, call: SyntaxNode): Known | undefined {
  if (call.type !== 'scoped_call_expression' || !/^\\?(\w+\\)*Gate$/.test(receiverOf(call)?.text ?? ''))
    return undefined;
  const name = memberName(call) ?? '';
  if (!/^(check|allows|denies)$/.test(name)) return undefined;
  const [ability, subject] = writtenArguments(call).map(({ node }) => node);
  const lets = ability === undefined ? undefined : letsNobodyBy(codebase, body, ability, subject);
  if (lets === undefined) return undefined;
  if (lets) return 'some';
  return name === 'denies' ? 'present' : 'absent';
}

/** Whether `$this->authorize('edit', $post)` may let through who is not known; what no policy is found for does not. */
export const mayGrantNobody =
  (codebase: PhpCodebase, body: PhpBody): MayGrant =>
  (call) => {
    const [ability, subject] = writtenArguments(call).map(({ node }) => node);
    return ability !== undefined && letsNobodyBy(codebase, body, ability, subject) === true;
  };

/** The same of `can:edit,shelf` before a route: what it is about is told by its class, or by the parameter that holds it. */
export function routeMayGrantNobody(codebase: PhpCodebase, [ability, about]: readonly string[]): boolean {
  if (ability === undefined) return false;
  const told = (about === undefined ? [] : modelsNamed(codebase, about)).flatMap((model) => {
    const policy = policyOf(codebase, model);
    return policy === undefined ? [] : (letsNobody(codebase, policy, ability) ?? []);
  });
  const gate = registeredGates(codebase).named.get(ability);
  return told.length > 0 ? told.some(Boolean) : gate !== undefined && mayAnswerYes(codebase, gate);
}

function modelsNamed(codebase: PhpCodebase, about: string): readonly string[] {
  if (about.includes('\\')) return [about.replace(/^\\/, '')];
  const short = about.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  const registered = [...registeredGates(codebase).policies.keys()];
  return [...registered.filter((model) => shortName(model) === short), `App\\Models\\${short}`];
}

/** By the policy of what it is about, or a gate of that name. */
function letsNobodyBy(
  codebase: PhpCodebase,
  body: PhpBody,
  ability: SyntaxNode,
  subject: SyntaxNode | undefined,
): boolean | undefined {
  const asked = abilityOf(codebase, body, ability, subject);
  const byPolicy = asked === undefined ? undefined : letsNobody(codebase, asked.policy, asked.ability);
  const gate = registeredGates(codebase).named.get(plainString(ability) ?? '');
  return byPolicy ?? (gate === undefined ? undefined : mayAnswerYes(codebase, gate));
}

interface Ability {
  readonly policy: PhpClass;
  readonly ability: string;
}

/** Named by a constant of its policy, or as a text together with the class of what it is about. */
function abilityOf(
  codebase: PhpCodebase,
  { file, parameters }: PhpBody,
  ability: SyntaxNode,
  subject: SyntaxNode | undefined,
): Ability | undefined {
  const [, owner, constant] = /^([\w\\]+)::(\w+)$/.exec(ability.text) ?? [];
  if (owner !== undefined && constant !== undefined) {
    const policy = codebase.class(className(file.names, owner));
    const written = (policy === undefined ? [] : lineage(codebase, policy)).flatMap(
      ({ constants }) => constants.get(constant) ?? [],
    )[0];
    const named = written === undefined ? undefined : plainString(written);
    return policy === undefined || named === undefined ? undefined : { policy, ability: named };
  }
  const named = plainString(ability);
  const [, about] = /^\[?\s*([\w\\]+)::class\b/.exec(subject?.text ?? '') ?? [];
  const model =
    about === undefined
      ? parameters.find(({ name }) => name === variableName(subject))?.type
      : className(file.names, about);
  const policy = named === undefined || model === undefined ? undefined : policyOf(codebase, model);
  return named === undefined || policy === undefined ? undefined : { policy, ability: named };
}

/** Laravel asks a policy about nobody only where the user may be null there; it is no otherwise. */
const takesNobody = (parameter: PhpParameter | undefined): boolean =>
  parameter !== undefined && (parameter.nullable || parameter.default?.text.toLowerCase() === 'null');

/** Whether nobody may be let do something, by some of what a policy answers; undefined where it does not know the ability. */
function letsNobody(codebase: PhpCodebase, policy: PhpClass, ability: string): boolean | undefined {
  const method = methodOf(codebase, policy, ability);
  if (method === undefined) return undefined;
  const before = methodOf(codebase, policy, 'before');
  return [before, method].some((each) => {
    const body = bodyOfMethod(each, policy);
    return body !== undefined && mayAnswerYes(codebase, body);
  });
}

function mayAnswerYes(codebase: PhpCodebase, body: PhpBody): boolean {
  const [user] = body.parameters;
  if (user === undefined || !takesNobody(user)) return false;
  const known = [[`$${user.name}`, 'absent']] as const;
  const answers = answersNobody(phpLanguage(codebase, body), statementsOfBody(body), known, false);
  return answers === undefined || !answers.every(isFalse);
}
