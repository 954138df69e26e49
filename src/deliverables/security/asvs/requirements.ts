import { identityRequirements } from './identity-requirements.ts';
import { protectionRequirements } from './protection-requirements.ts';
import { requestRequirements } from './request-requirements.ts';
import type { Requirement } from './requirement.ts';

/** All 345 requirements of OWASP ASVS 5.0.0 (CC BY-SA 4.0): 70 of level 1, 183 of level 2, 92 of level 3. */
export const asvsRequirements: readonly Requirement[] = [
  ...requestRequirements,
  ...identityRequirements,
  ...protectionRequirements,
];
