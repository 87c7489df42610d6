#pragma once

#include "error.h"

#include <QList>
#include <QString>

namespace qd {

/// Something to mend in a policy, with its place. A value.
struct PolicyFinding {
    enum class Severity { Error, Warning, Hint };
    QString rule;        ///< stable id, e.g. "cache-threshold"
    Severity severity = Severity::Warning;
    TextPosition position;
    QString message;     ///< one sentence: what is wrong here
    QString explanation; ///< what it leads to
    QString hint;        ///< what to do
    bool operator==(const PolicyFinding &) const = default;
};

/// "error", "warning", "hint".
QString severityName(PolicyFinding::Severity severity);

bool hasErrors(const QList<PolicyFinding> &findings);

} // namespace qd
