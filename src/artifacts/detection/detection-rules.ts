import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';
import { jsonText } from '../emitted.ts';
import { kebabCase } from '../words.ts';
import { learning } from './learned.ts';
import { falseTravel, travel } from './travel.ts';
import { watchesOf, withoutRate } from './watches.ts';
import type { Watch } from './watches.ts';

export const detectionPath = '3-security/detection-rules.json';

/** A person signs in with a session, which is where impossible travel is looked for. */
const hasSessions = ({ trust, source }: Backend): boolean =>
  source === 'designed' &&
  trust.authentication.some(({ method }) => !/client-credentials|webhook/.test(method));

/** The detection rules of a design as data, for whatever evaluates them: empty where there is nothing to watch. */
export function detectionRules(backend: Backend): string {
  const rules: readonly Json[] = [
    ...watchesOf(backend).map(countRule),
    ...withoutRate(backend).map(({ id }) => ({
      id: kebabCase(`${id} spike`),
      kind: 'learned',
      signal: `calls of ${id}, all callers`,
      window: learning.window,
      days: learning.days,
      visit: learning.visit.value,
    })),
    ...(hasSessions(backend) ? [travelRule()] : []),
  ];
  return backend.source !== 'designed' || rules.length === 0
    ? ''
    : jsonText({ units: { window: 's', speed: 'km/h', distance: 'km', gap: 'h' }, rules });
}

const countRule = ({ name, signal, threshold, visit, watched, action }: Watch): Json => ({
  id: kebabCase(name),
  kind: 'count',
  signal,
  window: threshold.window.value,
  expected: threshold.expected.value,
  most: threshold.most,
  visit,
  watched,
  alarm: threshold.alarm.value,
  action,
});

function travelRule(): Json {
  const { speed, elsewhere, gap, nearest, farthest, newDevice } = travel;
  const habits = { speed, elsewhere: elsewhere.value, gap: gap.value / 3600, nearest, farthest };
  const share = falseTravel(habits);
  return {
    id: 'impossible-travel',
    kind: 'travel',
    signal: 'two sign-ins of one person, farther apart than anybody travels in the time between',
    ...habits,
    newDevice: newDevice.value,
    stated: { alone: share, onNewDevice: share * newDevice.value },
    action: 'ask for a second proof; look at it only when the device is new as well',
  };
}
