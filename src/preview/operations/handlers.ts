import type { Endpoint } from '../../model/api.ts';
import type { Operation } from '../../model/domain.ts';
import type { Handler } from '../http/exchange.ts';
import type { Running } from '../running.ts';
import { acceptWork } from './accept.ts';
import { actWork, batchWork } from './act.ts';
import { deleteWork, updateWork } from './change.ts';
import { createWork } from './create.ts';
import { listHandler } from './list.ts';
import { readHandler } from './read.ts';
import { searchHandler } from './search.ts';
import { writeHandler } from './write.ts';

/** What an operation does, read off the package. */
export function handlerOf(running: Running, endpoint: Endpoint, operation: Operation): Handler {
  const write = (work: Parameters<typeof writeHandler>[2]): Handler => writeHandler(running, operation, work);
  if (operation.longRunning) return write(acceptWork(running, operation));
  switch (operation.verb) {
    case 'list':
      return listHandler(running, endpoint, operation);
    case 'search':
      return searchHandler(running, operation) ?? listHandler(running, endpoint, operation);
    case 'read':
      return readHandler(running, operation);
    case 'create':
      return write(createWork(running, endpoint, operation));
    case 'update':
      return write(updateWork(running, operation));
    case 'delete':
      return write(deleteWork(running, operation));
    case 'import':
    case 'export':
      return write(acceptWork(running, operation));
    case 'process':
      return write(
        endpoint.path.includes('{id}')
          ? actWork(running, endpoint, operation)
          : batchWork(running, operation),
      );
  }
}
