import type { CatalogueSource } from '../road/request.ts';
import { databaseOf, placeOf, shownAddress } from '../sources/database/address.ts';
import { readCatalogue } from '../sources/database/catalogue.ts';
import { ConnectionProblem } from '../sources/database/problem.ts';
import { UserError } from './operation.ts';
import type { Tools } from './operation.ts';

/**
 * The database that the user named; it is contacted when it is read, and nothing else is.
 * @throws UserError when it is no address, and from `read` when the server cannot be asked, without the password
 */
export function liveDatabase(given: string | undefined, tools: Tools): CatalogueSource | undefined {
  if (given === undefined) return undefined;
  const url = addressOf(given);
  if (databaseOf(url) === undefined)
    throw new UserError(
      'this is no address of a database that can be asked',
      'Give one such as mysql://user:password@host:3306/database or postgres://user:password@host:5432/database.',
    );
  return {
    place: placeOf(url),
    read: async () => {
      tools.progress(`reading the catalogue of ${shownAddress(url)}`);
      try {
        return await readCatalogue(url);
      } catch (error) {
        if (error instanceof ConnectionProblem) throw new UserError(error.message, error.next);
        throw error;
      }
    },
  };
}

/** Whoever lists the processes of a machine sees the arguments of each, so the environment may hold the address. */
function addressOf(given: string): string {
  const name = /^env:(\w+)$/.exec(given)?.[1];
  if (name === undefined) return given;
  const url = process.env[name];
  if (url === undefined || url === '')
    throw new UserError(
      `the environment has no ${name}`,
      `Set ${name} to the address, or give the address itself.`,
    );
  return url;
}
