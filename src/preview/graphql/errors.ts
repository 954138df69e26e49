import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { RefusedSql } from '../database/database.ts';
import { Refusal, problemBody, refusalOf } from '../http/problems.ts';
import type { Catalogue } from '../http/problems.ts';

/** An error as a client gets it: the problem of the HTTP API in `extensions`, and nothing of what happened inside. */
export function errorFormatter(
  catalogue: Catalogue,
  fault: (error: unknown) => void,
): (error: unknown) => GraphQLFormattedError {
  return (error) => {
    const located = error instanceof GraphQLError ? error : undefined;
    const refusal = understood(error);
    if (refusal === undefined) fault(located?.originalError ?? error);
    const said = refusal ?? new Refusal('internal', 'Something went wrong on our side.');
    const { type, title, status, detail, errors } = problemBody(catalogue, said);
    return {
      message: detail,
      ...(located?.locations !== undefined && { locations: located.locations }),
      ...(located?.path !== undefined && { path: located.path }),
      extensions: { code: said.problem, status, type, title, ...(errors !== undefined && { errors }) },
    };
  };
}

function understood(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof RefusedSql) return refusalOf(error);
  if (!(error instanceof GraphQLError)) return undefined;
  // Without another error behind it, it is about the document: its syntax, its names, its types.
  return error.originalError === undefined
    ? new Refusal('malformed', error.message.slice(0, 500))
    : understood(error.originalError);
}
