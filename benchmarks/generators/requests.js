// One request, and the judgement of its answer, for the scripts beside this one.

import http from "k6/http";
import { Counter } from "k6/metrics";

const TIMEOUT = "20s"; // less than the 30 that k6 waits for the last answers: none is lost unseen

const failed = new Counter("failed");
const unlike = new Counter("unlike");

export const LIMITS = { failed: ["count==0"], unlike: ["count==0"] };

// Of all metrics; tags nobody reads, and they cost.
export const COMMON = {
  summaryTrendStats: ["avg", "med", "p(90)", "p(99)", "p(99.9)", "max"],
  systemTags: [],
};

http.setResponseCallback(null); // which status is right is for the plan to say

function send(url, { method, path, headers, body }, responseType, tags) {
  const params = { headers, responseType, tags, redirects: 0, timeout: TIMEOUT };
  return http.request(method, url + path, body || null, params);
}

// What the first answer was like. A server that names the length of its answers spares k6 to read
// them.
export function first(url, request) {
  const { headers, body } = send(url, request, "binary", {});
  return { length: body && body.byteLength, named: "Content-Length" in headers };
}

// Sends a request, judges the answer, and tells whether there was one. `tags` are those of its
// latency, and `blamed` those of a failure.
export function ask(url, request, like, tags, blamed) {
  const response = send(url, request, like.named ? "none" : "binary", tags);
  judge(response, request, like, blamed);
  return response.status > 0;
}

function judge({ status, headers, body }, request, like, blamed) {
  if (status !== request.status) {
    failed.add(1, blamed);
  } else if (!request.varying.length) {
    const length = like.named ? Number(headers["Content-Length"]) : body.byteLength;
    if (length !== like.length) {
      unlike.add(1, blamed);
    }
  }
}

// Writes the summary as JSON: to the file that the variable SUMMARY names, or to the screen.
export function summarize(summary) {
  return { [__ENV.SUMMARY || "stdout"]: JSON.stringify(summary, null, 2) };
}
