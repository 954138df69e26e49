import type { Method } from '../../../../model/api.ts';
import type { FunctionNode } from '../../javascript/syntax.ts';
import type { HostValue, Site, Value } from '../../javascript/value.ts';
import type { RoutePath } from '../paths.ts';
import type { Given } from '../routing.ts';

/** Points of a request's life at which a check can stand, in the order in which they run. */
export const phases = ['onRequest', 'preParsing', 'preValidation', 'preHandler'] as const;

export type Phase = (typeof phases)[number];

export const isPhase = (name: string): name is Phase => phases.some((phase) => phase === name);

export interface Hook {
  readonly phase: Phase;
  readonly given: Given;
  readonly level: number;
  /** Counts hooks and instances of one application in the order in which they come to be. */
  readonly order: number;
  /** `use('/x', …)` runs for what lies below. */
  readonly path?: RoutePath;
}

export interface InstanceRoute {
  readonly methods: readonly Method[];
  readonly path: RoutePath;
  readonly hooks: Readonly<Record<Phase, readonly Given[]>>;
  readonly handler: Given | undefined;
  readonly schema: Value | undefined;
  readonly site: Site;
  readonly level: number;
}

/** One encapsulated instance: the application, or what a plugin gets. */
export interface Instance {
  readonly parent: Instance | undefined;
  readonly prefix: RoutePath;
  readonly hooks: Hook[];
  readonly routes: InstanceRoute[];
  /** Plugins that are registered and not loaded yet. */
  readonly pending: (() => void)[];
  readonly order: number;
  readonly site: Site;
  /** The plugin it was made for. */
  readonly plugin: FunctionNode | undefined;
  readonly host: HostValue;
  /** It stands for a parameter of a function that nobody was seen to call. */
  readonly standIn: boolean;
}

/**
 * Hooks for the routes of an instance: all of its own, and those that the instances above had when the next one below
 * was made; that is when they are inherited.
 */
export function hooksFor(instance: Instance): readonly Hook[] {
  const found: Hook[] = [...instance.hooks];
  let below = instance;
  for (let at = instance.parent; at !== undefined; at = at.parent) {
    const { order } = below;
    found.unshift(...at.hooks.filter((hook) => hook.order < order));
    below = at;
  }
  return found;
}

/** Loads plugins in the order of their registration; each one's own plugins come before the next. */
export function load(instance: Instance): void {
  for (let turn = 0; turn < 10_000; turn += 1) {
    const next = instance.pending.shift();
    if (next === undefined) return;
    next();
  }
}
