/**
 * Characterisation tests (Feathers, Working Effectively with Legacy Code, chapter 13): what a legacy endpoint does today
 * is recorded, right or wrong, and the target is held to it. Plain data: the same value that `cases.json` holds.
 */

/** Where the value of a parameter comes from. */
export type ParityValue =
  /** A key of a row that is there; `of` names the entry of `values`. */
  | { readonly kind: 'row'; readonly of: string }
  /** What somebody types in to sign in; whoever runs the tests hands it over, it stands in no file. */
  | { readonly kind: 'credential'; readonly of: 'name' | 'password' }
  | { readonly kind: 'one of'; readonly values: readonly string[] };

/** Keys that a person or a statement fills in before the first recording. */
export interface RowValues {
  readonly legacy: readonly string[];
  /** The same rows in the target, in the same order; empty where the key stays what it is. */
  readonly target: readonly string[];
  /** Run on the legacy database, gives `legacy`. */
  readonly find: string;
  /** Run on the target database, gives both in two columns. */
  readonly pair?: string;
}

export interface ParityRequest {
  readonly method: string;
  /** With `{name}` parameters, as the legacy system has it; a fixed query stands behind `?`. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, ParityValue>>;
  readonly query: Readonly<Record<string, ParityValue>>;
  /** Fields of a form. */
  readonly body: Readonly<Record<string, ParityValue>>;
}

/** What a request may do to a table, as the statements say that its code leads to. */
export interface ParityEffect {
  readonly table: string;
  readonly change: 'insert' | 'update' | 'delete' | 'replace';
  readonly columns: readonly string[];
  /** Tables of the target that hold the rows afterwards. */
  readonly target: readonly string[];
  /** `file:line` of the statement. */
  readonly where: string;
}

/** A request to the target, its values taken from those of the legacy request by name. */
export interface Counterpart {
  readonly method: string;
  readonly path: string;
  /** Parameter or field of the target -> parameter of the legacy request. */
  readonly from: Readonly<Record<string, string>>;
  readonly body: readonly string[];
  /** Of fields that are no text: `12.50` becomes 1250 where the target counts minor units, `1` becomes true. */
  readonly types: Readonly<Record<string, 'integer' | 'number' | 'boolean'>>;
  /** Required by the target, and nothing of the legacy request gives it: a person has to. */
  readonly missing: readonly string[];
}

/** Asked once each; `absent` names a key of no row, or a wrong password; `anonymous` sends no session. */
export type Variant = 'plain' | 'other row' | 'absent' | 'anonymous';

export interface ParityCase {
  /** The id of the legacy endpoint. */
  readonly id: string;
  readonly request: ParityRequest;
  /** `person` sends the session of somebody who is signed in. */
  readonly as: 'anybody' | 'person' | 'unknown';
  /** Checks that its session has to pass, as the legacy code names them: an administrator is not a customer. */
  readonly guards: readonly string[];
  /** What has to be there before. */
  readonly needs: readonly string[];
  readonly variants: readonly Variant[];
  /** Reads only: may be sent to a system in production. */
  readonly safe: boolean;
  readonly effects: readonly ParityEffect[];
  readonly target: readonly Counterpart[];
  /** Why there is none. */
  readonly alone?: string;
  readonly compared: readonly string[];
  /** The target asks who is there where the legacy system did not: a refusal of a stranger is no difference. */
  readonly stricter?: true;
  /** Differences that are meant, each with its reason. */
  readonly expected: readonly string[];
}

export interface Parity {
  readonly values: Readonly<Record<string, RowValues>>;
  readonly cases: readonly ParityCase[];
}
