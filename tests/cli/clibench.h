#pragma once

#include "clistreams.h"

#include <QBuffer>

namespace qd::test {

/// The three streams of a command as buffers.
struct CliBench {
    explicit CliBench(const QByteArray &input = {})
    {
        in.setData(input);
        in.open(QIODevice::ReadOnly);
        out.open(QIODevice::WriteOnly);
        err.open(QIODevice::WriteOnly);
    }
    [[nodiscard]] QString printed() const { return QString::fromUtf8(out.data()); }
    [[nodiscard]] QString complained() const { return QString::fromUtf8(err.data()); }

    QBuffer in;
    QBuffer out;
    QBuffer err;
    CliStreams streams{in, out, err};
};

} // namespace qd::test
