import type { Technology } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import type { Origin } from '../../model/origin.ts';
import { known, none, unknown } from './told.ts';
import type { Told } from './told.ts';

export interface TechnologyState {
  readonly name: string;
  readonly role: Technology['role'];
  /** As it is asked for, or exact; absent where nothing in the code tells. */
  readonly version?: string;
  /** ISO date of the last fixes; absent where no list that is kept here has the version. */
  readonly supportEnd?: string;
  /** What can be said without knowing today. */
  readonly words: string;
  /** Its end lies before the list of ends was written, or before somebody last worked on the code. */
  readonly ended: boolean;
  /** It lies in the repository itself. */
  readonly copied: boolean;
  readonly origin: Origin;
}

/** Languages, frameworks, libraries and stores with the ends of their support, those that ended first. */
export function technologiesOf(backend: Backend): Told<readonly TechnologyState[]> {
  const { stack, legacy, coverage } = backend;
  const all = [
    ...stack.map((each) => stateOf(backend, each, false)),
    ...(legacy?.copied ?? []).map((each) => stateOf(backend, each, true)),
    ...boundsOf(backend),
  ];
  if (all.length === 0)
    return coverage.files === 0
      ? unknown('no file was read')
      : none(`no manifest, image or copy of a library was found in ${coverage.files} files`);
  return known(
    all.toSorted((a, b) => Number(b.ended) - Number(a.ended)),
    all.map(({ origin }) => origin),
  );
}

function stateOf(backend: Backend, technology: Technology, copied: boolean): TechnologyState {
  const { name, role, version, supportEnd, origin } = technology;
  return {
    name,
    role,
    ...(version === undefined ? {} : { version }),
    ...(supportEnd === undefined ? {} : { supportEnd }),
    words: supportEnd === undefined ? notListed(technology) : endWords(backend, supportEnd),
    ended: supportEnd !== undefined && hasEnded(backend, supportEnd),
    copied,
    origin,
  };
}

const notListed = ({ role, version }: Technology): string => {
  if (role === 'language') return 'see its runtime';
  return version === undefined
    ? 'not known: nothing in the repository tells its version'
    : 'not known: no list that is kept here has this version, or the version is a range';
};

/** The day of the list counts as over when its month is. */
const listEnd = (recorded: string): string => `${recorded}-31`;

export function hasEnded({ legacy, history }: Pick<Backend, 'legacy' | 'history'>, end: string): boolean {
  const last = history?.last;
  return (
    (last !== undefined && end < last) || (legacy !== undefined && end < listEnd(legacy.supportRecorded))
  );
}

/** `until 2018-12-31`, and what that lies before: there is no clock here. */
function endWords({ legacy, history }: Backend, end: string): string {
  const recorded = legacy?.supportRecorded;
  const last = history?.last;
  if (last !== undefined && end < last) return `until ${end}: before the last commit (${last})`;
  if (recorded !== undefined && end < listEnd(recorded))
    return `until ${end}: over when the list of ends was last gone through (${recorded})`;
  return `until ${end}`;
}

/** Fewer calls may stand on a way that is not taken on later versions. */
const fewestPlaces = 5;

/** Versions that nothing asks for in a manifest, but that the code is bound to. */
function boundsOf(backend: Backend): readonly TechnologyState[] {
  return (backend.legacy?.bounds ?? []).map(
    ({ technology, kind, version, because, origin, places, supportEnd }): TechnologyState => ({
      name: technology,
      role: 'runtime',
      version: kind === 'below' ? `below ${version}` : `${version} or later`,
      ...(supportEnd === undefined ? {} : { supportEnd }),
      words:
        supportEnd === undefined
          ? `${because} (${places} ${places === 1 ? 'place' : 'places'})`
          : `${because} (${places} ${places === 1 ? 'place' : 'places'}); of the versions below it the last had fixes ${endWords(backend, supportEnd)}`,
      ended: supportEnd !== undefined && places >= fewestPlaces && hasEnded(backend, supportEnd),
      copied: false,
      origin,
    }),
  );
}
