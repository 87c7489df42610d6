#include "azuremonitor/celltext.h"
#include "azuremonitor/replycodec.h"

#include <cstdlib>

/// Any bytes: decodes to tables of equal column lengths, or fails with a place; never crashes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray body(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const auto reply = qd::decodeMonitorReply(body, {.bytes = 1 << 20, .rows = 1000, .columns = 100});
    if (!reply) {
        if (reply.error().kind == qd::ErrorKind::Decode && reply.error().detail.isEmpty())
            std::abort();
        return 0;
    }
    if (reply->tables.isEmpty())
        std::abort();
    for (const qd::Table &table : reply->tables)
        for (const qd::Column &column : table.columns)
            if (column.cells.size() != table.rowCount())
                std::abort();
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    (void)qd::celltext::dateTime(text);
    (void)qd::celltext::timeSpan(text);
    return 0;
}
