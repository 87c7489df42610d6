#include "server/gzip.h"

#include <zlib.h>

#include <limits>

namespace qd::lab {

std::string gzipped(std::string_view text)
{
    constexpr int gzipWindow = MAX_WBITS + 16;
    constexpr int memoryLevel = 8;
    z_stream stream{};
    const bool fits = text.size() < std::numeric_limits<uInt>::max() / 2;
    if (!fits || deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, gzipWindow, memoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int outcome = deflate(&stream, Z_FINISH);
    out.resize(outcome == Z_STREAM_END ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

} // namespace qd::lab
