import type { DatabaseStatistics } from '../model/database-statistics.ts';
import { shownAddress } from '../sources/database/address.ts';
import { withinReadOnly } from '../sources/database/connection.ts';
import { exportStatistics } from '../sources/database/export-statistics.ts';
import { ConnectionProblem } from '../sources/database/problem.ts';
import { asJson } from './json-result.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import type { StatsInput } from './stats.ts';

/** @throws UserError when the server cannot be asked, without the password of the address */
export async function runStats({ url, values = 'omit' }: StatsInput, tools: Tools): Promise<Answer> {
  const address = url ?? process.env['DATABASE_URL'];
  if (address === undefined || address === '')
    throw new UserError(
      'no server was named',
      'Give an address such as postgres://user@host:5432/database, or set DATABASE_URL.',
    );
  tools.progress(`reading the catalogue of ${shownAddress(address)}`);
  try {
    const statistics = await withinReadOnly(address, (ask) => exportStatistics(ask, values));
    for (const gap of statistics.gaps) tools.progress(`note: ${gap}`);
    return { exit: 0, result: asJson(statistics), text: textOf(statistics) };
  } catch (error) {
    if (error instanceof ConnectionProblem) throw new UserError(error.message, error.next);
    throw error;
  }
}

/** A line for each thing, so that two exports can be compared; lists of numbers stay on one. */
const textOf = (statistics: DatabaseStatistics): string =>
  `${JSON.stringify(statistics, null, 1).replaceAll(/\[[-+.,e\d\s]+\]/g, (list) => list.replaceAll(/\s+/g, ''))}\n`;
