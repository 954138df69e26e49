import http from 'k6/http';
import { check } from 'k6';
import { SharedArray } from 'k6/data';

// k6 run -e BASE_URL=https://api.test.example -e PROFILE=smoke|load|stress|soak|spike workloads.js
const baseUrl = __ENV.BASE_URL;
if (!baseUrl) throw new Error('set BASE_URL to the system under test');

// ids.json: { "Order": ["…"], … } of objects that exist; generate-data.sql prints it.
const ids = new SharedArray('ids', () => [JSON.parse(open('./ids.json'))]);
const pick = (entity) => {
  const list = ids[0][entity] || [];
  if (list.length === 0) throw new Error('ids.json holds no ' + entity);
  return list[Math.floor(Math.random() * list.length)];
};
const key = () => __VU + '-' + __ITER + '-' + Date.now();

// A request has failed when we are at fault (5xx) or nobody answers: the indicator of the objectives.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 499 }));

// Stages are [multiple of the designed peak, how long the change to it takes].
const profiles = {
  smoke: { stages: [[0.01, '10s'], [0.01, '1m']] },
  load: { stages: [[1, '5m'], [1, '20m']] },
  stress: { stages: [[3, '20m'], [3, '5m']], overload: true, aborts: true },
  soak: { stages: [[0.6, '5m'], [0.6, '4h']] },
  spike: { stages: [[0.6, '2m'], [0.6, '3m'], [2, '10s'], [2, '3m'], [0.6, '10s'], [0.6, '5m']], overload: true },
};
const profile = profiles[__ENV.PROFILE || 'smoke'];
if (!profile) throw new Error('PROFILE is one of ' + Object.keys(profiles).join(', '));

// Designed peak in requests per second, and the response times in ms that size the pool of virtual users.
const workloads = {
  signIn: { peak: 49.8008, expectedMs: 122, worstMs: 1000 },
  refresh: { peak: 69.7211, expectedMs: 18, worstMs: 1000 },
  register: { peak: 4.98008, expectedMs: 110, worstMs: 1000 },
  browse: { peak: 2191.24, expectedMs: 15, worstMs: 1000 },
  browseCategory: { peak: 498.008, expectedMs: 15, worstMs: 1000 },
  view: { peak: 1195.22, expectedMs: 13, worstMs: 1000 },
  search: { peak: 398.406, expectedMs: 34, worstMs: 1000 },
  categories: { peak: 74.7012, expectedMs: 12, worstMs: 1000 },
  editProduct: { peak: 2.49004, expectedMs: 26, worstMs: 1000 },
  myOrders: { peak: 74.7012, expectedMs: 21, worstMs: 1000 },
  trackOrder: { peak: 34.8606, expectedMs: 15, worstMs: 1000 },
  checkout: { peak: 49.8008, expectedMs: 121, worstMs: 1000 },
  pickList: { peak: 2.49004, expectedMs: 21, worstMs: 1000 },
  packOrder: { peak: 2.49004, expectedMs: 20, worstMs: 1000 },
  shipOrder: { peak: 2.49004, expectedMs: 27, worstMs: 1000 },
  payStatus: { peak: 14.9402, expectedMs: 12, worstMs: 1000 },
  providerCallback: { peak: 49.8008, expectedMs: 24, worstMs: 1000 },
  viewCart: { peak: 124.502, expectedMs: 15, worstMs: 1000 },
  addToCart: { peak: 124.502, expectedMs: 20, worstMs: 1000 },
  changeCart: { peak: 34.8606, expectedMs: 20, worstMs: 1000 },
};

