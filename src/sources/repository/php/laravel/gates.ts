import { isFalse } from '../../anonymous/flow.ts';
import type { Known, Language } from '../../anonymous/language.ts';
import { answersNobody } from '../../anonymous/run.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { phpLanguage, statementsOfBody } from '../anonymous.ts';
import type { PhpBody } from '../body.ts';
import { bodyOfMethod } from '../body.ts';
import type { PhpClass, PhpParameter } from '../classes.ts';
import { lineage, methodOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { className } from '../names.ts';
import { memberName, plainString, receiverOf, writtenArguments } from '../syntax.ts';

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
  const asked = ability === undefined ? undefined : abilityOf(codebase, body, ability, subject);
  const lets = asked === undefined ? undefined : letsNobody(codebase, asked.policy, asked.ability);
  if (lets === undefined) return undefined;
  if (lets) return 'some';
  return name === 'denies' ? 'present' : 'absent';
}

interface Ability {
  readonly policy: PhpClass;
  readonly ability: string;
}

/** Named by a constant of its policy, or as a text together with the class of what it is about. */
function abilityOf(
  codebase: PhpCodebase,
  { file }: PhpBody,
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
  if (named === undefined || about === undefined) return undefined;
  const policy = codebase.class(
    `${className(file.names, about).replace(/(^|\\)Models\\/, '$1Policies\\')}Policy`,
  );
  return policy === undefined ? undefined : { policy, ability: named };
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
    const [user] = body?.parameters ?? [];
    if (body === undefined || user === undefined || !takesNobody(user)) return false;
    const known = [[`$${user.name}`, 'absent']] as const;
    const answers = answersNobody(phpLanguage(codebase, body), statementsOfBody(body), known, false);
    return answers === undefined || !answers.every(isFalse);
  });
}
