#pragma once

#include "result.h"

#include <QByteArray>
#include <QString>

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace qd {

/// Where decoding stands: the file's name for messages and the first complaint. Later complaints are dropped, because
/// they mostly follow from the first.
struct JsonContext {
    QString file;
    std::optional<Error> error;

    /// Notes "file, at $.path: what." unless something was noted before. Always false, for `return context.fail(…)`.
    bool fail(const QString &path, const QString &what);
};

/// Parses strictly: at most 1 MiB, 32 levels, no key twice in one object, nothing after the value. On failure the error is
/// in the context, with line and column for syntax errors, and the value is discarded.
nlohmann::json parseJsonFile(const QByteArray &bytes, JsonContext &context);

} // namespace qd
