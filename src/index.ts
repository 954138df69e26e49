export type { Backend } from './model/backend.ts';
export type { Brief } from './model/brief.ts';
export type { Finding } from './findings/finding.ts';
export type { Claim, Outcome, Receipt, Verdict } from './findings/claim.ts';
export type { Recommendation } from './findings/recommendation.ts';
