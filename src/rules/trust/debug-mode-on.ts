import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, languageOf, settingsOf } from './settings.ts';
import type { Language } from './settings.ts';

export const debugModeOn: Rule = {
  id: 'debug-mode-on',
  summary: 'The mode for developers is on wherever it runs.',
  severity: 'warning',
  standards: ['CWE-489', 'ASVS-5.0-13.4.2', 'API8:2023'],
  remedy: {
    title: 'Switch debugging on by a setting that is off unless given',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: (backend) => byCall(settingsOf(backend, 'debug-mode')).map(fault),
};

const environment = "Read it from the environment: DEBUG = os.environ.get('DEBUG') == '1'.";
const nextOf: Readonly<Record<Language, string>> = {
  javascript: environment,
  php: environment,
  python: environment,
  java: 'Move it to the profile of developers.',
  go: 'Read it from the environment, off unless given.',
  ruby: 'Set it in config/environments/development.rb only.',
  csharp: 'Call it inside if (app.Environment.IsDevelopment()) only.',
};

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'likely',
  what: `${group.first.call} has debugging on, as a constant${placesText(group)}.`,
  why: 'Errors then answer with code, settings and variables; some frameworks let the reader run code in that page.',
  next: nextOf[languageOf(group.first)],
  evidence: seenAt(group.all),
});
