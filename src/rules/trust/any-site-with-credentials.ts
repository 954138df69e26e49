import type { SecuritySetting } from '../../model/security-setting.ts';
import { bySubject, placeOf, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, settingsOf } from './settings.ts';

export const anySiteWithCredentials: Rule = {
  id: 'any-site-with-credentials',
  summary: 'Every site may read answers in the name of who is signed in.',
  severity: 'warning',
  standards: ['CWE-942', 'ASVS-5.0-3.4.2', 'API8:2023'],
  remedy: {
    title: 'List the sites that may read answers',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'take the list away',
  },
  harm: {
    confidentiality: 'high',
    integrity: 'low',
    availability: 'none',
    privileges: 'none',
    user: 'passive',
  },
  check: (backend) => {
    const settings = settingsOf(backend, 'cross-origin');
    const isByHand = ({ call }: SecuritySetting): boolean => call.startsWith('Access-Control');
    return [
      ...byCall(settings.filter((each) => !isByHand(each)).filter(permitsAll)),
      ...bySubject(settings.filter(isByHand), byFunction).filter(({ all }) => permitsTogether(all)),
    ].map(fault);
  },
};

/** A library answers with the site that asks (`true`); `*` never comes with credentials, browsers refuse it. */
const permitsAll = ({ values, call, complete, open }: SecuritySetting): boolean =>
  values['credentials'] === true &&
  (values['origin'] === true ||
    // Koa's and Nest's answer with the site that asks when nothing is said.
    (call === '@koa/cors' && complete && !('origin' in values) && !open.includes('origin')));

const permitsTogether = (headers: readonly SecuritySetting[]): boolean =>
  headers.some(({ values }) => values['origin'] === true) &&
  headers.some(({ values }) => values['credentials'] === true);

const byFunction = ({ call, purpose, origin }: SecuritySetting): string =>
  `${purpose.at(-1) ?? call} in ${placeOf({ id: call, origin })}`;

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'certain',
  what: `${group.first.call} names whatever site asks, and lets credentials through${group.first.call.startsWith('Access') ? '' : placesText(group)}.`,
  why: 'Any page that a signed-in user opens can call the API as this user and read what it answers.',
  next: 'Give a list of sites, or leave credentials out.',
  evidence: seenAt(group.all),
});
