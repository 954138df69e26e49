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
  listProduct: { peak: 7.57576, expectedMs: 23, worstMs: 1000 },
  readProduct: { peak: 7.57576, expectedMs: 11, worstMs: 1000 },
  listOrderitem: { peak: 6.06061, expectedMs: 23, worstMs: 1000 },
  listOrder: { peak: 4.54545, expectedMs: 23, worstMs: 1000 },
  listReview: { peak: 4.54545, expectedMs: 23, worstMs: 1000 },
  listUser: { peak: 4.54545, expectedMs: 22, worstMs: 1000 },
  readOrder: { peak: 4.54545, expectedMs: 11, worstMs: 1000 },
  readCategory: { peak: 3.0303, expectedMs: 11, worstMs: 1000 },
  searchProduct: { peak: 3.0303, expectedMs: 46, worstMs: 1000 },
  listAddress: { peak: 1.51515, expectedMs: 23, worstMs: 1000 },
  listCategory: { peak: 1.51515, expectedMs: 23, worstMs: 1000 },
  listSearchlog: { peak: 1.51515, expectedMs: 23, worstMs: 1000 },
};

const limit = (threshold) => [{ threshold, abortOnFail: profile.aborts === true, delayAbortEval: '1m' }];
const thresholds = {
  'http_req_duration{scenario:listProduct}': limit('p(95)<500'),
  'http_req_failed{scenario:listProduct}': limit('rate<0.005'),
  'checks{scenario:listProduct}': ['rate>0.95'],
  'http_req_duration{scenario:readProduct}': limit('p(95)<500'),
  'http_req_failed{scenario:readProduct}': limit('rate<0.005'),
  'checks{scenario:readProduct}': ['rate>0.95'],
  'http_req_duration{scenario:listOrderitem}': limit('p(95)<500'),
  'http_req_failed{scenario:listOrderitem}': limit('rate<0.005'),
  'checks{scenario:listOrderitem}': ['rate>0.95'],
  'http_req_duration{scenario:listOrder}': limit('p(95)<500'),
  'http_req_failed{scenario:listOrder}': limit('rate<0.005'),
  'checks{scenario:listOrder}': ['rate>0.95'],
  'http_req_duration{scenario:listReview}': limit('p(95)<500'),
  'http_req_failed{scenario:listReview}': limit('rate<0.005'),
  'checks{scenario:listReview}': ['rate>0.95'],
  'http_req_duration{scenario:listUser}': limit('p(95)<500'),
  'http_req_failed{scenario:listUser}': limit('rate<0.005'),
  'checks{scenario:listUser}': ['rate>0.95'],
  'http_req_duration{scenario:readOrder}': limit('p(95)<500'),
  'http_req_failed{scenario:readOrder}': limit('rate<0.005'),
  'checks{scenario:readOrder}': ['rate>0.95'],
  'http_req_duration{scenario:readCategory}': limit('p(95)<500'),
  'http_req_failed{scenario:readCategory}': limit('rate<0.005'),
  'checks{scenario:readCategory}': ['rate>0.95'],
  'http_req_duration{scenario:searchProduct}': limit('p(95)<500'),
  'http_req_failed{scenario:searchProduct}': limit('rate<0.005'),
  'checks{scenario:searchProduct}': ['rate>0.95'],
  'http_req_duration{scenario:listAddress}': limit('p(95)<500'),
  'http_req_failed{scenario:listAddress}': limit('rate<0.005'),
  'checks{scenario:listAddress}': ['rate>0.95'],
  'http_req_duration{scenario:listCategory}': limit('p(95)<500'),
  'http_req_failed{scenario:listCategory}': limit('rate<0.005'),
  'checks{scenario:listCategory}': ['rate>0.95'],
  'http_req_duration{scenario:listSearchlog}': limit('p(95)<500'),
  'http_req_failed{scenario:listSearchlog}': limit('rate<0.005'),
  'checks{scenario:listSearchlog}': ['rate>0.95'],
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

export function listProduct() {
  const response = http.request('GET', `${baseUrl}/products`, null, {
    headers: {},
    tags: { operation: "list Product" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function readProduct() {
  const response = http.request('GET', `${baseUrl}/products/${pick("Product")}`, null, {
    headers: {},
    tags: { operation: "read Product" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function listOrderitem() {
  const response = http.request('GET', `${baseUrl}/orders/${pick("Order")}/order-items`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_ADMIN },
    tags: { operation: "list OrderItem" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function listOrder() {
  const response = http.request('GET', `${baseUrl}/orders`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_CUSTOMER },
    tags: { operation: "list Order" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function listReview() {
  const response = http.request('GET', `${baseUrl}/reviews`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_ADMIN },
    tags: { operation: "list Review" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function listUser() {
  const response = http.request('GET', `${baseUrl}/users`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_ADMIN },
    tags: { operation: "list User" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function readOrder() {
  const response = http.request('GET', `${baseUrl}/orders/${pick("Order")}`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_ADMIN },
    tags: { operation: "read Order" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function readCategory() {
  const response = http.request('GET', `${baseUrl}/categories/${pick("Category")}`, null, {
    headers: {},
    tags: { operation: "read Category" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function searchProduct() {
  const response = http.request('GET', `${baseUrl}/products/search`, null, {
    headers: {},
    tags: { operation: "search Product" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function listAddress() {
  const response = http.request('GET', `${baseUrl}/addresses`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_CUSTOMER },
    tags: { operation: "list Address" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function listCategory() {
  const response = http.request('GET', `${baseUrl}/categories`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_ADMIN },
    tags: { operation: "list Category" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}

export function listSearchlog() {
  const response = http.request('GET', `${baseUrl}/search-logs`, null, {
    headers: { Authorization: 'Bearer ' + __ENV.TOKEN_ADMIN },
    tags: { operation: "list SearchLog" },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}
