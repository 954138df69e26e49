import type { AccessRule, Actor, Brief, Integration, Workload } from '../model/brief.ts';
import type { Context } from '../model/architecture.ts';
import type { OptionShape } from '../model/decision.ts';
import type {
  AuditEvent,
  Control,
  DomainEvent,
  Entity,
  Flow,
  Operation,
  TestIdea,
  Threat,
} from '../model/domain.ts';
import type { Gap } from '../model/origin.ts';
import type { LoadModel } from './load/load.ts';

/**
 * Packs and the user's own fragment as one: extensions are part of their entity, names are unique, `rowsPer` is
 * resolved. Nothing in it depends on the architecture that will be chosen.
 */
export interface Domain {
  readonly contexts: readonly Context[];
  readonly entities: readonly Entity[];
  readonly operations: readonly Operation[];
  readonly events: readonly DomainEvent[];
  readonly flows: readonly Flow[];
  readonly actors: readonly Actor[];
  readonly access: readonly AccessRule[];
  readonly threats: readonly Threat[];
  readonly controls: readonly Control[];
  readonly workloads: readonly Workload[];
  readonly integrations: readonly Integration[];
  readonly tests: readonly TestIdea[];
  readonly audit: readonly AuditEvent[];
  readonly gaps: readonly Gap[];
}

/** What every part of a design is made from, once an option is chosen. */
export interface DesignBasis {
  readonly brief: Brief;
  readonly domain: Domain;
  readonly load: LoadModel;
  readonly shape: OptionShape;
}