const limit = (threshold) => [{ threshold, abortOnFail: profile.aborts === true, delayAbortEval: '1m' }];
const thresholds = {
  'http_req_duration{scenario:signIn}': limit('p(95)<500'),
  'http_req_failed{scenario:signIn}': limit('rate<0.005'),
  'checks{scenario:signIn}': ['rate>0.95'],
  'http_req_duration{scenario:refresh}': limit('p(95)<500'),
  'http_req_failed{scenario:refresh}': limit('rate<0.005'),
  'checks{scenario:refresh}': ['rate>0.95'],
  'http_req_duration{scenario:register}': limit('p(95)<500'),
  'http_req_failed{scenario:register}': limit('rate<0.005'),
  'checks{scenario:register}': ['rate>0.95'],
  'http_req_duration{scenario:browse}': limit('p(95)<500'),
  'http_req_failed{scenario:browse}': limit('rate<0.005'),
  'checks{scenario:browse}': ['rate>0.95'],
  'http_req_duration{scenario:browseCategory}': limit('p(95)<500'),
  'http_req_failed{scenario:browseCategory}': limit('rate<0.005'),
  'checks{scenario:browseCategory}': ['rate>0.95'],
  'http_req_duration{scenario:view}': limit('p(95)<500'),
  'http_req_failed{scenario:view}': limit('rate<0.005'),
  'checks{scenario:view}': ['rate>0.95'],
  'http_req_duration{scenario:search}': limit('p(95)<500'),
  'http_req_failed{scenario:search}': limit('rate<0.005'),
  'checks{scenario:search}': ['rate>0.95'],
  'http_req_duration{scenario:categories}': limit('p(95)<500'),
  'http_req_failed{scenario:categories}': limit('rate<0.005'),
  'checks{scenario:categories}': ['rate>0.95'],
  'http_req_duration{scenario:editProduct}': limit('p(95)<500'),
  'http_req_failed{scenario:editProduct}': limit('rate<0.005'),
  'checks{scenario:editProduct}': ['rate>0.95'],
  'http_req_duration{scenario:myOrders}': limit('p(95)<500'),
  'http_req_failed{scenario:myOrders}': limit('rate<0.005'),
  'checks{scenario:myOrders}': ['rate>0.95'],
  'http_req_duration{scenario:trackOrder}': limit('p(95)<500'),
  'http_req_failed{scenario:trackOrder}': limit('rate<0.005'),
  'checks{scenario:trackOrder}': ['rate>0.95'],
  'http_req_duration{scenario:checkout}': limit('p(95)<500'),
  'http_req_failed{scenario:checkout}': limit('rate<0.005'),
  'checks{scenario:checkout}': ['rate>0.95'],
  'http_req_duration{scenario:pickList}': limit('p(95)<500'),
  'http_req_failed{scenario:pickList}': limit('rate<0.005'),
  'checks{scenario:pickList}': ['rate>0.95'],
  'http_req_duration{scenario:packOrder}': limit('p(95)<500'),
  'http_req_failed{scenario:packOrder}': limit('rate<0.005'),
  'checks{scenario:packOrder}': ['rate>0.95'],
  'http_req_duration{scenario:shipOrder}': limit('p(95)<500'),
  'http_req_failed{scenario:shipOrder}': limit('rate<0.005'),
  'checks{scenario:shipOrder}': ['rate>0.95'],
  'http_req_duration{scenario:payStatus}': limit('p(95)<500'),
  'http_req_failed{scenario:payStatus}': limit('rate<0.005'),
  'checks{scenario:payStatus}': ['rate>0.95'],
  'http_req_duration{scenario:providerCallback}': limit('p(95)<500'),
  'http_req_failed{scenario:providerCallback}': limit('rate<0.005'),
  'checks{scenario:providerCallback}': ['rate>0.95'],
  'http_req_duration{scenario:viewCart}': limit('p(95)<500'),
  'http_req_failed{scenario:viewCart}': limit('rate<0.005'),
  'checks{scenario:viewCart}': ['rate>0.95'],
  'http_req_duration{scenario:addToCart}': limit('p(95)<500'),
  'http_req_failed{scenario:addToCart}': limit('rate<0.005'),
  'checks{scenario:addToCart}': ['rate>0.95'],
  'http_req_duration{scenario:changeCart}': limit('p(95)<500'),
  'http_req_failed{scenario:changeCart}': limit('rate<0.005'),
  'checks{scenario:changeCart}': ['rate>0.95'],
  ...(profile.overload ? {} : { dropped_iterations: ['count<1'] }),
};

const scenario = (name, { peak, expectedMs, worstMs }) => {
  const perMinute = (factor) => Math.max(1, Math.round(peak * factor * 60));
  const most = peak * Math.max(...profile.stages.map(([factor]) => factor));
  const open = (ms) => Math.max(2, Math.ceil((most * ms) / 1000));
  return {
    executor: 'ramping-arrival-rate',
    exec: name,
    startRate: 1,
    timeUnit: '1m',
    preAllocatedVUs: open(expectedMs),
    maxVUs: open(Math.max(worstMs, 2 * expectedMs)),
    stages: profile.stages.map(([factor, duration]) => ({ target: perMinute(factor), duration })),
  };
};

export const options = {
  thresholds,
  scenarios: Object.fromEntries(Object.entries(workloads).map(([name, each]) => [name, scenario(name, each)])),
};

