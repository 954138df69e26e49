import { isAsked, isFalse, isSet, isTrue } from '../../anonymous/flow.ts';
import { answersNobody } from '../../anonymous/run.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { statementsOfBody } from '../anonymous.ts';
import type { PhpBody } from '../body.ts';
import { bodyOfMethod } from '../body.ts';
import { methodOf } from '../codebase.ts';
import { judged } from '../guards.ts';
import type { Machine } from '../machine.ts';
import { signsOf } from '../signs.ts';
import { originAt } from '../value.ts';
import { gateLanguage } from './gates.ts';
import { formRequests } from './validation.ts';

/** Form requests whose `authorize` asks something of the user: what it answers nobody decides. */
export function formGuards(machine: Machine, body: PhpBody): readonly JudgedGuard[] {
  return formRequests(machine, body).flatMap((form) => {
    const method = methodOf(machine.codebase, form, 'authorize');
    const check = bodyOfMethod(method, form);
    if (check === undefined || method === undefined) return [];
    const lets = authorizes(machine, check);
    if (lets === 'everybody') return [];
    const name = `${form.name.split('\\').at(-1)}.authorize`;
    return [
      judged(name, 'authorisation', originAt(method.file, method.node), { conditional: lets === 'perhaps' }),
    ];
  });
}

function authorizes({ codebase }: Machine, check: PhpBody): 'everybody' | 'perhaps' | 'nobody' {
  const signs = signsOf(codebase, check);
  const asks = signs.readsCredential || signs.rejectsForbidden;
  const answers = answersNobody(gateLanguage(codebase, check), statementsOfBody(check), [], false);
  if (answers === undefined) return asks ? 'nobody' : 'everybody';
  const asksGate = /\bGate::/.test(check.body.text);
  if (answers.every(isFalse)) return asks || asksGate || answers.includes('absent') ? 'nobody' : 'everybody';
  if (answers.every(isTrue)) return 'everybody';
  if (answers.some((each) => each === 'some' || isSet(each))) return 'perhaps';
  if (asks) return answers.some(isTrue) ? 'perhaps' : 'nobody';
  // It may ask for each of several objects, of which none need be sent.
  return (asksGate && answers.some(isFalse)) || answers.some(isAsked) ? 'perhaps' : 'everybody';
}
