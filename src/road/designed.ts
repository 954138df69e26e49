import { designBackend } from '../design/design.ts';
import type { Backend } from '../model/backend.ts';
import { clarify } from './clarify.ts';
import { designedDomain } from './designed-domain.ts';
import type { RoadRequest } from './request.ts';

/** The Backend that a brief leads to, without the rest of the road: for one question about it. @throws UnreadableRequest */
export function designedFrom(request: Extract<RoadRequest, { job: 'design' }>): Backend {
  const { value } = clarify(request);
  if (value === undefined) throw new Error('a design needs a brief');
  return designBackend(value, designedDomain(value, request.calibration));
}
