import { quoteName } from '../../../artifacts/sql-names.ts';
import { firstOf, proved, refuted } from '../../settle.ts';
import type { Settled } from '../../settle.ts';
import type { Scratch } from '../scratch.ts';
import type { Ran } from '../session.ts';
import type { PermissionParameters } from './parameters.ts';
import { parametersOf } from './prepared.ts';
import { notTried, refusalOf } from './settle-outbox.ts';

/** Statements and logins asked in one message. */
const atOnce = 50;

/** Insufficient privilege. */
const refusedCode = '42501';

/**
 * Each statement is planned for its execution as each login: PostgreSQL looks at the privileges before it runs
 * anything. Who has the work must pass, every other login must be refused.
 */
export async function settlePermitted(
  scratch: Scratch,
  script: string,
  { logins }: PermissionParameters,
): Promise<Settled> {
  const refused = refusalOf(scratch);
  if (refused !== undefined) return notTried(refused);
  const counts = await parametersOf(script);
  const asked = logins.flatMap(({ login, may, mayNot }) => [
    ...may.map((name) => ({ login, name, is: true })),
    ...mayNot.map((name) => ({ login, name, is: false })),
  ]);
  const { session } = scratch;
  const answers: Ran[] = [];
  for (let from = 0; from < asked.length; from += atOnce) {
    const some = asked.slice(from, from + atOnce);
    const ran = await session.runEach(
      some.flatMap(({ login, name }) => {
        const values = Array.from({ length: counts.get(name) ?? 0 }, () => 'null').join(', ');
        return [
          { sql: `set role ${quoteName(login)}` },
          { sql: `explain execute ${name}${values === '' ? '' : `(${values})`}` },
        ];
      }),
    );
    answers.push(...ran.filter((_, at) => at % 2 === 1));
  }
  await session.rows('reset role');
  const faults = asked.flatMap(({ login, name, is }, at) => {
    const answer = answers[at];
    const words = answer?.kind === 'failed' ? answer.failure.message : '';
    if (is) return answer?.kind === 'done' ? [] : [`${login} cannot run ${name}: ${words}`];
    return answer?.kind === 'failed' && answer.failure.code === refusedCode
      ? []
      : [`${login} may run ${name}, which is not its work`];
  });
  return {
    verdict: faults.length > 0 ? refuted(firstOf(faults)) : proved,
    measurements: { 'logins and statements': asked.length },
    incomplete: [],
  };
}
