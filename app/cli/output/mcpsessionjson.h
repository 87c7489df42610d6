#pragma once

#include "mcp/sessiondiff.h"

#include <QByteArray>

namespace qd::json {

/// JSON of `mcp diff` of two recorded sessions and of `mcp replay`: a contract like jsonwriter.h.
QByteArray sessionDiff(const QString &first, const QString &second, const SessionDiff &diff);

} // namespace qd::json

namespace qd::text {

/// The same for people: what differs, and how much is the same. Text of servers is made safe to print.
QString sessionDiff(const QString &first, const QString &second, const SessionDiff &diff);

} // namespace qd::text
