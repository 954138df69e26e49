import type { Diagram, SequenceMessage } from '../diagram.ts';
import type { Backend } from '../../model/backend.ts';

export type Sequence = Extract<Diagram, { kind: 'sequence' }>;
type Steps = Sequence['steps'];

export const person = { id: 'person', title: 'Person' };
export const client = { id: 'client', title: 'Client' };
export const api = { id: 'api', title: 'API' };
export const store = { id: 'store', title: 'Sessions' };

export const call = (from: string, to: string, text: string): SequenceMessage => ({
  from,
  to,
  text,
  kind: 'call',
});
export const reply = (from: string, to: string, text: string): SequenceMessage => ({
  from,
  to,
  text,
  kind: 'reply',
});
export const self = (at: string, text: string): SequenceMessage => ({ from: at, to: at, text, kind: 'self' });

export function sequence(
  id: string,
  title: string,
  participants: Sequence['participants'],
  steps: Steps,
): Sequence {
  return { kind: 'sequence', id, title, participants, steps };
}

/** A setting of any method whose key has one of the words in it. */
export function setting({ trust }: Backend, words: RegExp): string | undefined {
  return trust.authentication
    .flatMap(({ settings }) => Object.entries(settings))
    .find(([key]) => words.test(key))?.[1];
}

export const uses = ({ trust }: Backend, method: RegExp): boolean =>
  trust.authentication.some((each) => method.test(each.method));

export const hasControl = ({ trust }: Backend, words: RegExp): boolean =>
  trust.controls.some(({ id }) => words.test(id));

/** A duration as it is written after a noun. */
export const lasting = (value: string | undefined): string => (value === undefined ? '' : `, ${value}`);
