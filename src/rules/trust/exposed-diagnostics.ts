import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, settingsOf, textOption } from './settings.ts';

export const exposedDiagnostics: Rule = {
  id: 'exposed-diagnostics',
  summary: 'What shows the inside of the running process is served beside the API.',
  severity: 'warning',
  standards: ['CWE-215', 'CWE-497', 'ASVS-5.0-13.4.5', 'API8:2023'],
  remedy: {
    title: 'Serve diagnostics on an address of their own, or only what is needed',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: (backend) => byCall(settingsOf(backend, 'diagnostics')).map(fault),
};

interface Words {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** By what is exposed: all endpoints of Spring Boot's actuator, the console of H2, the profiles of Go. */
const words: Readonly<Record<string, Words>> = {
  all: {
    what: 'serves every endpoint of the actuator, among them env, heapdump and loggers',
    why: 'A dump of the heap holds sessions, passwords and keys; loggers can be changed.',
    next: 'Name what is needed (health, prometheus), or set management.server.port to one that is not reachable from outside.',
  },
  console: {
    what: 'serves the console of H2, in which SQL is run',
    why: 'Its sign-in asks for the password of the database, which is often empty; SQL of H2 can run code of the server.',
    next: 'Switch it on in the profile of developers only.',
  },
  profiles: {
    what: 'serves profiles of the process',
    why: 'They show the command line, names and texts in memory, and each one takes processor time for as long as the caller asks.',
    next: 'Serve them by a mux of their own on a loopback address.',
  },
};

const fault = (group: Together<SecuritySetting>): Fault => {
  const { first, subject, all } = group;
  const exposed = textOption(first, 'exposed');
  const told = words[exposed] ?? { what: `serves ${exposed}`, why: '', next: '' };
  return {
    subject,
    confidence: 'possible',
    what: `${first.call} ${told.what}${placesText(group)}.`,
    why: told.why,
    next: told.next,
    evidence: seenAt(all),
  };
};
