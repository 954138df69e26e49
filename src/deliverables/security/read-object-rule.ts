import { names } from '../blocks.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { ObjectRule } from './object-rules.ts';

/**
 * Whose objects a caller may pick, as code tells it: a finding says that nothing holds them; a comparison with who is
 * calling in the handler, or a guard that asks for a right, is told with its place and leaves open whether it is about
 * this object.
 */
export function readRule(
  backend: Backend,
  findings: readonly Finding[],
  endpoint: Endpoint,
  parameter: string,
): ObjectRule {
  const told = (rule: string, enforced: string, known: boolean): ObjectRule => ({
    endpoint,
    parameter,
    rule,
    enforced,
    known,
  });
  if (endpoint.access === 'public') return told('anybody: any', 'nothing: open to all', true);
  if (
    findings.some(
      ({ rule, subject }) => rule === 'missing-ownership-check' && subject.startsWith(`${endpoint.id}: `),
    )
  )
    return told('who is signed in: any', 'nothing: see `missing-ownership-check`', true);
  const guards = endpoint.guards.filter(({ kind }) => kind === 'authorisation');
  const passing = guards.flatMap(({ requires, name }) => (requires.length > 0 ? requires : [name]));
  const compared = comparison(backend, endpoint);
  const place =
    endpoint.handler === undefined ? 'the handler' : `${endpoint.handler.file}:${endpoint.handler.line}`;
  if (compared !== undefined)
    return told(
      'not known: the code asks about the caller, or goes where it was not followed',
      names([...guards.map(({ name }) => name), compared]),
      false,
    );
  return guards.length === 0
    ? told('not known', `no check seen before ${place}`, false)
    : told(
        `who passes ${names([...new Set(passing)])}; which objects is not known`,
        `${names(guards.map(({ name }) => name))}; the object is left to ${place}`,
        false,
      );
}

/** Where the code behind an endpoint compares who is calling with something. */
function comparison({ trust }: Backend, { handler }: Endpoint): string | undefined {
  const check = (trust.callerChecks ?? []).find(
    ({ file, start, end }) => file === handler?.file && start <= handler.line && handler.line <= end,
  );
  return check === undefined ? undefined : `${check.file}:${check.start}–${check.end}`;
}
