#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>

namespace qd {

/// The JSON array of what a server sent, each item as it was (its `raw`); items without are parts of the one before. Pure.
template<typename T>
[[nodiscard]] QByteArray sentArray(const QList<T> &items)
{
    QByteArrayList sent;
    for (const T &item : items)
        if (!item.raw.isEmpty())
            sent << item.raw.toUtf8();
    return '[' + sent.join(',') + ']';
}

} // namespace qd
