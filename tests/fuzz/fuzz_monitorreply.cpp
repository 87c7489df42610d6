#include "azuremonitor/celltext.h"
#include "azuremonitor/replystream.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace {

bool isSameCell(const qd::query::ResultSet &a, const qd::query::ResultSet &b, size_t row, size_t column)
{
    if (a.isNull(row, column) != b.isNull(row, column))
        return false;
    const qd::query::ResultColumn &like = a.pieces().front()->columns[column];
    if (like.holdsText())
        return a.text(row, column) == b.text(row, column);
    if (!like.holdsReal())
        return a.integer(row, column) == b.integer(row, column);
    const double left = a.real(row, column);
    const double right = b.real(row, column);
    return left == right || (std::isnan(left) && std::isnan(right));
}

bool isSameTable(const qd::query::ResultSet &a, const qd::query::ResultSet &b)
{
    if (a.rowCount() != b.rowCount() || a.columnCount() != b.columnCount())
        return false;
    for (size_t row = 0; row < a.rowCount(); ++row)
        for (size_t column = 0; column < a.columnCount(); ++column)
            if (!isSameCell(a, b, row, column))
                return false;
    return true;
}

bool isSameReply(const qd::Result<qd::DecodedReply> &a, const qd::Result<qd::DecodedReply> &b)
{
    if (a.has_value() != b.has_value())
        return false;
    if (!a)
        return a.error().kind == b.error().kind;
    return a->warnings == b->warnings && a->render == b->render
        && std::equal(a->tables.begin(), a->tables.end(), b->tables.begin(), b->tables.end(), isSameTable);
}

void checkWhole(const qd::Result<qd::DecodedReply> &reply)
{
    if (!reply) {
        if (reply.error().kind == qd::ErrorKind::Decode && reply.error().detail.isEmpty())
            std::abort();
        return;
    }
    if (reply->tables.empty())
        std::abort();
    for (const qd::query::ResultSet &table : reply->tables)
        for (const auto &piece : table.pieces())
            for (const qd::query::ResultColumn &column : piece->columns)
                if (column.size() != piece->rowCount())
                    std::abort();
}

} // namespace

/// Any bytes, in one piece and cut as the first bytes say: decodes to the same tables of equal column lengths, or fails
/// with a place both times; the rows that were handed out early are the first rows of the result; never crashes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    constexpr size_t cuts = 4;
    const qd::MonitorReplyLimits limits{.bytes = 1 << 20, .rows = 1000, .columns = 100};
    const std::string_view body(reinterpret_cast<const char *>(data), size);
    qd::ReplyStream whole(limits);
    whole.feed(body);
    const auto once = whole.finish();
    checkWhole(once);
    size_t early = 0;
    qd::ReplyStream pieces(limits, [&early](const qd::query::ResultSet::Piece &piece) { early += piece->rowCount(); });
    for (size_t at = 0, turn = 0; at < size; ++turn) {
        const size_t length = std::min(size - at, size_t{1} + data[turn % std::min(cuts, size)] % 61);
        pieces.feed(body.substr(at, length));
        at += length;
    }
    const auto split = pieces.finish();
    if (!isSameReply(once, split) || (split && early != split->tables.front().rowCount()))
        std::abort();
    (void)qd::celltext::dateTime(body);
    (void)qd::celltext::timeSpan(body);
    return 0;
}
