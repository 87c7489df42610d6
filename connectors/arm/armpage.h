#pragma once

#include "result.h"

#include <QByteArray>

namespace qd {

/// What paging needs to know of one page of a list.
struct ArmPage {
    qsizetype items = 0;
    QByteArray nextLink; ///< as written; empty: this was the last page
};

/// Errors: Decode.
Result<ArmPage> decodeArmPage(const QByteArray &body);

/// A status document of a long-running operation.
struct ArmStatus {
    QString status;      ///< terminal are exactly Succeeded, Failed and Canceled
    double percent = -1; ///< negative: not told

    [[nodiscard]] bool isSucceeded() const;
    [[nodiscard]] bool isFailed() const; ///< Failed or Canceled
};

/// Errors: Decode (a document without a status).
Result<ArmStatus> decodeArmStatus(const QByteArray &body);

} // namespace qd
