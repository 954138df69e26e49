import { kebabCase } from '../../artifacts/words.ts';
import type { Question } from '../../model/brief.ts';
import { compareText } from '../../model/text.ts';
import type { Evidence } from './evidence.ts';
import type { EndpointMove } from './moves.ts';

const affects = ['security', 'api'];
const answer = 'policies.access';

/** Pages for strangers against those that ask for more: both sides are told, and the stricter one holds. */
export function askedIfOpen(operation: string, all: readonly Evidence[], who: readonly string[]): Question {
  const strangers = all.filter(({ caller }) => caller.kind === 'anyone');
  const others = all.filter(({ caller }) => caller.kind !== 'anyone' && caller.kind !== 'unknown');
  const sides = others.length === 0 ? '' : `, ${named(others)} ${isOne(others) ? 'does' : 'do'} not`;
  return {
    id: `open-${kebabCase(operation)}`,
    ask: `${named(strangers)} ${isOne(strangers) ? 'answers' : 'answer'} anybody${part(strangers)}${sides}. Shall \`${operation}\` stay open to everybody?`,
    affects,
    default: `no: only ${who.join(', ')} may`,
    effect:
      'Whoever used it without signing in has to sign in, or gets a link that proves who they are; what strangers shall see in part is an operation of its own.',
    impact: 'high',
    answer,
    origin: strangers[0]?.endpoint.origin ?? nowhere,
  };
}

/** What keeps rows from strangers, where something does. */
function part(strangers: readonly Evidence[]): string {
  const conditions = [
    ...new Set(
      strangers.flatMap(({ shown }) =>
        shown.flatMap((each) => each.conditions.filter((text) => !text.includes('…'))),
      ),
    ),
  ];
  return conditions.length === 0
    ? ''
    : ` with rows of \`${conditions.slice(0, 2).join('` and of `')}\`${conditions.length > 2 ? ' …' : ''}`;
}

export function callerUnknown(operation: string, all: readonly Evidence[], who: readonly string[]): Question {
  const unknown = all.filter(({ caller }) => caller.kind === 'unknown');
  return {
    id: `caller-${kebabCase(operation)}`,
    ask: `Who may call ${named(unknown)}? What runs before it was not understood.`,
    affects,
    default: `only ${who.join(', ')} may \`${operation}\``,
    effect: 'Whoever else used it is refused until a rule allows it.',
    impact: 'medium',
    answer,
    origin: unknown[0]?.endpoint.origin ?? nowhere,
  };
}

/** What runs the system, and rows of people of which nothing tells the owner, though only a sign-in was seen before it. */
export function askedIfShared(operation: string, all: readonly Evidence[], who: readonly string[]): Question {
  const people = all.filter(({ caller }) => caller.kind === 'person');
  return {
    id: `shared-${kebabCase(operation)}`,
    ask: `${named(people)} ${isOne(people) ? 'asks' : 'ask'} for a sign-in and, as far as was read, for nothing more. May whoever has signed in \`${operation}\`, of whosever row?`,
    affects,
    default: `no: only ${who.join(', ')} may`,
    effect:
      'Whoever used it without being one of those who run the system is refused, until a field says whose a row is or a rule allows it.',
    impact: 'high',
    answer,
    origin: people[0]?.endpoint.origin ?? nowhere,
  };
}

const nowhere: Question['origin'] = { kind: 'assumed', because: 'no endpoint was read' };

const isOne = (all: readonly Evidence[]): boolean =>
  new Set(all.map(({ endpoint }) => endpoint.id)).size === 1;

/** The first three by name. */
function named(all: readonly Evidence[]): string {
  const ids = [...new Set(all.map(({ endpoint }) => endpoint.id))];
  return `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''}`;
}

/** Abilities are finer than roles: who has which is kept in rows or in code that was not read. */
export function abilitiesAsked(endpoints: readonly EndpointMove[]): readonly Question[] {
  const found = endpoints.filter(({ caller }) => caller.abilities.length > 0);
  const names = [...new Set(found.flatMap(({ caller }) => caller.abilities))].toSorted(compareText);
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      id: 'abilities',
      ask: `Which roles have which of the ${names.length} abilities that guards ask for (${names.slice(0, 6).join(', ')}${names.length > 6 ? ' …' : ''})?`,
      affects: ['security'],
      default: 'one role, staff, has all of them',
      effect: 'Whoever had some of them only could do more than before.',
      impact: 'high',
      answer,
      origin: first.endpoint.origin,
    },
  ];
}
