#pragma once

#include "error.h"

#include <QString>
#include <QStringList>

namespace qd::kql {

/// Why a query was refused, in the terms of Azure's error body: code SYN0001 (lexical), SYN0002 (grammar), SEM0…
/// (meaning), the message, the place and the text found there. A value.
struct Diagnostic {
    QString code;
    QString message;
    TextPosition position;
    QString token;
    QString hint; ///< the nearest known name, or empty
};

/// ErrorKind::Query with the code as vendorCode, the token in `detail` and the hint as a second sentence of `message`.
Error toError(const Diagnostic &diagnostic);

/// The candidate that differs least from `name`, or empty when none is near (a third of its letters, at most 3).
QString nearestName(const QString &name, const QStringList &candidates);

} // namespace qd::kql
