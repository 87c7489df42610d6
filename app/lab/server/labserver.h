#pragma once

#include "clock.h"
#include "result.h"
#include "server/router.h"
#include "server/tlsidentity.h"

#include <memory>
#include <optional>

namespace qd::lab {

/// What the server accepts and how it answers; the defaults are what decklab uses.
struct ServerLimits {
    size_t compressedBytes = 16U << 20U;   ///< a body with a length above this is refused with 413
    size_t decompressedBytes = 64U << 20U; ///< ends decompression: 413
    size_t connections = 256;
};

/// The lab's HTTP server: loopback only, own threads, keep-alive, gzip both ways. Handlers run on its threads, several
/// at once. Owns nothing but its sockets; the router and the clock must outlive it.
class LabServer
{
public:
    /// Binds 127.0.0.1:`port` (0: any free port); clients may connect but wait until serve(). Fails with
    /// ErrorKind::Conflict when the port is taken.
    /// With `tls` it speaks nothing but TLS there.
    static Result<std::unique_ptr<LabServer>> bind(const Router &router, const Clock &clock, quint16 port,
                                                   ServerLimits limits = {}, const std::optional<TlsIdentity> &tls = {});
    /// Starts answering; call once, when the router is complete.
    void serve();
    ~LabServer();
    LabServer(const LabServer &) = delete;
    LabServer &operator=(const LabServer &) = delete;

    [[nodiscard]] quint16 port() const;
    /// Stops accepting, lets running handlers answer (at most 2 seconds), closes every connection. Idempotent.
    void stop();

private:
    class Private;
    explicit LabServer(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace qd::lab
