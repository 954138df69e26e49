import { isSafeMethod } from './methods.ts';
import { outgoingCalls } from '../surroundings.ts';
import { valueOr } from '../told.ts';
import { counted, levelOf, some } from './risk.ts';
import type { JudgeRisk } from './risk.ts';

/** Code that is chosen when it runs may be reached by ways that nobody has listed. */
export const codeChosenAtRunTime: JudgeRisk = ({ legacy, facts: { includes } }) => {
  const open = includes.kind === 'known' ? includes.value.open.filter(({ kind }) => kind === 'computed') : [];
  const dynamic = legacy.legacy?.searched.dynamic ?? [];
  const all = open.length + dynamic.length;
  if (all === 0) return undefined;
  return {
    title: 'What runs is chosen when it runs',
    likelihood: levelOf(all, 5, 20),
    because: `${counted(open.length, 'include')} of a file and ${counted(dynamic.length, 'call or object', 'calls or objects')} of a name that only the running code knows`,
    effect: 'medium',
    harm: 'the ways from pages to statements are not complete: a table looks unused by a context that uses it',
    evidence: [...open.map(({ origin }) => origin), ...dynamic],
    mitigation:
      'Log which files and statements each entry uses for some weeks (the log of the database, a list of included files at the end of a request) and hold that against the cut.',
  };
};

/** Variables that functions take without being given them tie code together that imports do not show. */
export const sharedState: JudgeRisk = ({ facts: { globals } }) => {
  const changed = valueOr(globals, []).filter(
    ({ changedBy, takenBy }) => changedBy.length > 0 && takenBy.length > 1,
  );
  const [first] = changed;
  if (first === undefined) return undefined;
  return {
    title: 'Functions share variables that some of them change',
    likelihood: levelOf(changed.length, 3, 10),
    because: `${counted(changed.length, 'variable')}: ${some(changed.map(({ name }) => `$${name}`))}; the most taken: $${first.name} in ${counted(first.takenBy.length, 'place')}, changed in ${first.changedBy.length}`,
    effect: 'medium',
    harm: 'a function that moves without what it shares behaves otherwise, and no signature says so',
    evidence: changed.flatMap(({ changedBy }) => changedBy),
    mitigation:
      'Make a parameter or a result of each before the code that uses it moves; move readers and writers of one variable together.',
  };
};

/** Work gathers in few files. */
export const crowdedFiles: JudgeRisk = ({ facts: { hotSpots, history } }) => {
  const spots = valueOr(hotSpots, []).slice(0, 5);
  const [first] = spots;
  if (first === undefined || first.lines < 300) return undefined;
  const alone = spots.filter(({ authors, commits = 0 }) => authors === 1 && commits > 5);
  const churn =
    history.kind === 'known' && first.commits !== undefined ? `, ${counted(first.commits, 'commit')}` : '';
  return {
    title: 'Size, ties and changes meet in few files',
    likelihood: history.kind === 'known' ? levelOf(first.commits ?? 0, 20, 60) : 'medium',
    because: `${first.path}: ${first.lines} lines, ${counted(first.uses + first.usedBy, 'tie to another file', 'ties to other files')}, ${counted(first.tables, 'table')}${churn}${alone.length === 0 ? '' : `; ${some(alone.map(({ path }) => path))} by one author alone`}`,
    effect: 'medium',
    harm: 'they belong to no single context: whoever moves one waits for the others, and changes go on meanwhile',
    evidence: spots.map(({ path }) => ({ kind: 'read', file: path, line: 1 })),
    mitigation:
      'Split each along the cut inside of the legacy side first, behind unchanged calls, and freeze it for other changes while its context moves.',
  };
};

/** A comparison repeats requests; one that writes must not be repeated. */
export const writesOnGet: JudgeRisk = ({ legacy, facts }) => {
  const loads = new Map(valueOr(facts.queries, []).map((load) => [load.entry, load]));
  const byPath = new Map<string, string[]>();
  for (const { path, method } of legacy.api.endpoints)
    byPath.set(path, [...(byPath.get(path) ?? []), method]);
  const writing = legacy.api.endpoints.filter(
    ({ id, method, path }) =>
      isSafeMethod(method) &&
      (byPath.get(path) ?? []).every(isSafeMethod) &&
      (loads.get(id)?.writes.length ?? 0) > 0,
  );
  if (writing.length === 0) return undefined;
  return {
    title: 'Requests that only read also write',
    likelihood: levelOf(writing.length, 2, 8),
    because: `${counted(writing.length, 'endpoint')} for GET alone with statements that change rows: ${some(writing.map(({ id }) => id))}`,
    effect: 'medium',
    harm: 'a parallel run or a crawler that repeats them changes data; caches in front of them hide writes',
    evidence: writing.map(({ origin }) => origin),
    mitigation:
      'Leave them out of the parallel run, or compare their statements instead of sending them twice; give them another method in the target.',
    entries: writing.map(({ id }) => id),
    answeredBy: ['compare', 'route'],
  };
};

/** Nobody settled who may call them. */
export const unknownAccess: JudgeRisk = ({ legacy }) => {
  const open = legacy.api.endpoints.filter(({ access }) => access === 'unknown');
  if (open.length === 0) return undefined;
  return {
    title: 'It is not known who may call some endpoints',
    likelihood: levelOf(open.length / legacy.api.endpoints.length, 0.15, 0.5),
    because: `${counted(open.length, 'endpoint')} of ${legacy.api.endpoints.length}: ${some(open.map(({ id }) => id))}`,
    effect: 'high',
    harm: 'a check that code makes in a way that was not read is missing in the target, and what it kept is open',
    evidence: open.map(({ origin }) => origin),
    mitigation:
      'Ask each without and with the wrong credentials on the legacy side, write the answers down as tests, and run them against the target before the route changes.',
    entries: open.map(({ id }) => id),
    answeredBy: ['compare', 'route'],
  };
};

/** Somebody else's system decides how long a page takes. */
export const openCalls: JudgeRisk = ({ legacy }) => {
  const open = outgoingCalls(legacy).filter(
    ({ timeout, bounded }) => timeout === undefined && bounded !== true,
  );
  if (open.length === 0) return undefined;
  return {
    title: 'Calls to other systems wait without a limit',
    likelihood: levelOf(open.length, 2, 6),
    because: `${counted(open.length, 'call')}: ${some(open.map(({ target }) => target))}`,
    effect: 'medium',
    harm: 'while both sides answer, one slow partner holds the workers of both; a comparison sends the call twice',
    evidence: open.map(({ origin }) => origin),
    mitigation:
      'Let the target own each partner behind an adapter with a limit and a key against repetition; in a parallel run only one side calls.',
  };
};

/** What nothing leads to is moved for nobody. */
export const deadWeight: JudgeRisk = ({ facts: { dead } }) => {
  const pages = valueOr(dead, []).filter(({ kind }) => kind === 'page' || kind === 'leftover');
  if (pages.length === 0) return undefined;
  return {
    title: 'Pages that nothing links to still answer',
    likelihood: levelOf(pages.length, 5, 20),
    because: `${counted(pages.length, 'page or copy', 'pages or copies')}: ${some(pages.map(({ name }) => name))}`,
    effect: 'low',
    harm: 'they are moved for nobody, or switched off under a partner that calls them by a stored address',
    evidence: pages.map(({ origin }) => origin),
    mitigation:
      'Look each up in the access log of a year; answer 410 where nobody called, move the others by name.',
  };
};
