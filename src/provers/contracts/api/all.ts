import { amountAsFloat } from '../rules/amount-as-float.ts';
import { apiVersionUnsaid } from '../rules/api-version-unsaid.ts';
import { bodyOfGet } from '../rules/body-of-get.ts';
import { createNotRepeatable } from '../rules/create-not-repeatable.ts';
import { credentialsInUrl } from '../rules/credentials-in-url.ts';
import { deprecatedWithoutEnd } from '../rules/deprecated-without-end.ts';
import { environmentUnsaid } from '../rules/environment-unsaid.ts';
import { errorBodyMissing } from '../rules/error-body-missing.ts';
import { errorNotProblemDetails } from '../rules/error-not-problem-details.ts';
import { forbiddenAnswerMissing } from '../rules/forbidden-answer-missing.ts';
import { httpBasicCredentials } from '../rules/http-basic-credentials.ts';
import { listWithoutPages } from '../rules/list-without-pages.ts';
import { mixedPathNames } from '../rules/mixed-path-names.ts';
import { mixedPropertyNames } from '../rules/mixed-property-names.ts';
import { numericObjectId } from '../rules/numeric-object-id.ts';
import { openRequestObject } from '../rules/open-request-object.ts';
import { operationWithoutSecurity } from '../rules/operation-without-security.ts';
import { plainHttpServer } from '../rules/plain-http-server.ts';
import { rateLimitAnswerMissing } from '../rules/rate-limit-answer-missing.ts';
import { rateLimitHeadersMissing } from '../rules/rate-limit-headers-missing.ts';
import { sameSecurityForAdministration } from '../rules/same-security-for-administration.ts';
import { secretInAnswer } from '../rules/secret-in-answer.ts';
import { sensitiveFlowUnlimited } from '../rules/sensitive-flow-unlimited.ts';
import { timeWithoutFormat } from '../rules/time-without-format.ts';
import { unauthenticatedAnswerMissing } from '../rules/unauthenticated-answer-missing.ts';
import { unboundedArray } from '../rules/unbounded-array.ts';
import { unboundedInteger } from '../rules/unbounded-integer.ts';
import { unboundedString } from '../rules/unbounded-string.ts';
import { urlTakenFromCaller } from '../rules/url-taken-from-caller.ts';
import { validationAnswerMissing } from '../rules/validation-answer-missing.ts';
import { webhookUnsigned } from '../rules/webhook-unsigned.ts';
import type { ApiRule } from './rule.ts';

/** Rules on OpenAPI documents, by id. */
export const apiRules: readonly ApiRule[] = [
  amountAsFloat,
  apiVersionUnsaid,
  bodyOfGet,
  createNotRepeatable,
  credentialsInUrl,
  deprecatedWithoutEnd,
  environmentUnsaid,
  errorBodyMissing,
  errorNotProblemDetails,
  forbiddenAnswerMissing,
  httpBasicCredentials,
  listWithoutPages,
  mixedPathNames,
  mixedPropertyNames,
  numericObjectId,
  openRequestObject,
  operationWithoutSecurity,
  plainHttpServer,
  rateLimitAnswerMissing,
  rateLimitHeadersMissing,
  sameSecurityForAdministration,
  secretInAnswer,
  sensitiveFlowUnlimited,
  timeWithoutFormat,
  unauthenticatedAnswerMissing,
  unboundedArray,
  unboundedInteger,
  unboundedString,
  urlTakenFromCaller,
  validationAnswerMissing,
  webhookUnsigned,
];
