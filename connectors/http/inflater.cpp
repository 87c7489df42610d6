#include "http/inflater.h"

#include <zlib.h>

#include <algorithm>

namespace qd {

namespace {

constexpr int gzipOnly = 15 + 16; ///< largest window, gzip header expected
constexpr qsizetype inflateStep = 256 * 1024;

} // namespace

void Inflater::Close::operator()(z_stream_s *stream) const
{
    inflateEnd(stream);
    delete stream;
}

Inflater::Inflater() : m_stream(new z_stream_s{}) { inflateInit2(m_stream.get(), gzipOnly); }

Inflater::~Inflater() = default;

Inflater::Outcome Inflater::add(const QByteArray &packed, QByteArray &plain, qint64 cap)
{
    z_stream_s &stream = *m_stream;
    // zlib's interface is not const-correct; it does not write to its input.
    stream.next_in = const_cast<Bytef *>(reinterpret_cast<const Bytef *>(packed.constData()));
    stream.avail_in = static_cast<uInt>(packed.size());
    bool isOutputFull = false;
    while (stream.avail_in > 0 || isOutputFull) {
        if (m_isComplete) { // another member follows
            inflateReset(&stream);
            m_isComplete = false;
        }
        const qsizetype used = plain.size();
        plain.resize(used + inflateStep);
        stream.next_out = reinterpret_cast<Bytef *>(plain.data() + used);
        stream.avail_out = static_cast<uInt>(inflateStep);
        const int code = inflate(&stream, Z_NO_FLUSH);
        isOutputFull = stream.avail_out == 0 && code == Z_OK;
        plain.resize(used + inflateStep - static_cast<qsizetype>(stream.avail_out));
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return Outcome::Corrupt;
        if (plain.size() > cap)
            return Outcome::OverCap;
        m_isComplete = code == Z_STREAM_END;
    }
    return Outcome::Ok;
}

} // namespace qd