export function signIn() {
  const response = http.request('POST', `${baseUrl}/sessions`, JSON.stringify({"method":"password","identifier":"identifier","secret":"secret","code":"code"}), {
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key() },
    tags: { operation: "create Session" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function refresh() {
  const response = http.request('POST', `${baseUrl}/sessions/refresh`, JSON.stringify({"refresh_token":"refresh tokenxxxxxxxxxxxxxxxxxxx"}), {
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key() },
    tags: { operation: "process Session refresh" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function register() {
  const response = http.request('POST', `${baseUrl}/users`, JSON.stringify({"password":"passwordxxxxxxx","accept_terms":true,"email":"person@example.org","display_name":"display name","phone":"phone","locale":"locale"}), {
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key() },
    tags: { operation: "create User" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function browse() {
  const response = http.request('GET', `${baseUrl}/products`, null, {
    headers: {},
    tags: { operation: "list Product" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function browseCategory() {
  const response = http.request('GET', `${baseUrl}/products`, null, {
    headers: {},
    tags: { operation: "list Product" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function view() {
  const response = http.request('GET', `${baseUrl}/products/${pick("Product")}`, null, {
    headers: {},
    tags: { operation: "read Product" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function search() {
  const response = http.request('GET', `${baseUrl}/products/search`, null, {
    headers: {},
    tags: { operation: "search Product" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function categories() {
  const response = http.request('GET', `${baseUrl}/categories`, null, {
    headers: {},
    tags: { operation: "list Category" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function editProduct() {
  const response = http.request('PATCH', `${baseUrl}/products/${pick("Product")}`, JSON.stringify({"name":"name","slug":"slug","description":"description","category_id":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","brand":"brand","price":1,"tax_class":"standard","weight_g":1,"attributes":{}}), {
    headers: { 'Content-Type': 'application/merge-patch+json', Authorization: 'Bearer ' + __ENV.TOKEN_MERCHANDISER },
    tags: { operation: "update Product" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function myOrders() {
  const response = http.request('GET', `${baseUrl}/orders`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_CUSTOMER },
    tags: { operation: "list Order" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function trackOrder() {
  const response = http.request('GET', `${baseUrl}/orders/${pick("Order")}`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_CUSTOMER },
    tags: { operation: "read Order" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function checkout() {
  const response = http.request('POST', `${baseUrl}/orders`, JSON.stringify({"cart_id":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","expected_total":1,"payment_method":"payment method","shipping_address_id":"018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f","note":"note"}), {
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + __ENV.TOKEN_CUSTOMER, 'Idempotency-Key': key() },
    tags: { operation: "create Order" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function pickList() {
  const response = http.request('GET', `${baseUrl}/orders`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_WAREHOUSE },
    tags: { operation: "list Order" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function packOrder() {
  const response = http.request('POST', `${baseUrl}/orders/${pick("Order")}/pack`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_WAREHOUSE, 'Idempotency-Key': key() },
    tags: { operation: "process Order pack" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function shipOrder() {
  const response = http.request('POST', `${baseUrl}/orders/${pick("Order")}/ship`, JSON.stringify({"carrier":"carrier","tracking_number":"tracking number"}), {
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + __ENV.TOKEN_WAREHOUSE, 'Idempotency-Key': key() },
    tags: { operation: "process Order ship" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function payStatus() {
  const response = http.request('GET', `${baseUrl}/payments/${pick("Payment")}`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_CUSTOMER },
    tags: { operation: "read Payment" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function providerCallback() {
  const response = http.request('POST', `${baseUrl}/webhooks/psp`, JSON.stringify({"provider":"provider","event_key":"event key","kind":"kind"}), {
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + __ENV.TOKEN_PAYMENT_PROVIDER },
    tags: { operation: "create ProviderEvent" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function viewCart() {
  const response = http.request('GET', `${baseUrl}/carts/${pick("Cart")}`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_CUSTOMER },
    tags: { operation: "read Cart" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function addToCart() {
  const response = http.request('POST', `${baseUrl}/carts/${pick("Cart")}/cart-items`, JSON.stringify({"sku":"sku","quantity":1}), {
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + __ENV.TOKEN_CUSTOMER, 'Idempotency-Key': key() },
    tags: { operation: "create CartItem" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function changeCart() {
  const response = http.request('PATCH', `${baseUrl}/cart-items/${pick("CartItem")}`, JSON.stringify({"quantity":1}), {
    headers: { 'Content-Type': 'application/merge-patch+json', Authorization: 'Bearer ' + __ENV.TOKEN_CUSTOMER },
    tags: { operation: "update CartItem" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}
