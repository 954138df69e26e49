import { calibrated } from '../design/calibration/calibrate.ts';
import { composeDomain } from '../design/domain/compose.ts';
import type { Domain } from '../design/domain.ts';
import type { Brief } from '../model/brief.ts';
import type { Calibration } from '../model/load-record.ts';

/** A brief and its packs as one domain, with costs as a load test has them where there is one. */
export function designedDomain(brief: Brief, calibration: Calibration | undefined): Domain {
  const domain = composeDomain(brief);
  return calibration === undefined ? domain : calibrated(domain, calibration);
}
