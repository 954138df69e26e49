import type { DocumentAccess } from '../../model/document-access.ts';
import type { DataModel, Query, Table } from '../../model/data.ts';
import { firstOf, isAside } from '../places.ts';

/** A call of a document store, with what it says of itself. */
export type DocumentQuery = Query & { readonly document: DocumentAccess };

/** Calls of document stores, without those of files that run once by hand. */
export const documentQueries = ({ queries }: DataModel): readonly DocumentQuery[] =>
  queries.filter((query): query is DocumentQuery => query.document !== undefined && !isAside(query.origin));

/** The collection a call goes to, where its schema was read. */
export const collectionOf = ({ tables }: DataModel, query: Query): Table | undefined =>
  tables.find(({ name }) => query.tables.includes(name));

/** ` behind GET /books`: what a request reaches weighs more than what a job does. */
export const behindText = ({ reachedBy = [] }: Pick<Query, 'reachedBy'>): string =>
  reachedBy.length === 0 ? '' : ` behind ${firstOf(reachedBy, 2)}`;
