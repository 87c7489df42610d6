#pragma once

#include "error.h"
#include "http/httpresponse.h"

namespace qd {

/// What an answer with a failing status means. Reads Azure's {"error":{code,message,innererror…}}, down to the deepest
/// code, message and position, and Entra's {"error":"…","error_description":"…"}. Texts are cleaned and bounded, but
/// they are the server's: show them as plain text only.
[[nodiscard]] Error errorFromResponse(const HttpResponse &response);

/// True for 200-299.
[[nodiscard]] inline bool isSuccess(const HttpResponse &response) { return response.status >= 200 && response.status < 300; }

} // namespace qd
