/** Headers and cookies that carry a credential. */
export const headers =
  /^(authorization|x-api-key|x-auth-token|api-key|x-access-token|x-user-id|token|session|sessionid|jsessionid)$/i;
