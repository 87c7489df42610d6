#pragma once

#include "peer.h"

/// Scripted answers of the query service, for the contract suites.
namespace qd::test {

inline constexpr auto countReply = "{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[{\"name\":\"Count\",\"type\":\"long\"}],\"rows\":[[42]]}]}";

inline ScriptedReply answer(int status, const QByteArray &body = countReply, QList<QPair<QByteArray, QByteArray>> headers = {})
{
    headers.prepend({"Content-Type", "application/json; charset=utf-8"});
    return {.kind = ScriptedReply::Kind::Answer, .status = status, .headers = std::move(headers), .body = body};
}

inline ScriptedReply never() { return {.kind = ScriptedReply::Kind::Never, .status = 200, .headers = {}, .body = {}}; }

/// A reply of many pieces with `rows` rows of one string column.
inline QByteArray bigReply(int rows, const QByteArray &lastRow)
{
    QByteArray body = "{\"tables\":[{\"name\":\"T\",\"columns\":[{\"name\":\"a\",\"type\":\"string\"}],\"rows\":[";
    for (int i = 1; i < rows; ++i)
        body += "[\"" + QByteArray(100, 'a') + "\"],";
    return body + lastRow + "]}]}";
}


} // namespace qd::test
