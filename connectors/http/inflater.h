#pragma once

#include <QByteArray>

#include <memory>

struct z_stream_s;

namespace qd {

/// Unpacks a gzip stream piece by piece and never past a cap. Qt's own unpacking cannot be stopped: one megabyte from
/// a hostile server would become a gigabyte before we saw a byte of it.
class Inflater
{
public:
    enum class Outcome { Ok, OverCap, Corrupt };

    Inflater();
    ~Inflater();

    /// Appends what `packed` unpacks to to `plain`, which stays at most `cap` bytes long.
    Outcome add(const QByteArray &packed, QByteArray &plain, qint64 cap);
    /// True when the stream has ended where a gzip member ends.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }

private:
    struct Close {
        void operator()(z_stream_s *stream) const;
    };

    std::unique_ptr<z_stream_s, Close> m_stream;
    bool m_isComplete = false;
};

} // namespace qd
