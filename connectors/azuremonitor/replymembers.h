#pragma once

#include "azuremonitor/replycodec.h"
#include "query/resulttable.h"

#include <QString>

#include <string_view>
#include <variant>
#include <vector>

/// The members of a query reply that are small enough to be read from a tree: columns, names, errors. Any thread.
namespace qd::replymembers {

/// Why a member was refused: the part of its path below the member, and what is wrong.
struct Fault {
    QString path;
    QString what;
};

/// A table's columns, and a warning for each one of an unknown type, whose values are kept as they are written.
struct Columns {
    std::vector<query::ResultColumn> columns;
    QStringList warnings;
};
[[nodiscard]] std::variant<Columns, Fault> columns(std::string_view json, size_t limit);

/// The text of a string for people; empty when it is something else.
[[nodiscard]] QString name(std::string_view json);

/// The innermost messages of an `error` member, at most 50; none when it is null.
[[nodiscard]] std::variant<QStringList, Fault> errors(std::string_view json);

/// Without control characters, and short.
[[nodiscard]] QString brief(std::string_view utf8);

} // namespace qd::replymembers
