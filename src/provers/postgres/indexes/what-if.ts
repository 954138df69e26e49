import type { RawNode } from '../explain.ts';

/** What the planner makes of a query with the candidates that are switched on. Costs are planner units. */
export type Asked =
  | {
      readonly kind: 'plan';
      readonly cost: number;
      readonly plan: RawNode;
      /** Names of the candidates in the plan, in order of name. */
      readonly uses: readonly string[];
    }
  | { readonly kind: 'failed'; readonly why: string };

/** A candidate as the planner sees it, or why PostgreSQL would not make it. */
export type Built =
  | { readonly kind: 'built'; readonly name: string; readonly bytes: number; readonly height: number }
  | { readonly kind: 'refused'; readonly why: string };

/** A query; one with parameters is planned for any values. */
export interface Explainable {
  readonly sql: string;
  readonly parameters: boolean;
}

/** A database that plans as production does and can be asked what an index would change. */
export interface WhatIf {
  readonly explain: (query: Explainable) => Promise<Asked>;
  /** Makes candidates (`on … using …`, see candidateSql), all switched off; one answer each, in order. */
  readonly build: (definitions: readonly string[]) => Promise<readonly Built[]>;
  /** Switches exactly these candidates on. */
  readonly enable: (names: readonly string[]) => Promise<void>;
}
