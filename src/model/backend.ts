import type { Api } from './api.ts';
import type { Architecture, Technology } from './architecture.ts';
import type { DataModel } from './data.ts';
import type { DesignRecord } from './decision.ts';
import type { Entity, Operation, TestIdea } from './domain.ts';
import type { History } from './history.ts';
import type { LegacyCode } from './legacy-code.ts';
import type { LegacyConcerns } from './legacy-concerns.ts';
import type { Load } from './load.ts';
import type { MigrationRecord } from './migration-record.ts';
import type { Gap } from './origin.ts';
import type { Processes } from './processes.ts';
import type { Requirements } from './requirements.ts';
import type { Trust } from './trust.ts';

/**
 * Everything known about one backend, recovered or designed: the same type for both, plain readonly data that
 * survives a JSON round trip. References are by id or name, never by object.
 */
export interface Backend {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly name: string;
  readonly source: 'recovered' | 'designed';
  readonly stack: readonly Technology[];
  /** Domain knowledge; empty for a recovered backend unless a brief came with it. */
  readonly entities: readonly Entity[];
  readonly operations: readonly Operation[];
  readonly tests: readonly TestIdea[];
  readonly architecture: Architecture;
  readonly data: DataModel;
  readonly api: Api;
  readonly trust: Trust;
  readonly processes: Processes;
  readonly load: Load;
  readonly requirements: Requirements;
  readonly design?: DesignRecord;
  /** Of a target that a legacy system shall become. */
  readonly migration?: MigrationRecord;
  /** Read only where a system shall be left: its includes, globals, dead code and tests. */
  readonly legacy?: LegacyCode;
  /** What its version control tells, where somebody asked and there is one. */
  readonly history?: History;
  /** Of a system that is left: what its users would notice if it were forgotten. */
  readonly concerns?: LegacyConcerns;
  /** Files read and their size, so that "nothing found" can be told from "nothing read". */
  readonly coverage: { readonly files: number; readonly lines: number; readonly bytes: number };
  readonly gaps: readonly Gap[];
}

const emptyArchitecture: Architecture = {
  contexts: [],
  relations: [],
  modules: [],
  containers: [],
  connections: [],
  deployment: [],
  gatewayRoutes: [],
  configuration: [],
  failureModes: [],
};

/** A backend of which nothing is known yet; readers and tests build on it. */
export function emptyBackend(id: string, source: Backend['source']): Backend {
  return {
    schemaVersion: 1,
    id,
    name: id,
    source,
    stack: [],
    entities: [],
    operations: [],
    tests: [],
    architecture: emptyArchitecture,
    data: { schemas: [], extensions: [], enums: [], tables: [], roles: [], queries: [] },
    api: { endpoints: [], schemas: [], problems: [], documents: [] },
    trust: {
      actors: [],
      rules: [],
      permissions: [],
      authentication: [],
      rateLimits: [],
      secrets: [],
      settings: [],
      boundaries: [],
      threats: [],
      controls: [],
      audit: [],
      flows: [],
    },
    processes: { events: [], flows: [], jobs: [], calls: [], caches: [], integrations: [] },
    load: {
      workloads: [],
      rates: [],
      stations: [],
      budgets: [],
      availability: [],
      growth: [],
      sensitivity: [],
    },
    requirements: {
      items: [],
      objectives: [],
      must: {},
      avoid: [],
      compliance: [],
      pins: [],
      assumptions: [],
      questions: [],
      contradictions: [],
      unread: [],
    },
    coverage: { files: 0, lines: 0, bytes: 0 },
    gaps: [],
  };
}
