#pragma once

#include <QByteArray>

namespace qd::test {

/// `plain` as one gzip member.
QByteArray gzipped(const QByteArray &plain);

} // namespace qd::test
