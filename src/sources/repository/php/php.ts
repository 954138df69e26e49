import type { Gap } from '../../../model/origin.ts';
import type { Facts } from '../../facts.ts';
import type { TextFile } from '../gather.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { LanguageFacts, LanguageReader, Program } from '../languages/language.ts';
import { createCodebase } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { laravelRoutes } from './laravel/laravel.ts';
import { packageRoutes } from './laravel/package-routes.ts';
import { cakephpRoutes } from './cakephp/cakephp.ts';
import { codeigniterRoutes } from './codeigniter/codeigniter.ts';
import { arrayTables } from './data/array-schemas.ts';
import { doctrineTables } from './data/doctrine.ts';
import { laravelTables } from './data/migrations.ts';
import { phinxTables } from './data/phinx.ts';
import { dispatchRoutes } from './dispatch.ts';
import { drupalRoutes } from './drupal.ts';
import { hyperfRoutes } from './hyperf.ts';
import { laminasRoutes } from './laminas.ts';
import { magentoRoutes } from './magento.ts';
import { mauticRoutes } from './mautic.ts';
import { phalconRoutes } from './phalcon.ts';
import { thinkphpRoutes } from './thinkphp/thinkphp.ts';
import { wordpressRoutes } from './wordpress.ts';
import { yiiRoutes } from './yii/yii.ts';
import { plainRoutes } from './plain.ts';
import { slimRoutes } from './slim.ts';
import type { Reading } from '../reading.ts';
import { phpFlows } from './flows/flows.ts';
import { outgoingCalls } from './processes/calls.ts';
import { queuedJobs } from './processes/jobs.ts';
import { scheduledJobs } from './processes/schedule.ts';
import { phpStatements } from './queries/queries.ts';
import { phpSecurity } from './security/security.ts';
import { symfonyRoutes } from './symfony/symfony.ts';

type Framework = (codebase: PhpCodebase) => readonly DeclaredRoute[];

const frameworks: readonly Framework[] = [
  laravelRoutes,
  symfonyRoutes,
  slimRoutes,
  cakephpRoutes,
  codeigniterRoutes,
  drupalRoutes,
  hyperfRoutes,
  laminasRoutes,
  magentoRoutes,
  mauticRoutes,
  phalconRoutes,
  thinkphpRoutes,
  wordpressRoutes,
  yiiRoutes,
  dispatchRoutes,
];

/** Backends written in PHP. */
export const phpReader: LanguageReader = {
  name: 'PHP',
  grammar: 'php',
  isSource: (path) => /\.(php|phtml|inc|module)$/.test(path),
  concerns: (files: readonly TextFile[]) => files.length > 0,
  read: readPhp,
};

function readPhp(program: Program, { flows }: Reading): LanguageFacts {
  const codebase = createCodebase(program);
  const gaps: Gap[] = [];
  const routed = frameworks.flatMap((framework) => attempt(gaps, () => framework(codebase)) ?? []);
  const routes = [...routed, ...(attempt(gaps, () => plainRoutes(codebase, routed.length)) ?? [])];
  gaps.push(...packageRoutes(codebase));
  const facts = [laravelTables, phinxTables, doctrineTables, arrayTables].flatMap(
    (read) => attempt(gaps, () => read(codebase)) ?? [],
  );
  const jobs = [queuedJobs, scheduledJobs].flatMap((read) => attempt(gaps, () => read(codebase)) ?? []);
  const calls = attempt(gaps, () => outgoingCalls(codebase)) ?? [];
  const settings = attempt(gaps, () => phpSecurity(codebase)) ?? [];
  const issued = attempt(gaps, () => phpStatements(codebase));
  gaps.push(...(issued?.gaps ?? []));
  const followed = flows ? attempt(gaps, () => phpFlows(codebase, routes)) : undefined;
  gaps.push(...(followed?.gaps ?? []));
  return {
    routes,
    facts: {
      ...joinFacts([...facts, { gaps }]),
      trust: { settings, ...followed?.trust },
      processes: { jobs, calls, caches: issued?.caches ?? [] },
    },
    ...(issued === undefined ? {} : { statements: issued.statements, reach: issued.reach }),
  };
}

/** Code that is made to break one reader does not silence the others. */
function attempt<Found>(gaps: Gap[], read: () => Found): Found | undefined {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be followed';
    gaps.push({ kind: 'parse-code', subject: 'PHP', why });
    return undefined;
  }
}

const joinFacts = (facts: readonly Facts[]): Facts => ({
  data: { tables: facts.flatMap(({ data }) => data?.tables ?? []) },
  gaps: facts.flatMap(({ gaps }) => gaps ?? []),
});
