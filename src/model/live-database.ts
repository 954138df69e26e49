import type { Origin, Quantity } from './origin.ts';

/** How a server keeps a table, as its catalogue tells. */
export interface Storage {
  /** `InnoDB`, `MyISAM` …; absent where a server has one way only. */
  readonly engine?: string;
  /** Of text without a collation of its own. */
  readonly collation?: string;
  readonly bytes: Quantity;
  readonly indexBytes: Quantity;
  /** The value that the next row gets, where a column counts by itself. */
  readonly next?: Quantity;
}

/** Code that runs inside of the server; its text is not read. */
export interface ServerRoutine {
  readonly kind: 'trigger' | 'function' | 'procedure' | 'event';
  readonly name: string;
  /** Triggers: the table, and when: `before insert`. */
  readonly table?: string;
  readonly when?: string;
  readonly origin: Origin;
}

/** A place where the code and the database say something else. */
export type SchemaDrift =
  | { readonly kind: 'only in the code'; readonly subject: string; readonly code: Origin }
  | { readonly kind: 'only in the database'; readonly subject: string; readonly database: Origin }
  | {
      readonly kind: 'told differently';
      readonly subject: string;
      readonly inCode: string;
      readonly inDatabase: string;
      readonly code: Origin;
      readonly database: Origin;
    };

/** What a live server told beside its tables, and where the code says something else. */
export interface LiveDatabase {
  /** `mysql://db.internal:3306/shop`: without user, password and options. */
  readonly address: string;
  /** `mariadb 11.8.2` */
  readonly server: string;
  readonly database: string;
  readonly collation?: string;
  readonly timeZone?: string;
  /** MySQL: what it refuses and what it cuts. */
  readonly sqlMode?: string;
  readonly routines: readonly ServerRoutine[];
  readonly drift: readonly SchemaDrift[];
}
