#pragma once

#include "mcp/collection.h"
#include "result.h"

#include <QByteArray>

#include <functional>

namespace qd {

/// Gives a file beside the collection, by the name that stands in it.
using SiblingFile = std::function<Result<QByteArray>(const QString &name)>;

/// Reads a collection. ErrorKind::Invalid names the place ("steps[3].expect[0]: …", or line and column). Names that it
/// does not know are no mistake; they are kept in `raw`.
[[nodiscard]] Result<collection::Collection> decodeCollection(const QByteArray &text, const SiblingFile &sibling);
/// The document as it was read, with what has changed since; indented, with a line feed at the end. Rows and environments
/// that came from a file beside it stay there.
[[nodiscard]] QByteArray encodeCollection(const collection::Collection &collection);

} // namespace qd
