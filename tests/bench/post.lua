-- wrk posts the lines of the file named by the environment variable BODY, each
-- a request's body, in turn.
local requests = {}
local at = 0

function init()
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
    wrk.headers["Accept"] = "application/json"
    for line in io.lines(os.getenv("BODY")) do
        requests[#requests + 1] = wrk.format(nil, nil, nil, line)
    end
end

function request()
    at = at % #requests + 1
    return requests[at]
end
