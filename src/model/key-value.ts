import type { Origin } from './origin.ts';

export type AttributeType = 'string' | 'number' | 'binary' | 'unknown';

/** An index of a key-value table: the same items by other keys. */
export interface KeyValueIndex {
  readonly name: string;
  /** Local: the table's partition key with another sort key. */
  readonly kind: 'global' | 'local';
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** What its entries carry beside the keys; `some` names them. */
  readonly projection: 'all' | 'keys' | 'some' | 'unknown';
  readonly projected: readonly string[];
}

/** A table of a key-value store (DynamoDB): only its keys have a declared type. */
export interface KeyValueTable {
  /** As it is written where that is a constant, else the name its definition goes by. */
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly type: AttributeType }[];
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly indexes: readonly KeyValueIndex[];
  /** An index that could not be read belongs to it: what no known index serves may be served. */
  readonly indexesOpen?: true;
  readonly billing: 'on-demand' | 'provisioned' | 'unknown';
  /** Attribute that holds the second after which an item is dropped. */
  readonly expiry?: string;
  /** What its stream carries: `NEW_IMAGE`. */
  readonly stream?: string;
  readonly origin: Origin;
}

export type KeyValueCall =
  | 'get'
  | 'query'
  | 'scan'
  | 'put'
  | 'update'
  | 'delete'
  | 'batch-get'
  | 'batch-write'
  | 'transact-get'
  | 'transact-write';

/** One part of a condition that holds with all others. */
export interface KeyValueCondition {
  readonly attribute: string;
  readonly by: 'equal' | 'compared';
}

/** One call of a key-value store in the code. */
export interface KeyValueAccess {
  readonly id: string;
  readonly call: KeyValueCall;
  /** Name of its table among those that were read. */
  readonly table?: string;
  /** The table as the code names it: `orders`, `{ORDERS_TABLE}`. */
  readonly target: string;
  /** `…` where it is only known at run time. */
  readonly index?: string;
  /** Parameters are added at run time: what is not seen may be there. */
  readonly open?: true;
  /** Conditions on the key, where all of them are seen. */
  readonly key?: readonly KeyValueCondition[];
  /** Conditions on what was read; empty where they are not seen as a whole. */
  readonly filter?: readonly KeyValueCondition[];
  /** The most items that one call reads. */
  readonly limit?: true;
  readonly consistent?: true;
  /** The write is refused where its condition does not hold. */
  readonly conditional?: true;
  /** Whether what follows the first page (1 MB at most) is asked for. */
  readonly pages?: 'followed' | 'not followed' | 'unknown';
  /** Lists that it makes longer. */
  readonly grows?: readonly string[];
  /** Attributes of a written item; `value` where it is a constant. */
  readonly item?: readonly { readonly attribute: string; readonly value?: string }[];
  /** The same function read the item before and writes it back as a whole. */
  readonly after?: Origin;
  readonly inLoop?: true;
  /** The call inside of that loop, where it stands in another function that leads here. */
  readonly loop?: Origin;
  /** Function that issues it. */
  readonly operation?: string;
  /** Endpoints, jobs and functions of the platform whose code leads to it. */
  readonly reachedBy?: readonly string[];
  readonly origin: Origin;
}

export interface KeyValueModel {
  readonly tables: readonly KeyValueTable[];
  readonly accesses: readonly KeyValueAccess[];
}
