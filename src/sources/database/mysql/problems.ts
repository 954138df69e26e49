const nexts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: check host and port, and that the server is running.',
  ENOENT: 'There is no such socket: check its path, and that the server is running.',
  EACCES: 'The socket may not be opened by this user: check who owns it.',
  ENOTFOUND: 'The host name is unknown: check it.',
  EAI_AGAIN: 'The host name could not be looked up: check it and the network.',
  ETIMEDOUT: 'No answer: check host, port and firewall.',
  ECONNRESET:
    'The server closed the connection: check the port, and whether it demands TLS (?ssl-mode=required).',
  PROTOCOL_CONNECTION_LOST:
    'The server closed the connection: check the port, and whether it demands TLS (?ssl-mode=required).',
  ER_ACCESS_DENIED_ERROR:
    'Check user and password, and that this user may connect from here; where its account demands TLS, add ?ssl-mode=required.',
  ER_DBACCESS_DENIED_ERROR:
    'Check the name of the database; this user needs SELECT on its tables (or SHOW VIEW) to see them.',
  ER_BAD_DB_ERROR: 'Check the name of the database.',
  ER_HOST_NOT_PRIVILEGED: 'The server lets nobody in from this host: check the host part of the account.',
  ER_HOST_IS_BLOCKED: 'The server has blocked this host after failed attempts: unblock it with FLUSH HOSTS.',
  ER_SECURE_TRANSPORT_REQUIRED: 'The server demands TLS: add ?ssl-mode=required.',
  HANDSHAKE_NO_SSL_SUPPORT: 'The server offers no TLS: leave ssl-mode out, or switch TLS on there.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'The certificate is signed by nobody known: give ?ssl-mode=required to encrypt without asking who answers.',
  SELF_SIGNED_CERT_IN_CHAIN:
    'The certificate is signed by nobody known: give ?ssl-mode=required to encrypt without asking who answers.',
  HANDSHAKE_SSL_ERROR:
    'TLS could not be agreed on: the certificate may be signed by nobody known or be for another name; ?ssl-mode=required encrypts without asking who answers.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate is for another name: check the host, or give ?ssl-mode=verify_ca.',
  ER_CON_COUNT_ERROR: 'The server has no free connection: try later.',
  ER_USER_LIMIT_REACHED: 'This user has used up its connections: try later.',
  ER_STATEMENT_TIMEOUT:
    'A question to the catalogue took longer than the timeout: try when the server is less busy.',
  ER_QUERY_TIMEOUT:
    'A question to the catalogue took longer than the timeout: try when the server is less busy.',
  ER_LOCK_WAIT_TIMEOUT: 'A table stayed locked: try when no schema change runs.',
  ER_MUST_CHANGE_PASSWORD_LOGIN: 'The password has expired: set a new one there first.',
  ER_NOT_SUPPORTED_AUTH_MODE:
    'The account uses a way to sign in that is not supported: give it another plugin.',
};

/** What to do next, by the code that the system, TLS or the server gives. */
export const nextOf = (code: string): string =>
  nexts[code] ??
  'Check the address (mysql://user:password@host:3306/database) and that this user may connect.';

/** A refusal without words of its own still says something. */
export const saidOf = (message: string, code: string): string => (message === '' ? code : message);
