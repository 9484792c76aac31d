// Load from a plan: which requests, to whom, how many at a time or in a second, and for how long.
// The plan is a JSON file, named from this folder or from the root; beside it and requests.js
// nothing is needed:
//
//   k6 run --no-usage-report -e PLAN=plan.json load.js
//
// plan.json is one, and the benchmarks write others (plan.py).
//
// - Without a rate the loop is closed: each client sends its next request when the last one has been
//   answered. With one (requests per second) it is open: requests begin whether or not the earlier
//   ones have been answered, and `clients` is how many may wait at a time. One that finds no client
//   is not made, and counted as dropped.
// - Requests are sent in turn, over and over: one that is to be sent twice as often stands there
//   twice. An answer must be as long as the first one to this request, unless it is `varying`.
// - The warm-up runs into the measured part without a pause. Answers are counted by the window of
//   the measured part in which they came; latency is that of the requests begun in the measured
//   part, however late their answers. Failures count whenever they happen.
//
// SUMMARY, set like PLAN, names the file that gets the summary as JSON (else it is printed). k6
// ends with exit code 99 if a request failed, was dropped, or was not answered like the first one.

import exec from "k6/execution";
import { Counter } from "k6/metrics";
import { COMMON, LIMITS, ask, first, summarize } from "./requests.js";

const plan = JSON.parse(open(__ENV.PLAN));
const windows = Math.round(plan.seconds / plan.window);
const milliseconds = { warmup: plan.warmup * 1000, window: (plan.seconds / windows) * 1000 };

const answers = new Counter("answers");

const duration = `${Math.round((plan.warmup + plan.seconds) * 1000)}ms`;
const closed = { executor: "constant-vus", vus: plan.clients, duration };
const opened = {
  executor: "constant-arrival-rate",
  rate: Math.round(plan.rate * 60), // k6 wants a whole number
  timeUnit: "1m",
  preAllocatedVUs: plan.clients,
  maxVUs: plan.clients,
  duration,
};

const MEASURED = { part: "measured" };
const WARMUP = { part: "warmup" };
const WINDOWS = Array.from({ length: windows }, (_, window) => ({ window: String(window) }));

export const options = {
  ...COMMON,
  scenarios: { load: plan.rate ? opened : closed },
  thresholds: {
    ...LIMITS,
    dropped_iterations: ["count==0"],
    // Without limits: a threshold is what makes k6 report a part of a metric.
    "http_req_duration{part:measured}": [],
    ...Object.fromEntries(WINDOWS.map(({ window }) => [`answers{window:${window}}`, []])),
  },
};

export function setup() {
  return plan.requests.map((request) => first(plan.url, request));
}

let start = 0;

export default function (firsts) {
  if (!start) {
    start = exec.scenario.startTime + milliseconds.warmup;
    tell();
  }
  const turn = (__VU + __ITER) % firsts.length; // k6 knows the number in all, but that costs
  const tags = Date.now() >= start ? MEASURED : WARMUP;
  if (ask(plan.url, plan.requests[turn], firsts[turn], tags)) {
    count();
  }
}

// Whoever watches the server meanwhile has to know when, which depends on how long k6 took to start.
function tell() {
  if (exec.scenario.iterationInTest === 0) {
    console.log(`the measured part begins at ${start}`); // milliseconds of Unix time
  }
}

function count() {
  const window = WINDOWS[Math.floor((Date.now() - start) / milliseconds.window)];
  if (window) {
    answers.add(1, window);
  }
}

export const handleSummary = summarize;
