/** Words that Go writes in capitals; a mapper takes each for one word. */
const initialisms =
  /(API|ASCII|CPU|CSS|DNS|EOF|GUID|HTML|HTTPS|HTTP|ID|IP|JSON|LHS|QPS|RAM|RHS|RPC|SLA|SMTP|SSH|TLS|TTL|UID|UI|UUID|URI|URL|UTF8|VM|XML|XSRF|XSS)(?=[A-Z]|s?$|\d)/g;

/** `UserID` is `user_id`, `HTTPServer` is `http_server`. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(initialisms, (word) => word.charAt(0) + word.slice(1).toLowerCase())
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
