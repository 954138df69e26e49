import type { Finding } from '../../findings/finding.ts';
import type { Backend } from '../../model/backend.ts';
import type { DeadCode, SharedGlobal } from '../../model/legacy-code.ts';
import { deadOf, globalsOf, includesOf, testsOf } from './code.ts';
import type { IncludeFigures, TestFigures } from './code.ts';
import { dataOf } from './data.ts';
import type { DataFigures } from './data.ts';
import { endpointsOf, queriesOf } from './entries.ts';
import type { EndpointFigures, QueryLoad } from './entries.ts';
import { historyOf, hotSpotsOf } from './hot-spots.ts';
import type { HistoryFigures, HotSpot } from './hot-spots.ts';
import { riskRegister } from './risks/register.ts';
import type { Risk } from './risks/risk.ts';
import { modulesOf, sizeOf } from './size.ts';
import type { ModuleFigures, Size } from './size.ts';
import { callsOf, checksOf, cronOf, mailOf, passwordsOf, sessionsOf, uploadsOf } from './surroundings.ts';
import type { Place } from './surroundings.ts';
import { technologiesOf } from './technologies.ts';
import type { TechnologyState } from './technologies.ts';
import type { Told } from './told.ts';

/** Everything a senior engineer asks of a system before it is left; each matter known, not there, or not known. */
export interface Facts {
  readonly size: Told<Size>;
  readonly modules: Told<readonly ModuleFigures[]>;
  readonly technologies: Told<readonly TechnologyState[]>;
  readonly endpoints: Told<EndpointFigures>;
  readonly data: Told<DataFigures>;
  readonly queries: Told<readonly QueryLoad[]>;
  readonly sessions: Told<readonly Place[]>;
  readonly passwords: Told<readonly Place[]>;
  readonly checks: Told<readonly Place[]>;
  readonly cron: Told<readonly Place[]>;
  readonly mail: Told<readonly Place[]>;
  readonly uploads: Told<readonly Place[]>;
  readonly calls: Told<readonly Place[]>;
  readonly includes: Told<IncludeFigures>;
  readonly globals: Told<readonly SharedGlobal[]>;
  readonly dead: Told<readonly DeadCode[]>;
  readonly history: Told<HistoryFigures>;
  readonly hotSpots: Told<readonly HotSpot[]>;
  readonly tests: Told<TestFigures>;
}

export interface Assessment extends Facts {
  /** Worst first. */
  readonly risks: readonly Risk[];
}

/** Assesses a recovered backend; deeper where it was read with `legacy`, its concerns and its history. */
export function assessmentOf(legacy: Backend, findings: readonly Finding[]): Assessment {
  const facts: Facts = {
    size: sizeOf(legacy),
    modules: modulesOf(legacy),
    technologies: technologiesOf(legacy),
    endpoints: endpointsOf(legacy),
    data: dataOf(legacy),
    queries: queriesOf(legacy),
    sessions: sessionsOf(legacy),
    passwords: passwordsOf(legacy),
    checks: checksOf(legacy),
    cron: cronOf(legacy),
    mail: mailOf(legacy),
    uploads: uploadsOf(legacy),
    calls: callsOf(legacy),
    includes: includesOf(legacy),
    globals: globalsOf(legacy),
    dead: deadOf(legacy),
    history: historyOf(legacy),
    hotSpots: hotSpotsOf(legacy),
    tests: testsOf(legacy),
  };
  return { ...facts, risks: riskRegister({ legacy, findings, facts }) };
}
