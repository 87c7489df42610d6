#pragma once

#include "http/httpresponse.h"

#include <QByteArray>

namespace qd {

/// Takes the body of a 2xx answer as it comes off the wire, packed as the head says. Must live until the call that it was
/// given to has ended. GUI thread.
class HttpBodySink
{
public:
    virtual ~HttpBodySink() = default;
    /// The body of a try begins; what came of an earlier try is void.
    virtual void begin(const HttpResponse &head) = 0;
    virtual void take(const QByteArray &wire) = 0;
    /// False when what came cannot be undone: the request is then not repeated.
    [[nodiscard]] virtual bool canRestart() const = 0;
};

} // namespace qd
