// SPDX-License-Identifier: MIT
//
// Starts Dash's renderer, inlined in the index page after its scripts. The page
// carries what the renderer would ask for at once, in a JSON block:
//
//     <script type="application/json" id="_dashc-inline">
//     {"layout": …, "dependencies": […], "templates": {"plotly": {…}},
//      "results": [{"request": {"output", "inputs", "state"}, "status": 200, "response": body}, …]}
//
// Layout, dependencies and the results of the initial callbacks are handed out
// once each in place of the network; a result only to a request for the same
// output with the same inputs and state. Figures may name one of `templates` as
// layout.template, which is put in its place here.
(function () {
    "use strict";

    // Results that nobody asked for by then are of no use any more.
    var RESULTS_LIVE_MS = 10000;

    var inline = JSON.parse(document.getElementById("_dashc-inline").textContent);
    var templates = new Map(Object.entries(inline.templates || {}));

    // An argument as text: absent and null are the same, as on the server.
    function argument(one) {
        if (Array.isArray(one)) return one.map(argument);
        return [one.id, one.property, one.value === undefined ? null : one.value];
    }

    function request_key(request) {
        return JSON.stringify([request.output, request.inputs.map(argument), (request.state || []).map(argument)]);
    }

    // What there is to hand out: from a GET's name or a POST's key to {status, body}.
    var answers = new Map();
    ["layout", "dependencies"].forEach(function (name) {
        if (name in inline) answers.set("_dash-" + name, { status: 200, body: inline[name] });
    });
    (inline.results || []).forEach(function (result) {
        answers.set(request_key(result.request), { status: result.status, body: result.response });
    });
    inline = null;
    setTimeout(function () { answers.clear(); }, RESULTS_LIVE_MS);

    function key_of(url, options) {
        var name = String(url).split("?")[0].split("/").pop();
        var method = (options && options.method) || "GET";
        if (method === "GET") return name;
        return method === "POST" && name === "_dash-update-component" ? request_key(JSON.parse(options.body)) : "";
    }

    // As much of a Response as the renderer looks at.
    function response_of(answer) {
        return {
            status: answer.status,
            ok: answer.status < 300,
            headers: { get: function (name) { return /^content-type$/i.test(name) ? "application/json" : null; } },
            json: function () { return Promise.resolve(answer.body); },
            text: function () { return Promise.resolve(JSON.stringify(answer.body)); },
        };
    }

    var network = window.fetch;
    window.fetch = function (url, options) {
        var key = answers.size > 0 ? key_of(url, options) : "";
        var answer = answers.get(key);
        if (!answer) return network.apply(this, arguments);
        answers.delete(key);
        return Promise.resolve(response_of(answer));
    };

    // Puts templates in the place of their names in every figure below `value`.
    function expand_templates(value) {
        if (value === null || typeof value !== "object") return;
        if (Array.isArray(value)) {
            for (var i = 0; i < value.length; i++) expand_templates(value[i]);
            return;
        }
        var layout = value.layout;
        if (layout && templates.has(layout.template))
            layout.template = JSON.parse(JSON.stringify(templates.get(layout.template)));
        for (var key in value) expand_templates(value[key]);
    }

    window.renderer = new window.DashRenderer({
        layout_post: expand_templates,
        request_post: function (payload, response) { expand_templates(response); },
    });
})();
