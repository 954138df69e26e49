import type { Evidence } from '../findings/finding.ts';
import type { Origin } from '../model/origin.ts';

/**
 * Where a thing stands, in words that outlive edits: its file, never its line. A thing that was not read in a file
 * is named by its id.
 */
export const placeOf = ({ origin, id }: { readonly origin: Origin; readonly id: string }): string =>
  origin.kind === 'read' ? origin.file : id;

/** Things that are one fault together, because they share a subject. */
export interface Together<T> {
  readonly subject: string;
  readonly first: T;
  readonly all: readonly T[];
}

/** Groups by subject, in the order in which subjects first appear. */
export function bySubject<T>(items: readonly T[], subjectOf: (item: T) => string): readonly Together<T>[] {
  const groups = new Map<string, Together<T>>();
  for (const item of items) {
    const subject = subjectOf(item);
    const group = groups.get(subject);
    groups.set(
      subject,
      group === undefined ? { subject, first: item, all: [item] } : { ...group, all: [...group.all, item] },
    );
  }
  return [...groups.values()];
}

/** The places of a group as evidence; ten are enough to see the pattern. */
export const seenAt = (items: readonly { readonly origin: Origin }[]): readonly Evidence[] =>
  items.slice(0, 10).map(({ origin }) => ({ kind: 'read', origin }));

/** `GET /a, GET /b and 2 more`: the first names of many. */
export const firstOf = (names: readonly string[], most: number): string =>
  `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;

/** `1 place`, `3 places`. */
export const placesText = ({ all }: Together<unknown>): string =>
  all.length === 1 ? '' : ` (${all.length} places)`;

/** A file that serves nobody: it runs once, by hand, at a release, or for tests and examples. */
export const isAside = (origin: Origin): boolean =>
  origin.kind === 'read' &&
  /(^|\/)(migrations?|migrate|seeds?|seeders?|seeding|fixtures?|scripts?|bin|cli|tools?|tests?|testing|e2e|examples?|samples?|benchmarks?|dev)([/.]|$)|(^|\/)[\w-]*(migrations?|alterations?)[\w-]*\/|(^|\/)\w+[_-]tests?\/|(^|[/._-])(migrations?|seed|seeder|dev|test-setup|setup-tests?)\.[cm]?[jt]s$/i.test(
    origin.file,
  );

/** A file whose name or folder says that it serves development, tests, a demonstration or a manual. */
export const isForDevelopment = (origin: Origin): boolean =>
  origin.kind === 'read' &&
  /(^|[/._-])(dev|devel|development|local|localhost|tests?|testing|e2e|ci|examples?|samples?|demo|sandbox|playground|docs?|devcontainer|github|tutorials?|quickstart|benchmarks?|fixtures?|mocks?)([/._-]|$)/i.test(
    origin.file,
  );
