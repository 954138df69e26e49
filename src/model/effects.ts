/** How many rows a statement has to give or change; absent where any number will do. */
export type RowsAsked = 'none' | 'one' | 'some';

/**
 * One statement of what a step, a consumer or an operation does. Values are `:name`. In a brief it names entities in
 * place of tables; in a Backend the tables of the design. Columns of the only row it gives become variables.
 */
export interface SqlStatement {
  readonly sql: string;
  /** Context in whose database it runs, where that is not the one of the step. */
  readonly at?: string;
  readonly rows?: RowsAsked;
  /** Problem type that is answered when there are other rows than asked for. */
  readonly otherwise?: string;
}

/** A request to an integration, or to a part of the process itself where no statement does the work (a hash of a password). */
export interface EffectCall {
  readonly request: string;
  /** Variables that are handed over. */
  readonly with: readonly string[];
  /** Variables that the answer sets. */
  readonly gives: readonly string[];
}

/** What happens, in this order: the condition, the call, the statements, the flow. */
export interface Effects {
  /** Boolean SQL over variables; the rest happens only where it is true. */
  readonly condition?: string;
  /** Variable that holds a list: the rest happens once for each element, whose keys are variables. */
  readonly each?: string;
  readonly call?: EffectCall;
  /** Flow, also of another context, that runs with the variables and hands its own back. */
  readonly flow?: string;
  readonly statements: readonly SqlStatement[];
}

/** Variables that are there without anybody setting them. */
export const impliedVariables = ['id', 'caller', 'caller_role'] as const;
