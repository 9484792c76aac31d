// One URL under a constant number of clients. Each sends its next request when the last one has
// been answered: a closed loop, which measures capacity. It runs without the rest, too:
//
//   k6 run --no-usage-report -e URL=http://127.0.0.1:8000/api/tags benchmarks/load.js
//
// In the same way one may set CLIENTS (16), SECONDS (10), WARMUP (1: seconds that do not count) and
// SUMMARY, the file that gets the summary as JSON (else it is printed). k6 ends with exit code 99
// if a request failed, was not answered as the first one was, or could not be made.

import { check } from "k6";
import http from "k6/http";

const URL = __ENV.URL || "http://127.0.0.1:8000/api/articles";
const CLIENTS = Number(__ENV.CLIENTS || 16);
const SECONDS = Number(__ENV.SECONDS || 10);
const WARMUP = Number(__ENV.WARMUP || 1);

const clients = { executor: "constant-vus", vus: CLIENTS };

export const options = {
  scenarios: {
    warmup: { ...clients, duration: `${WARMUP}s` },
    load: { ...clients, duration: `${SECONDS}s`, startTime: `${WARMUP}s` },
  },
  thresholds: {
    checks: ["rate==1"],
    dropped_iterations: ["count==0"],
    http_req_failed: ["rate==0"],
    // Without limits: a threshold is what makes k6 report one scenario's share of a metric.
    "http_req_duration{scenario:load}": [],
    "http_reqs{scenario:load}": [],
  },
  summaryTrendStats: ["min", "avg", "med", "p(90)", "p(99)", "p(99.9)", "max"],
  discardResponseBodies: true,
};

export function setup() {
  return { length: http.get(URL).headers["Content-Length"] };
}

export default function ({ length }) {
  check(http.get(URL), {
    "is 200": ({ status }) => status === 200,
    "is as long as the first": ({ headers }) => headers["Content-Length"] === length,
  });
}

export function handleSummary(summary) {
  return { [__ENV.SUMMARY || "stdout"]: JSON.stringify(summary, null, 2) };
}
