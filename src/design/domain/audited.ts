import type { Operation } from '../../model/domain.ts';
import { isBroughtAbout } from '../../model/happenings.ts';
import type { Domain } from '../domain.ts';

/** Audited happenings an operation brings about; of several with one cause all count. */
export const isAudited = (domain: Domain, operation: Operation): boolean =>
  domain.audit.some(({ entity, name }) => entity === operation.entity && isBroughtAbout(name, operation));
