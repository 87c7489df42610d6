#pragma once

#include <QFileDevice>
#include <QString>

namespace qd {

/// Where a command reads and writes; tests pass buffers. The devices are borrowed and open.
struct CliStreams {
    QIODevice &in;
    QIODevice &out;
    QIODevice &err;

    void print(const QString &text) const { out.write(text.toUtf8()); }
    void print(const QByteArray &text) const { out.write(text); }
    /// One line on the error stream, at once: it may tell of something that takes minutes.
    void complain(const QString &text) const
    {
        err.write(text.toUtf8() + '\n');
        if (auto *file = qobject_cast<QFileDevice *>(&err))
            file->flush();
    }
};

} // namespace qd
