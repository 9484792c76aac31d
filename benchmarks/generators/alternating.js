// Load on several servers in turn, a slice of a second on each, over and over: see plan.py, whose
// Alternation writes the plan.
//
// - The loop is closed. In a slice so many clients send requests to one target, each its next one
//   when the last one has been answered; the other clients sleep.
// - A slice has three parts. From its `begin` on the clients send; answers count from `count` to
//   `stop`; from then on nothing is sent, and until its `end` the last answers come.
// - Latency is that of the requests begun in the counted part. Failures count whenever they happen.
//
// Times are in milliseconds since the first slice began.

import exec from "k6/execution";
import { sleep } from "k6";
import { Counter } from "k6/metrics";
import { COMMON, LIMITS, ask, first, summarize } from "./requests.js";

const { targets, requests, slices } = JSON.parse(open(__ENV.PLAN));
const answers = new Counter("answers");
const end = slices[slices.length - 1].end;

const UNCOUNTED = { target: "none" };
const TARGETS = targets.map((_, target) => ({ target: String(target) }));
const SLICES = slices.map((_, slice) => ({ slice: String(slice) }));

export const options = {
  ...COMMON,
  scenarios: {
    load: {
      executor: "constant-vus",
      vus: Math.max(...targets.map(({ clients }) => clients)),
      duration: `${Math.max(1000, Math.ceil(end))}ms`, // k6 takes no less than a second
    },
  },
  thresholds: {
    ...LIMITS,
    // Without limits: a threshold is what makes k6 report a part of a metric.
    ...Object.fromEntries(SLICES.map(({ slice }) => [`answers{slice:${slice}}`, []])),
    ...Object.fromEntries(
      TARGETS.flatMap(({ target }) =>
        ["http_req_duration", "failed", "unlike"].map((name) => [`${name}{target:${target}}`, []]),
      ),
    ),
  },
};

export function setup() {
  return targets.map(({ url }) => requests.map((request) => first(url, request)));
}

let start = 0;
let at = 0; // the slice that is under way
let sent = 0;

export default function (firsts) {
  start = start || exec.scenario.startTime;
  const now = Date.now() - start;
  while (at < slices.length - 1 && now >= slices[at].end) {
    at += 1;
  }
  const slice = slices[at];
  if (now >= slice.stop || __VU > targets[slice.target].clients) {
    sleep(Math.max(slice.end - now, 1) / 1000);
  } else {
    request(slice, firsts[slice.target], now);
  }
}

function request({ target, count, stop }, firsts, now) {
  const turn = (__VU + sent) % requests.length;
  const tags = now >= count ? TARGETS[target] : UNCOUNTED;
  const { url } = targets[target];
  const answered = ask(url, requests[turn], firsts[turn], tags, TARGETS[target]);
  sent += 1;
  const then = Date.now() - start;
  if (answered && then >= count && then < stop) {
    answers.add(1, SLICES[at]);
  }
}

export const handleSummary = summarize;
